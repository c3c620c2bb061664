import { createRandom } from "../core/random.ts";
import type { Memory } from "./memory.ts";
import { withoutHorizon } from "./payoffs.ts";
import { type Goal, rowsOf } from "./recall.ts";
import { expectedPayoff, type Visits, visitsOver } from "./visits.ts";

/** The place of the row to take for each memory, and about what the policy is worth to each goal. */
export interface Kept {
  readonly places: Uint16Array;
  readonly values: readonly number[];
}

/** Most policies that are all tried, most that are evaluated where not all can be, and most branches gone through for all of these. */
const MOST_TRIED = 512;
const MOST_EVALUATED = 2000;
const MOST_WORK = 30_000_000;
/** Steps after which nothing is looked at any more: fewer where what is left is discounted below this. */
const MOST_STEPS = 1000;
const NEGLIGIBLE = 1e-9;
const RESTARTS = 3;
/** Two sums are taken for equal that differ by less than this share of them. */
const EQUAL = 1e-8;

function stepsFor(discount: number): number {
  let steps = 0;
  for (let left = 1; left > NEGLIGIBLE && steps < MOST_STEPS; steps++) left *= discount;
  return steps;
}

/**
 * A good policy among those that decide by what is remembered alone: the best of all where they are few, else the best of several
 * ascents from the given policy and from seeded random ones, which change one choice at a time.
 *
 * @param goals - the first counts first: a later one only where those before it are equal
 * @param isWide - whether random policies are tried beside a given one
 */
export function searchEndless(
  memory: Memory,
  goals: readonly Goal[],
  from: Uint16Array | undefined,
  isWide: boolean,
  onProgress: (done: number) => void,
): Kept {
  const { model, node, nodes } = memory;
  const { rowStart } = model.phases[0]!;
  const counts = new Uint16Array(nodes).fill(1);
  node.forEach((own, state) => {
    counts[own] = Math.max(1, rowStart[state + 1]! - rowStart[state]!);
  });
  let evaluated = 0;
  const sums = goals.map(({ payoff, discount }) => ({ payoff: withoutHorizon(payoff), discount }));
  const discounts = [...new Set(goals.map(({ discount }) => discount))];
  const work = discounts.reduce((sum, discount) => sum + stepsFor(discount) * model.phases[0]!.successor.length, 0);
  const most = Math.min(MOST_EVALUATED, Math.ceil(MOST_WORK / work));
  const judge = (places: Uint16Array): Kept => {
    onProgress(++evaluated);
    const policy = { kind: "stationary", rows: rowsOf(memory, places) } as const;
    const visits = new Map<number, Visits>();
    for (const discount of discounts) visits.set(discount, visitsOver(model, policy, stepsFor(discount), discount));
    const values = sums.map(({ payoff, discount }) => expectedPayoff(model, visits.get(discount)!, payoff));
    return { places, values };
  };
  const isBetter = (a: Kept, b: Kept): boolean => {
    for (const [k, { direction }] of goals.entries()) {
      const [own, other] = [a.values[k]!, b.values[k]!];
      const gain = (own - other) * (direction === "maximise" ? 1 : -1);
      if (Math.abs(gain) > EQUAL * (1 + Math.abs(own) + Math.abs(other))) return gain > 0;
    }
    return false;
  };
  const better = (a: Kept, b: Kept): Kept => (isBetter(b, a) ? b : a);
  const policies = counts.reduce((product, count) => product * count, 1);
  if (policies <= Math.min(MOST_TRIED, most))
    return Array.from({ length: policies }, (_, number) => {
      let left = number;
      return judge(
        counts.map((count) => {
          const place = left % count;
          left = Math.floor(left / count);
          return place;
        }),
      );
    }).reduce(better);

  const ascend = (start: Uint16Array, until: number): Kept => {
    let best = judge(start);
    for (let isMoving = true; isMoving; ) {
      isMoving = false;
      for (let own = 0; own < nodes; own++)
        for (let place = 0; place < counts[own]!; place++) {
          if (evaluated >= until) return best;
          if (place === best.places[own]) continue;
          const changed = judge(best.places.map((kept, k) => (k === own ? place : kept)));
          if (!isBetter(changed, best)) continue;
          best = changed;
          isMoving = true;
        }
    }
    return best;
  };
  const random = createRandom(0);
  const starts = [
    ...(from === undefined ? [] : [from]),
    ...Array.from({ length: isWide || from === undefined ? RESTARTS : 0 }, () =>
      counts.map((count) => Math.floor(random() * count)),
    ),
  ];
  return starts.map((start, k) => ascend(start, ((k + 1) * most) / starts.length)).reduce(better);
}
