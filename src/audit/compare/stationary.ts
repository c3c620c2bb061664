import { InnateError } from "../../core/errors.ts";
import { createBits, setBit } from "../../exact/bits.ts";
import { evaluate } from "../../exact/evaluate.ts";
import { exactly } from "../../exact/figure.ts";
import type { Criterion } from "../../exact/model.ts";
import { onlyPhase } from "../../exact/task.ts";
import type { Outcome, Rivals } from "./hackability.ts";
import { inversionAmong, type Pair } from "./inversion.ts";
import { outcomesOf } from "./reached.ts";
import { type Play, strategyOf } from "./strategy.ts";

/** Most stationary policies that are evaluated, each in about a millisecond. */
const MOST_POLICIES = 5_000;

/** The row that a stationary policy takes in each state that it gets to. */
type Choices = ReadonlyMap<number, number>;

/** Every stationary deterministic policy of a model, two that differ only where they never get to being one. */
function* policiesOf({ model }: Rivals): Generator<Choices, void> {
  const rows = onlyPhase(model);
  /** A state that the choices so far lead to and that they say nothing of. */
  const open = (choices: Choices): number | undefined => {
    const met = new Set(model.starts.map(({ state }) => state));
    for (const state of met) {
      const row = choices.get(state);
      if (row !== undefined) for (const next of outcomesOf(rows, row).keys()) met.add(next);
      else if (rows.rowStart[state] !== rows.rowStart[state + 1]) return state;
    }
    return undefined;
  };
  const stack: Choices[] = [new Map()];
  for (let choices = stack.pop(); choices !== undefined; choices = stack.pop()) {
    const state = open(choices);
    if (state === undefined) yield choices;
    else
      for (let row = rows.rowStart[state + 1]! - 1; row >= rows.rowStart[state]!; row--)
        stack.push(new Map([...choices, [state, row]]));
  }
}

/**
 * Whether two stationary deterministic policies are ordered oppositely, without a horizon: each is evaluated exactly.
 *
 * @throws InnateError `undecided` if there are too many, or one has no exact return
 */
export function withoutHorizon(
  rivals: Rivals,
  criterion: Exclude<Criterion, { readonly kind: "finite" | "average" }>,
): Outcome {
  const { model, payoffs, onProgress } = rivals;
  const found: (Pair & { readonly play: Play })[] = [];
  for (const choices of policiesOf(rivals)) {
    if (found.length === MOST_POLICIES)
      throw new InnateError("undecided", `there are more than ${MOST_POLICIES} stationary deterministic policies`);
    onProgress("comparing deterministic policies", found.length);
    const rows = createBits(onlyPhase(model).action.length);
    for (const row of choices.values()) setBit(rows, row);
    const [x, y] = payoffs.map((payoff) => {
      const result = evaluate({ model, rows, criterion }, payoff);
      if ("kind" in result || result.start.exact === undefined)
        throw new InnateError(
          "undecided",
          "kind" in result
            ? "some stationary policy goes on for ever and has no total; give --discount or --horizon"
            : "the return of some stationary policy is not known exactly",
        );
      return result.start.exact;
    });
    const strategy = strategyOf(model, { kind: "stationary", rows });
    found.push({ x: x!, y: y!, play: { returns: [exactly(x!), exactly(y!)], begin: () => strategy } });
  }
  const pair = inversionAmong(found);
  return pair === undefined ? { compared: found.length } : { inversion: [pair[0].play, pair[1].play] };
}
