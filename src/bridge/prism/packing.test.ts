import fc from "fast-check";
import { expect, test } from "vitest";
import type { Variable } from "./elaborate.ts";
import { packingOf } from "./packing.ts";

const variable = fc.oneof(
  fc.record({ low: fc.integer({ min: -5, max: 5 }), size: fc.integer({ min: 0, max: 40 }) }),
  fc.record({ low: fc.constantFrom(-(2 ** 30), 0), size: fc.constantFrom(2 ** 31 - 1, 2 ** 30, 2 ** 16) }),
);

test("a packed state is read back as it was, whatever was there before and whatever is changed in it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(variable, fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 }), (list) => {
      const variables = list.map(
        ([{ low, size }], index): Variable => ({
          name: `x${index}`,
          type: "int",
          index,
          low,
          high: low + size,
          initial: low,
        }),
      );
      const [values, others] = [1, 2].map((k) =>
        Int32Array.from(list, ([{ low, size }, ...drawn]) => low + (drawn[k - 1]! % (size + 1))),
      );
      const { words, pack, unpack, set } = packingOf(variables);
      const packed = new Uint32Array(words + 2).fill(0xffffffff);
      pack(values!, packed);
      const read = new Int32Array(list.length);
      unpack(packed, 0, read);
      expect(read).toEqual(values);
      // As few words as the bits need when none lies across two: at most twice as many bits as there are.
      const bits = variables.reduce(
        (sum, { low, high }) => sum + (high === low ? 0 : Math.floor(Math.log2(high - low)) + 1),
        0,
      );
      expect(words).toBeLessThanOrEqual(Math.max(1, Math.ceil((2 * bits) / 32)));
      others!.forEach((value, k) => {
        set(packed, k, value);
        read[k] = value;
        const again = new Int32Array(list.length);
        unpack(packed, 0, again);
        expect(again).toEqual(read);
      });
      expect([...packed.slice(words)]).toEqual([0xffffffff, 0xffffffff]);
    }),
    { numRuns: 200, seed: 3 },
  );
});
