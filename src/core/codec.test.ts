import fc from "fast-check";
import { expect, test } from "vitest";
import { createCodec } from "./codec.ts";
import { type Field, type Fields, flag, list, oneOf, range, real, type Value } from "./field.ts";
import type { State } from "./world.ts";

interface Sample {
  readonly field: Field<Value>;
  readonly value: Value;
}

const small = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
const size = fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 ** 32 }));
const numbers: fc.Arbitrary<Sample> = fc
  .tuple(small, size, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map(([low, count, at]) => ({ field: range(low, low + count - 1), value: low + Math.floor(at * count) }));
const flags: fc.Arbitrary<Sample> = fc.boolean().map((value) => ({ field: flag(), value }));
const choices: fc.Arbitrary<Sample> = fc
  .tuple(fc.uniqueArray(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 20 }), fc.nat())
  .map(([values, at]) => ({ field: oneOf(values), value: values[at % values.length]! }));
const single = fc.oneof(numbers, flags, choices);
const lists: fc.Arbitrary<Sample> = fc
  .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 1000 }), fc.infiniteStream(fc.nat()))
  .map(([length, count, stream]) => ({
    field: list(range(0, count - 1), length),
    value: Array.from({ length }, () => stream.next().value % count),
  }));
const names = fc
  .stringMatching(/^[a-z]{1,6}$/)
  .filter((name) => !(name in Object.prototype) && name !== "toJSON" && name !== "then");
const samples = fc.dictionary(names, fc.oneof(single, lists), { minKeys: 1, maxKeys: 8 });

const fieldsOf = (sample: Readonly<Record<string, Sample>>): Fields =>
  Object.fromEntries(Object.entries(sample).map(([name, { field }]) => [name, field]));
const stateOf = (sample: Readonly<Record<string, Sample>>): State =>
  Object.fromEntries(Object.entries(sample).map(([name, { value }]) => [name, value]));

test("a state comes back from its words, plain and through a view, whatever its fields", () => {
  fc.assert(
    fc.property(samples, fc.nat(5), (sample, at) => {
      const codec = createCodec(fieldsOf(sample));
      const words = new Uint32Array(codec.words + at + 1).fill(0xdeadbeef);
      const state = stateOf(sample);
      codec.pack(state, words, at, () => "here");
      expect({ ...codec.unpack(words, at) }).toEqual(state);
      const view = codec.view();
      view.show(words, at);
      expect({ ...view.state }).toEqual(state);
      // Nothing is written beside the words of the state.
      expect(words.at(-1)).toBe(0xdeadbeef);
      expect([...words.subarray(0, at)].every((word) => word === 0xdeadbeef)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

// Two bits each, so 16 of them to a word. 3³³ = 5.6·10¹⁵ is above 2³² and below 2⁵³; 3³⁴ is above 2⁵³.
test.each([
  [16, 1],
  [17, 2],
  [33, 3],
  [34, 3],
  [65, 5],
])("%d fields of 3 values take %d words, and each state its own", (count, words) => {
  const fields = Object.fromEntries(Array.from({ length: count }, (_, k) => [`f${k}`, range(0, 2)]));
  const codec = createCodec(fields);
  expect(codec.words).toBe(words);
  const packed = new Set<string>();
  // Each field alone at 1 and at 2, none, and all at 2.
  const states = Array.from({ length: 2 * count }, (_, k) =>
    Object.fromEntries(Object.keys(fields).map((name, j) => [name, j === k >> 1 ? 1 + (k & 1) : 0])),
  );
  states.push(Object.fromEntries(Object.keys(fields).map((name) => [name, 0])));
  states.push(Object.fromEntries(Object.keys(fields).map((name) => [name, 2])));
  for (const state of states) {
    const into = new Uint32Array(words);
    codec.pack(state, into, 0, () => "here");
    packed.add(into.join());
    expect({ ...codec.unpack(into, 0) }).toEqual(state);
  }
  expect(packed.size).toBe(2 * count + 2);
});

const codec = createCodec({ cell: range(0, 3), open: flag(), mood: oneOf(["calm", "angry"]), cards: list(flag(), 2) });
const good = { cell: 1, open: false, mood: "calm", cards: [true, false] };
const pack = (state: unknown) => codec.pack(state, new Uint32Array(codec.words), 0, () => "transition(…)");

test.each([
  ["an extra field", { ...good, speed: 1 }, 'returned a state with "speed", which is not a field'],
  ["a misspelt field beside a spread", { ...good, cel: 2 }, '"cel", which is not a field (did you mean "cell"?)'],
  ["a field in the wrong case", { ...good, Cell: 1 }, '(did you mean "cell"?)'],
  ["a field too few", { cell: 1, open: true, mood: "calm" }, 'without the field "cards": {cell: 1'],
  ["an inherited field", Object.create(good), 'without the field "cell"'],
  ["a number out of its range", { ...good, cell: 7 }, "cell = 7, expected a whole number from 0 to 3"],
  ["NaN", { ...good, cell: NaN }, "cell = NaN, expected a whole number from 0 to 3"],
  ["a fraction", { ...good, cell: 0.5 }, "cell = 0.5, expected a whole number"],
  ["a number for a flag", { ...good, open: 1 }, "open = 1, expected true or false"],
  ["another word", { ...good, mood: "sad" }, 'mood = "sad", expected one of "calm", "angry"'],
  ["undefined", { ...good, mood: undefined }, "mood = undefined, expected one of"],
  ["a list too long", { ...good, cards: [true, true, true] }, "expected a list of 2, each true or false"],
  ["no list", { ...good, cards: "tf" }, 'cards = "tf", expected a list of 2'],
  ["nothing", undefined, "returned undefined, expected a state with the fields cell, open, mood, cards"],
  ["null", null, "returned null, expected a state"],
  ["a number", 3, "returned 3, expected a state"],
  ["a list", [1, 2], "returned [1, 2], expected a state"],
  ["a function", () => good, "expected a state"],
  ["a promise", Promise.resolve(good), "transition(…) returned a promise: remove async"],
])("%s is an error", (_, state, message) => {
  expect(() => pack(state)).toThrow(`transition(…) returned`);
  expect(() => pack(state)).toThrow(message);
});

const words = new Uint32Array(codec.words);
codec.pack(good, words, 0, () => "");
const plain = codec.unpack(words, 0);
const misspelt = 'a state has no field "cel" (did you mean "cell"?); it has cell, open, mood, cards';

test("reading a field that is not declared is an error that names the nearest", () => {
  expect(() => plain.cel).toThrow(misspelt);
  expect(() => codec.view().state.cel).toThrow(misspelt);
  expect(() => {
    const { speed } = plain;
    return speed;
  }).toThrow('a state has no field "speed"');
});

test("a plain state is frozen, and so are its lists", () => {
  expect(() => Object.assign(plain, { cell: 2 })).toThrow(TypeError);
  expect(() => Object.assign(plain, { speed: 2 })).toThrow(TypeError);
  expect(Object.isFrozen(plain.cards)).toBe(true);
});

test("states are written out as JSON and as text", () => {
  expect(JSON.stringify(plain)).toBe('{"cell":1,"open":false,"mood":"calm","cards":[true,false]}');
  expect(`${codec.view().state}`).toBe("[object Object]");
});

test("a view notes what is read of it, and nothing else", () => {
  const view = codec.view();
  view.show(words, 0);
  expect(view.reads()).toEqual([]);
  expect(view.state.mood).toBe("calm");
  expect(view.reads()).toEqual(["mood"]);
  const { cell } = view.state;
  expect(cell).toBe(1);
  expect(view.reads()).toEqual(["cell", "mood"]);
  expect("open" in view.state).toBe(true);
  expect(view.reads()).toEqual(["cell", "mood"]);
});

test("spreading a state counts as reading all of it", () => {
  const view = codec.view();
  view.show(words, 0);
  expect({ ...view.state }).toEqual(good);
  expect(view.reads()).toEqual(["cell", "open", "mood", "cards"]);
});

test("one view shows one state after another, and views do not share what they note", () => {
  const both = new Uint32Array(2 * codec.words);
  codec.pack(good, both, 0, () => "");
  codec.pack({ ...good, cell: 3 }, both, codec.words, () => "");
  const [view, other] = [codec.view(), codec.view()];
  const { state } = view;
  view.show(both, 0);
  expect(state.cell).toBe(1);
  view.show(both, codec.words);
  expect(state.cell).toBe(3);
  expect(other.reads()).toEqual([]);
});

test("real fields have no packed form", () => {
  expect(() => createCodec({ speed: real(0, 1) })).toThrow('field "speed" is real, so the states cannot be enumerated');
});
