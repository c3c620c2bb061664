import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { audit } from "../audit/audit.ts";
import bystander from "./bystander.ts";

const setting = bystander.build({});
const figuresOf = (drive: string) => {
  const [found] = audit(bystander, { name: "bystander", drives: [drive] });
  const { optimum, items, priceOfHonesty, reads } = found!;
  const hurt = items.find(({ name }) => name === "hurt")!;
  return {
    optimum: optimum.exact,
    hurt: hurt.worst.exact,
    meant: hurt.meant.exact,
    price: priceOfHonesty.exact,
    reads,
  };
};

// Carried: 5 − 3 each. Dropped: 5 − 1 each, and −20·0.3 of guilt for whoever looks as far as the fall.
test.each([
  ["carried", "cc", 4, 4, 4],
  ["dropped", "dwwdww", 8, 8, 8 - 12],
  ["one of each", "cdww", 6, 6, 6 - 6],
])("loads that are %s, nobody hurt", (_, letters, naive, shortsighted, repaired) => {
  const seed = [0, 1, 2, 3, 4, 5, 6, 7].find((k) => along(setting, "naive", letters, k).events[0] === "done")!;
  const paid = ["naive", "shortsighted", "repaired"].map((drive) => along(setting, drive, letters, seed).paid);
  expect(paid).toEqual([naive, shortsighted, repaired]);
});

// Naive: dropping both pays 2·(4 − 0.3·0.25·20) = 5 and hurts somebody with probability 1 − 0.7²; carrying pays 4.
test("behaviourist, shortsighted and repaired: the figures are exact", () => {
  expect(figuresOf("naive")).toMatchObject({ optimum: "5", hurt: "51/100", meant: "0", price: "1" });
  expect(figuresOf("shortsighted")).toMatchObject({ optimum: "8", hurt: "51/100", price: "4" });
  expect(figuresOf("repaired")).toMatchObject({ optimum: "4", hurt: "0", price: "0" });
});

test("what guilt reads is the reading, and through it what its signal reads", () => {
  expect(figuresOf("naive").reads.terms.map(({ readings }) => readings)).toEqual([undefined, undefined, undefined]);
  const { terms, unreadByDrive } = figuresOf("repaired").reads;
  expect(terms.map(({ term, readings }) => [term, readings])).toEqual([
    ["down", []],
    ["effort", []],
    ["guilt", ["hurt"]],
  ]);
  expect(unreadByDrive).toEqual([]);
});
