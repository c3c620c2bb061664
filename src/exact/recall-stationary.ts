import { createRandom } from "../core/random.ts";
import { type Bits, createBits, setBit } from "./bits.ts";
import { evaluate, type UniformPolicy } from "./evaluate.ts";
import type { Memory } from "./memory.ts";
import type { Payoff } from "./model.ts";

/** What is wanted of a policy without a horizon. */
export interface EndlessGoal {
  readonly payoff: Payoff;
  readonly direction: "maximise" | "minimise";
  readonly criterion: UniformPolicy["criterion"];
}

/** The place of the row to take for each memory, and what the policy is worth to each goal; NaN where it has no value. */
export interface Kept {
  readonly places: Uint16Array;
  readonly values: readonly number[];
}

/** The rows that a policy takes. */
export function rowsOf({ model, node }: Memory, places: Uint16Array): Bits {
  const { rowStart, action } = model.phases[0]!;
  const rows = createBits(action.length);
  for (let state = 0; state < model.states; state++)
    if (rowStart[state]! < rowStart[state + 1]!) setBit(rows, rowStart[state]! + places[node[state]!]!);
  return rows;
}

/** Most policies that are all tried, and most that are evaluated where not all can be. */
const MOST_TRIED = 512;
const MOST_EVALUATED = 1500;
const RESTARTS = 3;
const EQUAL = 1e-9;

/**
 * A good policy among those that decide by what is remembered alone: the best of all where they are few, else the best of several
 * ascents from the given policy and from seeded random ones, which change one choice at a time.
 *
 * @param goals - the first counts first: a later one only where those before it are equal
 * @param isWide - whether random policies are tried beside a given one
 */
export function searchEndless(
  memory: Memory,
  goals: readonly EndlessGoal[],
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
  const judge = (places: Uint16Array): Kept => {
    onProgress(++evaluated);
    const rows = rowsOf(memory, places);
    const values = goals.map(({ payoff, criterion }) => {
      const result = evaluate({ model, rows, criterion }, payoff);
      return "kind" in result ? Number.NaN : result.start.value;
    });
    return { places, values };
  };
  const isBetter = (a: Kept, b: Kept): boolean => {
    for (const [k, { direction }] of goals.entries()) {
      const [own, other] = [a.values[k]!, b.values[k]!];
      if (Number.isNaN(own) || Number.isNaN(other)) {
        if (Number.isNaN(own) === Number.isNaN(other)) continue;
        return Number.isNaN(other);
      }
      const gain = (own - other) * (direction === "maximise" ? 1 : -1);
      if (Math.abs(gain) > EQUAL * (1 + Math.abs(own) + Math.abs(other))) return gain > 0;
    }
    return false;
  };
  const better = (a: Kept, b: Kept): Kept => (isBetter(b, a) ? b : a);
  const policies = counts.reduce((product, count) => product * count, 1);
  if (policies <= MOST_TRIED)
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

  const ascend = (start: Uint16Array, most: number): Kept => {
    let best = judge(start);
    for (let isMoving = true; isMoving; ) {
      isMoving = false;
      for (let own = 0; own < nodes; own++)
        for (let place = 0; place < counts[own]!; place++) {
          if (evaluated >= most) return best;
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
  return starts.map((start, k) => ascend(start, ((k + 1) * MOST_EVALUATED) / starts.length)).reduce(better);
}
