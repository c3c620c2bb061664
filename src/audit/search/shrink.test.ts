import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { shrink } from "./shrink.ts";

test.prop([
  fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
])("what is left holds, and nothing can be left out of it", (sequence, wanted) => {
  const holds = (one: readonly number[]) => wanted.every((value) => one.includes(value));
  fc.pre(holds(sequence));
  const kept = shrink(sequence, holds);
  expect(holds(kept)).toBe(true);
  for (const k of kept.keys()) expect(holds(kept.filter((_, other) => other !== k))).toBe(false);
  // Each wanted value once: here the shortest too.
  expect(kept).toHaveLength(new Set(wanted).size);
});
