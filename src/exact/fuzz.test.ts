import { expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";

test("on 10 000 random models and second optimisations within them, doubles and rationals agree", () => {
  const table = fuzz(Number(process.env.INNATE_FUZZ ?? 10_000), 1);
  console.log(table);
  expect(table.faults).toEqual([]);
});
