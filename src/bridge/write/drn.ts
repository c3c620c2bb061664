import { hasBit } from "../../exact/bits.ts";
import type { Writable } from "../labelled.ts";
import { describeState } from "../variables.ts";
import { exactText } from "./numbers.ts";

/**
 * A model in Storm's format DRN, exact: numbers that are no decimals are written as fractions, which Storm reads.
 *
 * @param about - comments to begin with
 */
export function* drnLines(written: Writable, about: readonly string[]): Generator<string, void> {
  const { kind, rewards, labels, variables = [] } = written;
  const { states, actions, phases } = written.model;
  const { rowStart, branchStart, successor, probability, action } = phases[0]!;
  for (const line of about) yield `// ${line}`.trimEnd();
  yield `@type: ${kind.toUpperCase()}`;
  yield* ["@parameters", "", "@reward_models", rewards.map(({ name }) => name).join(" ")];
  yield* ["@nr_states", String(states), "@nr_choices", String(action.length), "@model"];
  const shares = probability.exact.map(exactText);
  const amounts = rewards.map((reward) => ({
    states: reward.states.exact.map(exactText),
    rows: reward.rows.exact.map(exactText),
  }));
  const list = (texts: readonly string[]): string => (texts.length === 0 ? "" : ` [${texts.join(", ")}]`);
  const named = [...labels].map(([name, bits]) => ({ bits, text: /[\s"]/.test(name) ? `"${name}"` : name }));
  for (let state = 0; state < states; state++) {
    const paid = rewards.map((reward, k) => amounts[k]!.states[reward.states.codes[state]!]!);
    const own = named.filter(({ bits }) => hasBit(bits, state)).map(({ text }) => ` ${text}`);
    yield `state ${state}${list(paid)}${own.join("")}`;
    if (variables.length > 0) yield `//${describeState(variables, state)}`;
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
      yield `\taction ${actions[action[row]!]}${list(rewards.map((reward, k) => amounts[k]!.rows[reward.rows.codes[row]!]!))}`;
      for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
        yield `\t\t${successor[branch]} : ${shares[probability.codes[branch]!]}`;
    }
  }
}
