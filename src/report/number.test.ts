import { describe, expect, test } from "vitest";
import { formatMultiple, formatNumber, formatPercent, formatQuantity, formatSigned } from "./number.ts";

const exactly = (value: number, exact?: string) => ({
  value,
  low: value,
  high: value,
  ...(exact === undefined ? {} : { exact }),
});

describe("formatNumber", () => {
  test.each([
    [44, "44"],
    [-8, "−8"],
    [0, "0"],
    [-0, "0"],
    [0.2944, "0.2944"],
    [1 / 3, "0.3333"],
    [19.6875, "19.6875"],
    [1234.56789, "1,235"],
    [2_000_000, "2,000,000"],
    [9999, "9,999"],
    [-1_000_000, "−1,000,000"],
    [1e-9, "1e-9"],
    [1.5e20, "1.5e20"],
    [Infinity, "unbounded"],
    [-Infinity, "unbounded below"],
    [Number.NaN, "unknown"],
  ])("%d is %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
  test("a sign is shown where it is asked for", () => {
    expect([2, 0, -1, Infinity].map(formatSigned)).toEqual(["+2", "0", "−1", "unbounded"]);
  });
});

describe("formatPercent never rounds to certainty", () => {
  test.each([
    [0, "0%"],
    [1, "100%"],
    [0.05, "5%"],
    [1 / 3, "33.33%"],
    [0.00001234, "0.001234%"],
    [1023 / 1024, "99.9%"],
    [0.99999, "99.999%"],
    [1 - 1e-9, "over 99.9999%"],
    [1.41, "141%"],
    [1e-9, "1e-9"],
  ])("%d is %s", (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });
});

describe("formatQuantity", () => {
  test.each([
    ["a whole number", exactly(44, "44"), "score", "44"],
    ["a short decimal", exactly(0.2944, "184/625"), "score", "0.2944"],
    ["a fraction with no short decimal", exactly(13 / 120, "13/120"), "score", "13/120 (0.1083)"],
    ["a long fraction", exactly(1 / 3 + 1e-6, "333334333333/1000000000000"), "score", "0.3333"],
    ["a probability", exactly(0.125, "1/8"), "probability of theft", "12.5%"],
    ["bounds that matter", { value: 3.1, low: 2.9, high: 3.2 }, "score", "3.1 ± 0.2"],
    ["bounds that do not", { value: 3.1, low: 3.1 - 1e-9, high: 3.1 + 1e-9 }, "score", "3.1"],
    ["a probability with bounds", { value: 0.5, low: 0.25, high: 0.75 }, "probability of theft", "25% to 75%"],
    ["no limit", exactly(Infinity), "score", "unbounded"],
  ])("%s", (_, quantity, measure, text) => {
    expect(formatQuantity(quantity, measure)).toBe(text);
  });
  test("a multiple of a weight", () => {
    expect([exactly(0.5, "1/2"), exactly(1 / 3, "1/3")].map(formatMultiple)).toEqual(["×0.5", "×1/3"]);
  });
});
