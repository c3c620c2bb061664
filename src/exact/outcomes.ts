import type { AnyWorld } from "../core/case.ts";
import type { Chance } from "../core/chance.ts";
import { rational, toNumber } from "../core/rational.ts";
import { statesOf } from "../core/states.ts";
import type { State } from "../core/world.ts";
import { createBrancher } from "./branches.ts";
import { guarded } from "./enumerate.ts";

/** What the functions of a world can come to, so that a state from a file is compared by what it says. */
export function outcomesOf(world: AnyWorld) {
  const { checked, key } = statesOf(world.fields);
  const brancher = createBrancher();
  const keyOf = (state: unknown, origin: string): string => key(checked(state, () => origin));
  return {
    key: keyOf,
    read: (state: unknown, origin: string): State => checked(state, () => origin),
    /** The probability of every outcome of a function that draws. */
    of(origin: string, run: (chance: Chance) => State): ReadonlyMap<string, number> {
      const outcomes = new Map<string, number>();
      brancher.each(
        () => origin,
        (chance) =>
          guarded(
            () => origin,
            () => run(chance),
          ),
        (state, code) => {
          const outcome = keyOf(state, origin);
          const probability = toNumber(brancher.probabilities.exact[code] ?? rational(0n, 1n));
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + probability);
        },
      );
      return outcomes;
    },
  };
}
