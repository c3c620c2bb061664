import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDecimal, rational } from "../core/rational.ts";
import { createBits, fullBits, hasBit, setBit } from "./bits.ts";
import { codedFrom, createCodeList, createTable, gather } from "./coded.ts";
import { createKeys, createNumberList } from "./keys.ts";

test("keys are numbered as a Map numbers them", () => {
  // Few different words, so that keys come again; the largest word is also the mark of an empty slot.
  const word = fc.constantFrom(0, 1, 2, 0xffffffff, 0x80000000);
  const width = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(width, fc.array(word, { maxLength: 400 }), (size, words) => {
      const keys = createKeys(size);
      const known = new Map<string, number>();
      const source = Uint32Array.from(words);
      for (let at = 0; at + size <= source.length; at++) {
        const text = source.subarray(at, at + size).join();
        if (!known.has(text)) known.set(text, known.size);
        expect(keys.add(source, at)).toBe(known.get(text));
      }
      expect(keys.size).toBe(known.size);
      const listed = [...known.keys()].map((_, k) => keys.words.subarray(k * size, (k + 1) * size).join());
      expect(listed).toEqual([...known.keys()]);
    }),
  );
});

test("keys stay what they are while the table grows many times over", () => {
  const count = 100_000;
  const keys = createKeys(2);
  const key = (k: number) => Uint32Array.of(Math.imul(k, 0x9e3779b1), k % 7);
  for (let k = 0; k < count; k++) keys.add(key(k), 0);
  expect(keys.size).toBe(count);
  for (let k = 0; k < count; k += 97) expect(keys.add(key(k), 0)).toBe(k);
  expect(keys.size).toBe(count);
  expect(keys.bytes).toBeGreaterThanOrEqual(count * 8);
});

test("a list of numbers grows and ends at its length", () => {
  const list = createNumberList(2);
  for (let k = 0; k < 100; k++) list.push(k * 40_000_000);
  expect(list.length).toBe(100);
  expect(list.finish()).toEqual(Uint32Array.from({ length: 100 }, (_, k) => k * 40_000_000));
  expect(list.finish().buffer.byteLength).toBe(400);
});

test("codes are kept as narrowly as the largest allows", () => {
  for (const [most, type] of [
    [255, Uint8Array],
    [256, Uint16Array],
    [65_535, Uint16Array],
    [65_536, Uint32Array],
  ] as const) {
    const list = createCodeList(1);
    const codes = [3, 0, most, 7];
    for (const code of codes) list.push(code);
    expect(list.length).toBe(4);
    expect(list.finish()).toBeInstanceOf(type);
    expect([...list.finish()]).toEqual(codes);
  }
});

test("a table gives equal rationals one code, in the order in which they are met", () => {
  const table = createTable([rational(0n)]);
  expect([rational(1n, 2n), parseDecimal("0.5"), rational(-1n, 2n), rational(0n)].map(table.code)).toEqual([
    1, 1, 2, 0,
  ]);
  expect(table.exact).toEqual([rational(0n), rational(1n, 2n), rational(-1n, 2n)]);
});

test("a column of doubles holds their decimals, and can be gathered", () => {
  const column = codedFrom([0.1, 3, 0.1]);
  expect([...column.codes]).toEqual([0, 1, 0]);
  expect(column.exact).toEqual([rational(1n, 10n), rational(3n)]);
  expect([...column.values]).toEqual([0.1, 3]);
  expect([...gather(column, Uint32Array.of(1, 1, 0, 2)).codes]).toEqual([1, 1, 0, 0]);
});

test("bits are a set of numbers", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(99)), (numbers) => {
      const bits = createBits(100);
      for (const k of numbers) setBit(bits, k);
      const members = Array.from({ length: 100 }, (_, k) => k).filter((k) => hasBit(bits, k));
      expect(members).toEqual([...numbers].sort((a, b) => a - b));
    }),
  );
  for (const size of [0, 1, 31, 32, 33, 64]) {
    const members = Array.from({ length: 96 }, (_, k) => k).filter((k) => hasBit(fullBits(size), k));
    expect(members.length).toBe(size);
  }
});
