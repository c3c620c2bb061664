import { expect, test } from "vitest";
import { gamblersRuin, startingAt } from "../../test/support/models.ts";
import { audit } from "../audit/audit.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range } from "../core/index.ts";
import { momentColumn } from "./columns.ts";
import { enumerate } from "./enumerate.ts";
import type { Solution } from "./model.ts";
import { boundStationary, type StationaryProblem, solveStationary, type Unbounded } from "./stationary.ts";
import { prepare } from "./task.ts";

const SIZE = 50;
const STEP = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] } as const;
const within = (value: number): number => Math.max(0, Math.min(SIZE - 1, value));

/** A grid with a key in a corner; with a chance to slip, the wind blows down instead. */
const grid = (slip: number) =>
  defineWorld({
    id: "grid",
    fields: { row: range(0, SIZE - 1), column: range(0, SIZE - 1), key: flag() },
    actions: ["up", "down", "left", "right"],
    start: () => ({ row: 0, column: 0, key: false }),
    transition(state, action, chance) {
      const [down, right] = STEP[chance.flip(slip) ? "down" : action];
      const moved = { ...state, row: within(state.row + down), column: within(state.column + right) };
      return moved.row === SIZE - 1 && moved.column === 0 ? { ...moved, key: true } : moved;
    },
  });

function problemOf(slip: number, direction: StationaryProblem["direction"]): StationaryProblem {
  const enumeration = enumerate(grid(slip));
  const { payoff } = momentColumn(enumeration, "reward", ({ state, nextState }) =>
    nextState.key && !state.key ? 500 : Number(nextState.row) - Number(state.row),
  );
  return { model: enumeration.model, payoff, direction, criterion: { kind: "discounted", discount: 0.95 } };
}

/** Plain value iteration, to where 0.95^n leaves nothing. */
function reference({ model, payoff, direction }: StationaryProblem): Float64Array {
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const rewards = payoff.rows[0]!;
  const [amounts, shares] = [rewards.values, probability.values];
  const sign = direction === "maximise" ? 1 : -1;
  let values = new Float64Array(model.states);
  for (let k = 0; k < 700; k++) {
    const next = new Float64Array(model.states);
    for (let s = 0; s < model.states; s++) {
      let best = -Infinity;
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        let sum = 0;
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
          sum += shares[probability.codes[b]!]! * values[successor[b]!]!;
        best = Math.max(best, sign * amounts[rewards.codes[r]!]! + 0.95 * sum);
      }
      next[s] = best;
    }
    values = next;
  }
  return values;
}

const isSolution = (answer: Solution | Unbounded): answer is Solution => !("kind" in answer);

test.each([
  [0, "maximise"],
  [0, "minimise"],
  [0.1, "maximise"],
  [0.1, "minimise"],
] as const)("a grid of 5000 states with wind %d, %s: bounds around plain value iteration", (slip, direction) => {
  const problem = problemOf(slip, direction);
  const found = boundStationary(problem, prepare(problem));
  if (found.kind !== "bounded") throw new Error(`expected bounds, got ${found.kind}`);
  const { low, high } = found.bounds;
  const values = reference(problem);
  let [outside, widest] = [0, 0];
  for (let s = 0; s < values.length; s++) {
    if (!(low[s]! - 1e-9 <= values[s]! && values[s]! <= high[s]! + 1e-9)) outside++;
    widest = Math.max(widest, high[s]! - low[s]!);
  }
  expect(outside).toBe(0);
  expect(widest).toBeLessThan(1e-6);
  const answer = solveStationary(problem);
  if (!isSolution(answer)) throw new Error(`expected a solution, got ${answer.kind}`);
  const sign = direction === "maximise" ? 1 : -1;
  expect(answer.value?.(0, 100)).toBeCloseTo(sign * values[100]!, 6);
});

test("it is audited as a case", () => {
  const world = grid(0.1);
  const drive = defineDrive(world, { key: ({ state, nextState }) => (nextState.key && !state.key ? 500 : 0) });
  const intent = defineIntent(world, { score: ({ state, nextState }) => Number(nextState.row) - Number(state.row) });
  const [only] = [...audit(defineCase({ world, drives: { drive }, intent }), { name: "grid", discount: 0.95 })];
  // Straight down, without a pause.
  expect(only?.items[0]?.meant.value).toBeCloseTo((1 - 0.95 ** (SIZE - 1)) / (1 - 0.95), 6);
}, 240_000);

test("a chance that is almost sure is decided, even where the end can be put off for very long", () => {
  const world = grid(0.1);
  const drive = defineDrive(world, { key: ({ state, nextState }) => (nextState.key && !state.key ? 500 : 0) });
  const intent = defineIntent(world, { reach: { key: ({ key }) => key } });
  const [only] = [...audit(defineCase({ world, drives: { drive }, intent }), { name: "grid", discount: 0.95 })];
  expect(only?.items[0]?.meant.value).toBeCloseTo(1, 9);
  expect(only?.items[0]?.worst.value).toBeCloseTo(1, 9);
}, 240_000);

test("a discount within 10⁻⁹ of 1 has bounds, and progress says how much is to come", () => {
  const { model, payoff } = gamblersRuin(1000, true);
  const told: [number, number | undefined][] = [];
  const problem: StationaryProblem = {
    model: startingAt(model, 500),
    payoff,
    criterion: { kind: "discounted", discount: 0.999999999 },
    direction: "maximise",
    onProgress: (done, of) => told.push([done, of]),
  };
  const found = boundStationary(problem, prepare(problem));
  if (found.kind !== "bounded") throw new Error(`expected bounds, got ${found.kind}`);
  const { low, high } = found.bounds;
  // A fair game takes 250 000 steps on average or some more, each of which takes 10⁻⁹ off.
  expect(low[500]).toBeLessThan(0.5);
  expect(high[500]).toBeGreaterThan(0.499);
  expect(high[500]! - low[500]!).toBeLessThan(1e-4);
  const [done, of] = told.at(-1)!;
  expect(of).toBe(done);
});
