import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { agreement, publishedNumber } from "../src/bridge/check/agreement.ts";
import { check, type Outcome } from "../src/bridge/check/check.ts";
import { explore } from "../src/bridge/prism/explore.ts";
import { parseProperties } from "../src/bridge/prism/parse-properties.ts";
import { readModel } from "../src/bridge/prism/read.ts";
import { compare, ONE, rational, toNumber, ZERO } from "../src/core/rational.ts";
import { root } from "./support/cli.ts";

const table = z
  .object({
    source: z.string(),
    formulas: z.record(z.string(), z.record(z.string(), z.string())),
    additions: z.record(z.string(), z.string()),
    countedUntil: z.record(z.string(), z.string()),
    instances: z.array(
      z.object({
        model: z.string(),
        properties: z.string().optional(),
        constants: z.record(z.string(), z.string()),
        states: z.int().positive(),
        values: z.record(z.string(), z.union([z.boolean(), z.string()])),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(root, "test/fixtures/qvbs.json"), "utf8")));
const FOLDER = join(root, "../shared/qvbs");
const isThere = existsSync(FOLDER);

const titleOf = ({ model, constants }: (typeof table.instances)[number]): string =>
  [model, ...Object.entries(constants).map(([name, value]) => `${name}=${value}`)].join(" ");

describe("the table of published values", () => {
  test("has the set's 82 instances and 238 values, each once", () => {
    expect(new Set(table.instances.map(titleOf)).size).toBe(82);
    expect(table.instances.flatMap(({ values }) => Object.keys(values))).toHaveLength(238);
  });

  test("has numbers that can be read; probabilities lie in [0, 1], and nothing else is below 0", () => {
    const probable =
      /^(c2|disagree|all_before|some_before|deadline|correct|collisions|live|prgoldgem|p[124]$|positive|unfair)/;
    for (const { values } of table.instances)
      for (const [name, value] of Object.entries(values)) {
        if (typeof value === "boolean") continue;
        const number = publishedNumber(value);
        expect(compare(number, ZERO), name).toBeGreaterThanOrEqual(0);
        if (probable.test(name)) expect(compare(number, ONE), name).toBeLessThanOrEqual(0);
      }
  });

  test("does not contradict itself: what no constant changes is the same for all", () => {
    // The least chance of zeroconf does not depend on whether it is reset; firewire's times not on the deadline.
    const published = (model: string, name: string, ...parts: readonly string[]) =>
      new Set(
        table.instances
          .filter((one) => one.model.includes(model) && parts.every((part) => titleOf(one).includes(part)))
          .map(({ values }) => values[name]),
      ).size;
    expect(published("zeroconf", "correct_min", "N=20 ", "K=4")).toBe(1);
    expect(published("firewire", "time_max", "delay=3 ")).toBe(1);
    expect(published("firewire", "time_max")).toBe(2);
  });
});

describe("a verdict", () => {
  const value = (low: number, high: number, exact?: readonly [bigint, bigint]): Outcome => ({
    kind: "value",
    figure: { value: low, low, high, ...(exact === undefined ? {} : { exact: rational(...exact) }) },
  });
  test.each([
    ["1/3", value(0.3, 0.4), "inside"],
    ["1/3", value(0.3, 0.4, [1n, 3n]), "exact"],
    ["0.25", value(0.25, 0.25, [1n, 4n]), "exact"],
    // 10⁻⁷ below the lower bound, which is 3·10⁻⁷ of the number; and 10⁻⁵ below it.
    ["1/3", value(0.33333343333333, 0.4), "close"],
    ["1/3", value(0.33334333333333, 0.4), "differs"],
    ["0.3333333", value(0.3, 0.4, [1n, 3n]), "close"],
    ["0.333", value(0.3, 0.4, [1n, 3n]), "differs"],
    ["0", value(1e-9, 1e-8), "differs"],
    ["0", value(0, 1e-8), "inside"],
    ["7", value(Infinity, Infinity), "differs"],
    [true, { kind: "truth", holds: true }, "exact"],
    [true, { kind: "truth", holds: false }, "differs"],
    ["1", { kind: "truth", holds: true }, "differs"],
    ["1", { kind: "undecided", why: "" }, "undecided"],
  ] satisfies readonly (readonly [boolean | string, Outcome, string])[])(
    "%s beside %o is %s",
    (published, outcome, verdict) => {
      expect(agreement(published, outcome).verdict).toBe(verdict);
    },
  );
});

const MOST_STATES = 5000;
const small = table.instances.filter(({ states }) => states <= MOST_STATES);

describe.skipIf(!isThere)(
  `instances of at most ${MOST_STATES} states (the models of ../shared/qvbs are needed)`,
  () => {
    test.each(small.map((one) => [titleOf(one), one] as const))(
      "%s",
      (_, { model: name, properties, constants, states, values }) => {
        const formulas = Object.entries(table.formulas[name] ?? {}).map(([key, formula]) => `"${key}": ${formula};`);
        const text = properties === undefined ? formulas.join("\n") : readFileSync(join(FOLDER, properties), "utf8");
        const file = parseProperties(text, name, constants);
        const given = Object.fromEntries(Object.entries(constants).filter(([key]) => !file.constants.includes(key)));
        const source = `${readFileSync(join(FOLDER, name), "utf8")}\n${table.additions[name] ?? ""}`;
        const model = explore(readModel(source, name, given));
        // Where the set does not count what is beyond a goal, a test of the explorer does as it does.
        if (!(name in table.countedUntil)) expect(model.model.states).toBe(states);
        for (const [key, published] of Object.entries(values)) {
          const property = file.properties.find((one) => one.name === key);
          if (property === undefined) throw new Error(`no property ${key}`);
          const { outcome } = check(model, property, file.properties);
          const { verdict } = agreement(published, outcome);
          expect(["exact", "inside"], `${key}: ${published}`).toContain(verdict);
          if (outcome.kind !== "value" || typeof published === "boolean") continue;
          // Bounds so wide that they held anything would agree with anything.
          const { low, high } = outcome.figure;
          expect(high - low, key).toBeLessThanOrEqual(1e-6 * toNumber(publishedNumber(published)));
        }
      },
    );
  },
);
