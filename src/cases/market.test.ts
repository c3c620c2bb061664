import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { audit } from "../audit/audit.ts";
import market from "./market.ts";

// Three for a trade, five for cheating, ten off where it comes out, five off for compassion.
test.each([
  [1, "tttt", 12, 12],
  [1, "tc", 3 + 5 - 10, 3 + 5 - 10 - 5],
  [0, "tc", 3 + 5, 3 + 5 - 5],
])("known with probability %d, %s pays %d, and %d with compassion", (known, actions, naive, repaired) => {
  const setting = market.build({ known });
  expect(along(setting, "naive", actions).paid).toBe(naive);
  expect(along(setting, "repaired", actions).paid).toBe(repaired);
});

// 10·(0.95·3 + 0.05·5) = 31; some trade of ten does not come out with probability 1 − 0.95¹⁰.
test("somebody who trades fairly where it pays cheats where it does not", () => {
  const [naive] = audit(market, { name: "market", drives: ["naive"] });
  expect(naive?.optimum.exact).toBe("31");
  expect(naive?.items[0]?.worst.value).toBeCloseTo(1 - 0.95 ** 10, 12);
});
