import type { Rational } from "../../core/rational.ts";
import { hasBit, indicesIn } from "../../exact/bits.ts";
import type { Variable, Writable } from "../labelled.ts";
import { extremes, valueText } from "../variables.ts";
import { createNames } from "./names.ts";
import { shortDecimal } from "./numbers.ts";
import { createSets, type Sets } from "./sets.ts";

/** Largest number that PRISM reads as a whole one. */
const MOST_WHOLE = 2n ** 31n - 1n;

/** A number as PRISM reads it exactly: 0.25, 1/3. */
function number(value: Rational): string {
  const decimal = shortDecimal(value);
  if (decimal !== undefined) return decimal;
  const { numerator, denominator } = value;
  const isSmall = denominator <= MOST_WHOLE && numerator <= MOST_WHOLE && -numerator <= MOST_WHOLE;
  return isSmall ? `${numerator}/${denominator}` : `${numerator}.0/${denominator}.0`;
}

/** A variable with what its numbers mean. */
interface Explained extends Variable {
  readonly meaning?: string;
}

/**
 * A model in the PRISM language, exact: one module, a variable for each of the model's and a command for each state and action, of
 * whose outcomes only what changes is said. A state has at most one choice of each action.
 *
 * A label is a condition on single variables where it can be told so, and else a variable of its own; a variable with one value is a
 * constant.
 *
 * @param about - comments to begin with
 * @param sums - reward structures that are the sum of others, which are written one after another, as PRISM adds what applies
 */
export function* prismLines(
  written: Writable & { readonly variables: readonly Explained[] },
  about: readonly string[],
  sums: ReadonlyMap<string, readonly string[]> = new Map(),
): Generator<string, void> {
  const { kind, labels, rewards, model } = written;
  const { states } = model;
  const isChanging = ({ values }: Variable): boolean => values.some((value) => value !== values[0]);
  // PRISM takes no model without variables.
  const changing = written.variables.some(isChanging)
    ? written.variables.filter(isChanging)
    : written.variables.slice(0, 1);
  const sets = createSets(changing, states);
  const names = createNames();
  for (const { name } of written.variables) names.take(name);
  const labelled = [...labels]
    .filter(([name]) => name !== "init" && name !== "deadlock")
    .map(([name, bits]) => {
      const told = sets.conjunction(indicesIn(bits, states));
      const values = Int32Array.from({ length: states }, (_, state) => (hasBit(bits, state) ? 1 : 0));
      return { name, told, own: { name: told === undefined ? names.take(name) : "", type: "bool" as const, values } };
    });
  const variables: readonly Explained[] = [
    ...changing,
    ...labelled.filter(({ told }) => told === undefined).map(({ own }) => own),
  ];

  for (const line of about) yield `// ${line}`.trimEnd();
  yield* [kind, ""];
  const constants = written.variables.filter((variable) => !changing.includes(variable));
  for (const variable of constants)
    yield `const ${variable.type} ${variable.name} = ${valueText(variable, 0)};${meaningOf(variable)}`;
  yield* [...(constants.length > 0 ? [""] : []), `module ${names.take("world")}`];
  const start = model.starts[0]?.state ?? 0;
  for (const variable of variables) {
    const [low, high] = bounds(variable.values);
    yield `  ${variable.name} : ${variable.type === "bool" ? "bool" : `[${low}..${high}]`} init ${valueText(variable, start)};${meaningOf(variable)}`;
  }
  yield "";
  yield* commands(written, variables, sets);
  yield* ["endmodule", ""];
  for (const { name, told, own } of labelled) yield `label "${name}" = ${told ?? own.name};`;
  for (const reward of rewards) {
    const parts = sums.get(reward.name) ?? [reward.name];
    if (reward !== rewards[0] || labelled.length > 0) yield "";
    yield `rewards${reward.name === "" ? "" : ` "${reward.name}"`}`;
    let items = 0;
    for (const part of rewards)
      if (parts.includes(part.name))
        for (const item of rewardItems(written, part, sets)) {
          yield item;
          items++;
        }
    // Storm takes no structure without items.
    if (items === 0) yield "  true : 0;";
    yield "endrewards";
  }
}

const meaningOf = ({ meaning }: Explained): string => (meaning === undefined ? "" : ` // ${meaning}`);

function bounds(values: Int32Array): readonly [number, number] {
  const [low, high] = extremes(values);
  // PRISM takes no range of one value.
  return [low, Math.max(high, low + 1)];
}

function* commands({ model, kind }: Writable, variables: readonly Variable[], sets: Sets): Generator<string> {
  const { rowStart, branchStart, successor, probability, action } = model.phases[0]!;
  const shares = probability.exact.map(number);
  const change = (from: number, to: number): string =>
    variables
      .filter(({ values }) => values[from] !== values[to])
      .map((variable) => `(${variable.name}'=${valueText(variable, to)})`)
      .join("&") || "true";
  for (let state = 0; state < model.states; state++) {
    const guard = sets.state(state);
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
      const [first, end] = [branchStart[row]!, branchStart[row + 1]!];
      const outcomes: string[] = [];
      for (let branch = first; branch < end; branch++) {
        const changes = change(state, successor[branch]!);
        outcomes.push(end === first + 1 ? changes : `${shares[probability.codes[branch]!]}:${changes}`);
      }
      yield `  [${kind === "mdp" ? model.actions[action[row]!] : ""}] ${guard} -> ${outcomes.join(" + ")};`;
    }
  }
}

/** Most groups of states with one reward for one action for which a common condition is looked for. */
const MOST_GROUPS = 200;

function* rewardItems(
  { model, kind }: Writable,
  { states: byState, rows: byRow }: Writable["rewards"][number],
  sets: Sets,
): Generator<string> {
  const { rowStart, action } = model.phases[0]!;
  /** For each action, and −1 for the state itself, the states with each reward that is not 0. */
  const groups = new Map<string, { readonly action: number; readonly code: number; readonly members: number[] }>();
  const note = (of: number, code: number, state: number): void => {
    const key = `${of},${code}`;
    const group = groups.get(key) ?? { action: of, code, members: [] };
    groups.set(key, group);
    group.members.push(state);
  };
  const isAvailable = model.actions.map(() => new Uint8Array(model.states));
  for (let state = 0; state < model.states; state++) {
    const own = byState.codes[state]!;
    if (byState.exact[own]!.numerator !== 0n) note(-1, own, state);
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
      const code = byRow.codes[row]!;
      isAvailable[action[row]!]![state] = 1;
      if (byRow.exact[code]!.numerator !== 0n) note(action[row]!, code, state);
    }
  }
  for (const { action: of, code, members: paid } of groups.values()) {
    const amount = number((of < 0 ? byState : byRow).exact[code]!);
    const head = of < 0 ? "  " : `  [${kind === "mdp" ? model.actions[of] : ""}] `;
    const isFree = of < 0 ? undefined : (state: number): boolean => isAvailable[of]![state] === 0;
    const told = groups.size <= MOST_GROUPS ? sets.conjunction(paid, isFree) : undefined;
    if (told !== undefined) yield `${head}${told} : ${amount};`;
    else for (const state of paid) yield `${head}${sets.state(state)} : ${amount};`;
  }
}
