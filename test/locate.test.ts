import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { folder, innate } from "./support/cli.ts";

const HEAD = `import { defineCase, defineDrive, defineIntent, defineWorld, override, range, rename, scale, sum } from "innate";
const world = defineWorld({
  id: "line", fields: { cell: range(0, 1) }, actions: ["go"], start: () => ({ cell: 0 }), transition: (state) => state, horizon: 2,
});
const intent = defineIntent(world, { score: () => 1 });
`;
const at = HEAD.split("\n").length;

interface Shown {
  readonly drives: readonly {
    readonly name: string;
    readonly terms: readonly {
      readonly name: string;
      readonly source?: { file: string; line: number; text: string };
    }[];
  }[];
}

/** "naive.pay mine.ts:7 pay: () => 1," for every term that \`innate show --json\` lists. */
async function linesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { stdout, stderr } = await innate(["show", "mine.ts", "--json"], { cwd: folder(undefined, files) });
  expect(stderr).toBe("");
  const shown: Shown = JSON.parse(stdout);
  return shown.drives.flatMap(({ name, terms }) =>
    terms.map(({ name: term, source }) => `${name}.${term} ${source?.file}:${source?.line} ${source?.text}`),
  );
}

test("methods, arrows, functions and final are found where they are written", async () => {
  const body = `const naive = defineDrive(
  world,
  {
    method({ nextState }) {
      return nextState.cell;
    },
    arrow: ({ state }) => state.cell,
    long:
      ({ state }) => {
        return state.cell;
      },
    plain: function () { return 1; },
  },
  { final: (state) => state.cell },
);
export default defineCase({ world, drives: { naive }, intent });
`;
  expect(await linesOf({ "mine.ts": HEAD + body })).toEqual([
    `naive.method mine.ts:${at + 3} method({ nextState }) {`,
    `naive.arrow mine.ts:${at + 6} arrow: ({ state }) => state.cell,`,
    `naive.long mine.ts:${at + 8} ({ state }) => {`,
    `naive.plain mine.ts:${at + 11} plain: function () { return 1; },`,
    `naive.final mine.ts:${at + 13} { final: (state) => state.cell },`,
  ]);
});

test("an imported term, one made by a call, and a bound one are found in their own lines", async () => {
  const terms = `export const step = () => -1;
export const fixed = (amount: number) =>
  () => amount;
export function odd(this: void, factor: number) { return factor; }
`;
  const body = `import { fixed, odd, step } from "./lib/terms.js";
const naive = defineDrive(world, { step, fixed: fixed(3), bound: odd.bind(undefined, 2), renamed: step });
export default defineCase({ world, drives: { naive }, intent });
`;
  const cwd = folder(undefined, { "mine.ts": HEAD + body });
  mkdirSync(`${cwd}/lib`);
  writeFileSync(`${cwd}/lib/terms.ts`, terms);
  const { stdout } = await innate(["show", "mine.ts", "--json"], { cwd });
  const shown: Shown = JSON.parse(stdout);
  expect(shown.drives[0]?.terms.map(({ source }) => source)).toEqual([
    { file: "lib/terms.ts", line: 1, text: "export const step = () => -1;" },
    { file: "lib/terms.ts", line: 3, text: "() => amount;" },
    { file: "lib/terms.ts", line: 4, text: "export function odd(this: void, factor: number) { return factor; }" },
    { file: "lib/terms.ts", line: 1, text: "export const step = () => -1;" },
  ]);
});

test("composed drives keep the lines of their terms, and equal texts are told apart", async () => {
  const body = `const one = defineDrive(world, {
  pay: () => 1,
});
const two = defineDrive(world, {
  pay: () => 1,
});
const both = sum(rename(one, { pay: "first" }), scale(rename(two, { pay: "second" }), 2));
const other = override(both, { second: () => 3 });
export default defineCase({ world, drives: { both, other }, intent });
`;
  expect(await linesOf({ "mine.ts": HEAD + body })).toEqual([
    `both.first mine.ts:${at + 1} pay: () => 1,`,
    `both.second mine.ts:${at + 4} pay: () => 1,`,
    `other.first mine.ts:${at + 1} pay: () => 1,`,
    `other.second mine.ts:${at + 7} const other = override(both, { second: () => 3 });`,
  ]);
});

test("a file with syntax that must be rewritten keeps its lines", async () => {
  const body = `enum Pay {
  Low = 1,
  High = 10,
}
class Terms {
  constructor(readonly amount: Pay) {}
  pay = () => this.amount;
}

const naive = defineDrive(world, {
  pay: new Terms(Pay.High).pay,
  time: () => -Pay.Low,
});
export default defineCase({ world, drives: { naive }, intent });
`;
  expect(await linesOf({ "mine.ts": HEAD + body })).toEqual([
    `naive.pay mine.ts:${at + 6} pay = () => this.amount;`,
    `naive.time mine.ts:${at + 11} time: () => -Pay.Low,`,
  ]);
});

test("terms of the library are shown in its sources", async () => {
  const { stdout } = await innate(["show", "boat-race", "--json"]);
  const shown: Shown = JSON.parse(stdout);
  const source = shown.drives[0]?.terms[0]?.source;
  expect(source?.file).toBe("src/cases/boat-race.ts");
  expect(source?.text).toMatch(/^arrow/);
});
