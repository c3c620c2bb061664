/** A set of small whole numbers, one bit each. */
export type Bits = Uint32Array;

/** An empty set that can hold the numbers from 0 to size − 1. */
export const createBits = (size: number): Bits => new Uint32Array((size + 31) >>> 5);
export const hasBit = (bits: Bits, index: number): boolean => ((bits[index >>> 5]! >>> (index & 31)) & 1) === 1;
export function setBit(bits: Bits, index: number): void {
  bits[index >>> 5]! |= 1 << (index & 31);
}
export const clearBit = (bits: Bits, index: number): void => {
  bits[index >>> 5]! &= ~(1 << (index & 31));
};
/** The set of all numbers from 0 to size − 1. */
export function fullBits(size: number): Bits {
  const bits = createBits(size).fill(0xffffffff);
  if (size & 31) bits[bits.length - 1] = (1 << (size & 31)) - 1;
  return bits;
}
/** The members of a set of numbers from 0 to size − 1, in their order. */
export function indicesIn(bits: Bits, size: number): readonly number[] {
  const indices: number[] = [];
  for (let index = 0; index < size; index++) if (hasBit(bits, index)) indices.push(index);
  return indices;
}
/** Whether a set has no member. */
export const isEmpty = (bits: Bits): boolean => bits.every((word) => word === 0);
/** The numbers from 0 to size − 1 that are not in a set. */
export function complement(bits: Bits, size: number): Bits {
  const others = createBits(size);
  for (let index = 0; index < size; index++) if (!hasBit(bits, index)) setBit(others, index);
  return others;
}
