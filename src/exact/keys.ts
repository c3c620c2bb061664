/** Distinct fixed-length keys of 32-bit words, numbered from 0 in the order in which they are first met. */
export interface Keys {
  /** The number of the key that stands in `source` from `at` on; a new one where it is not known yet. */
  add(source: Uint32Array, at: number): number;
  readonly size: number;
  /** shape [size · words or more]; the keys one after another */
  readonly words: Uint32Array;
  /** bytes held */
  readonly bytes: number;
}

const EMPTY = 0xffffffff;

/** No keys yet, each of the given number of words. */
export function createKeys(width: number): Keys {
  let words = new Uint32Array(1024 * width);
  let slots = new Uint32Array(4096).fill(EMPTY);
  let size = 0;

  const slotOf = (source: Uint32Array, at: number): number => {
    let hash = 0x9e3779b9;
    for (let k = 0; k < width; k++) {
      hash = Math.imul(hash ^ source[at + k]!, 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  };
  const rehash = (): void => {
    slots = new Uint32Array(slots.length * 2).fill(EMPTY);
    for (let index = 0; index < size; index++) {
      let slot = slotOf(words, index * width);
      while (slots[slot] !== EMPTY) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index;
    }
  };
  return {
    add(source, at) {
      let slot = slotOf(source, at);
      for (let index = slots[slot]!; index !== EMPTY; index = slots[slot]!) {
        let same = true;
        for (let k = 0; k < width && same; k++) same = words[index * width + k] === source[at + k];
        if (same) return index;
        slot = (slot + 1) & (slots.length - 1);
      }
      if ((size + 1) * width > words.length) {
        const larger = new Uint32Array(words.length * 2);
        larger.set(words);
        words = larger;
      }
      for (let k = 0; k < width; k++) words[size * width + k] = source[at + k]!;
      slots[slot] = size++;
      if (size * 2 > slots.length) rehash();
      return size - 1;
    },
    get size() {
      return size;
    },
    get words() {
      return words;
    },
    get bytes() {
      return words.byteLength + slots.byteLength;
    },
  };
}

/** A growing list of 32-bit numbers. */
export interface NumberList {
  push(value: number): void;
  readonly length: number;
  /** shape [length]; a buffer of exactly that length */
  finish(): Uint32Array;
}

/** An empty list of 32-bit numbers. */
export function createNumberList(capacity = 1024): NumberList {
  let values = new Uint32Array(capacity);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const larger = new Uint32Array(2 * length);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    get length() {
      return length;
    },
    finish: () => values.slice(0, length),
  };
}
