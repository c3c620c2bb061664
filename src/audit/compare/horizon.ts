import { InnateError } from "../../core/errors.ts";
import { add, fromNumber, multiply, type Rational, ZERO } from "../../core/rational.ts";
import { hasBit } from "../../exact/bits.ts";
import type { Coded } from "../../exact/coded.ts";
import { exactly } from "../../exact/figure.ts";
import { hasEnded } from "../../exact/graph.ts";
import type { Criterion, Model } from "../../exact/model.ts";
import { phaseOf } from "../../exact/time.ts";
import type { Outcome, Rivals } from "./hackability.ts";
import { inversionAmong, type Pair } from "./inversion.ts";
import { outcomesOf, reachedAt } from "./reached.ts";
import type { Play, Strategy } from "./strategy.ts";

type Finite = Extract<Criterion, { readonly kind: "finite" }>;

/** A way to go on from a state, which earns a pair: a row, and for each state that it may lead to the way from there. */
interface Way extends Pair {
  readonly row: number;
  readonly next: ReadonlyMap<number, Way>;
}
type Ways = ReadonlyMap<number, readonly Way[]>;

/** Most pairs of returns that are made, each in some microseconds. */
const MOST_PAIRS = 300_000;

const strategyOf = ({ row, next }: Way): Strategy => ({
  row: () => row,
  after: (state) => strategyOf(next.get(state)!),
});

const playOf = ({ x, y, next }: Way): Play => ({
  returns: [exactly(x), exactly(y)],
  begin: (start) => strategyOf(next.get(start)!),
});

/** Every way that is a row and one of the given ways for each of its outcomes; one of each distinct pair. */
function combined(
  row: number,
  paid: Pair,
  outcomes: ReadonlyMap<number, Rational>,
  waysFrom: (state: number) => readonly Way[],
  spend: (pairs: number) => void,
): readonly Way[] {
  let found: readonly Way[] = [{ ...paid, row, next: new Map() }];
  for (const [state, weight] of outcomes) {
    const ways = waysFrom(state);
    spend(found.length * ways.length);
    found = distinct(
      found.flatMap(({ x, y, next }) =>
        ways.map((way) => ({
          x: add(x, multiply(weight, way.x)),
          y: add(y, multiply(weight, way.y)),
          row,
          next: new Map([...next, [state, way]]),
        })),
      ),
    );
  }
  return found;
}

/** The first way of each distinct pair. */
function distinct(ways: readonly Way[]): readonly Way[] {
  const kept = new Map<string, Way>();
  for (const way of ways) {
    const key = [way.x.numerator, way.x.denominator, way.y.numerator, way.y.denominator].join();
    if (!kept.has(key)) kept.set(key, way);
  }
  return [...kept.values()];
}

/** What the steps of a model lead to and pay under two rewards. */
function createSteps({ model, payoffs }: Rivals, { horizon, discount }: Finite, spend: (pairs: number) => void) {
  const factor = fromNumber(discount);
  const [x, y] = payoffs;
  const read = ({ codes, exact }: Coded, entry: number): Rational => exact[codes[entry]!]!;
  return {
    /** The only way from a state in which nothing is done any more. */
    over(state: number): Way {
      const why = hasEnded(model.phases[0]!, state) ? "terminated" : "horizon";
      const paid = (payoff: typeof x) => (payoff.final === undefined ? ZERO : read(payoff.final[why], state));
      return { x: paid(x), y: paid(y), row: 0, next: new Map() };
    },
    /** The ways that take a row at a time and go on by the given ones. */
    ways(time: number, row: number, waysFrom: (state: number) => readonly Way[]): readonly Way[] {
      const phase = phaseOf(model, time);
      const later = [...outcomesOf(model.phases[phase]!, row)].map(
        ([state, chance]) => [state, multiply(factor, chance)] as const,
      );
      const paid = { x: read(x.rows[phase]!, row), y: read(y.rows[phase]!, row) };
      return combined(row, paid, new Map(later), waysFrom, spend);
    },
    reached: reachedAt(model, horizon),
  };
}
type Steps = ReturnType<typeof createSteps>;

function* statesAt({ reached }: Steps, { states }: Model, time: number): Generator<number, void> {
  for (let state = 0; state < states; state++) if (hasBit(reached[time]!, state)) yield state;
}

/** For each time, the way from each state that takes the first row there and ever after. */
function firstWays(steps: Steps, model: Model, horizon: number): readonly ReadonlyMap<number, Way>[] {
  const byTime = [new Map([...statesAt(steps, model, horizon)].map((state) => [state, steps.over(state)] as const))];
  for (let time = horizon - 1; time >= 0; time--) {
    const { rowStart } = model.phases[phaseOf(model, time)]!;
    const next = byTime[0]!;
    const now = new Map<number, Way>();
    for (const state of statesAt(steps, model, time))
      now.set(
        state,
        rowStart[state] === rowStart[state + 1]
          ? steps.over(state)
          : steps.ways(time, rowStart[state]!, (later) => [next.get(later)!])[0]!,
      );
    byTime.unshift(now);
  }
  return byTime;
}

/** A state that can be reached by a time, and a row of it that may lead to another state. */
function stepInto(
  steps: Steps,
  model: Model,
  time: number,
  target: number,
): { readonly state: number; readonly row: number } {
  const rows = model.phases[phaseOf(model, time)]!;
  for (const state of statesAt(steps, model, time))
    for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++)
      if (outcomesOf(rows, row).has(target)) return { state, row };
  throw new RangeError(`stepInto: nothing leads to state ${target} at step ${time + 1}`);
}

/** The chance of every start state, for a policy to go on from. */
const startsOf = ({ starts }: Model): ReadonlyMap<number, Rational> =>
  new Map(starts.map(({ state, probability }) => [state, probability]));

/** A way from a state at a time, as a policy from the start: by some path to that state, and by the other ways off it. */
function fromStart(
  { model }: Rivals,
  steps: Steps,
  others: readonly ReadonlyMap<number, Way>[],
  at: { readonly time: number; readonly state: number },
  way: Way,
): Play {
  let [target, along] = [at.state, way];
  const onPath =
    (time: number) =>
    (next: number): readonly Way[] => [next === target ? along : others[time]!.get(next)!];
  for (let time = at.time - 1; time >= 0; time--) {
    const { state, row } = stepInto(steps, model, time, target);
    along = steps.ways(time, row, onPath(time + 1))[0]!;
    target = state;
  }
  return playOf(combined(0, { x: ZERO, y: ZERO }, startsOf(model), onPath(0), () => {})[0]!);
}

/**
 * Whether two deterministic policies, which may remember what has happened, are ordered oppositely over a finite horizon.
 *
 * Backwards in time, the pairs of returns that can be had from each state on. Two ways from a state that are ordered oppositely are
 * so from the start as well, all else being equal, since the state is reached with positive probability: the first such pair ends
 * the search.
 *
 * @throws InnateError `undecided` if there are too many pairs
 */
export function overHorizon(rivals: Rivals, criterion: Finite): Outcome {
  const { model, onProgress } = rivals;
  const { horizon } = criterion;
  let left = MOST_PAIRS;
  const spend = (pairs: number): void => {
    left -= pairs;
    if (left < 0)
      throw new InnateError("undecided", `more than ${MOST_PAIRS} pairs of returns would have to be compared`);
  };
  const steps = createSteps(rivals, criterion, spend);
  const others = firstWays(steps, model, horizon);
  let ways: Ways = new Map([...others[horizon]!].map(([state, way]) => [state, [way]]));
  for (let time = horizon - 1; time >= 0; time--) {
    onProgress("comparing deterministic policies", horizon - time, horizon);
    const { rowStart } = model.phases[phaseOf(model, time)]!;
    const now = new Map<number, readonly Way[]>();
    for (const state of statesAt(steps, model, time)) {
      const found: Way[] = [];
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        found.push(...steps.ways(time, row, (next) => ways.get(next)!));
      const here = distinct(found.length === 0 ? [steps.over(state)] : found);
      const pair = inversionAmong(here);
      if (pair !== undefined) {
        const play = (way: Way): Play => fromStart(rivals, steps, others, { time, state }, way);
        return { inversion: [play(pair[0]), play(pair[1])] };
      }
      now.set(state, here);
    }
    ways = now;
  }
  const all = combined(0, { x: ZERO, y: ZERO }, startsOf(model), (state) => ways.get(state)!, spend);
  const pair = inversionAmong(all);
  return pair === undefined ? { compared: all.length } : { inversion: [playOf(pair[0]), playOf(pair[1])] };
}
