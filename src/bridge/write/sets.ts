import type { Variable } from "../labelled.ts";

/** Sets of states told by conditions on single variables. */
export interface Sets {
  /**
   * A set of states as a conjunction of conditions on single variables, "row=2&column>=1"; undefined where it is none.
   *
   * @param members - the set
   * @param isFree - states of which it does not matter whether the condition holds there
   */
  conjunction(members: readonly number[], isFree?: (state: number) => boolean): string | undefined;
  /** A state, by as few variables as tell all states apart. */
  state(state: number): string;
}

/** Most work of looking for variables that can be left out: values looked at. */
const MOST_WORK = 20_000_000;

const isValue = ({ name, type }: Variable, value: number): string =>
  type === "int" ? `${name}=${value}` : value === 1 ? name : `!${name}`;

/** "x=3", "x>=1&x<=3" or "(x=1|x=3)"; undefined where the values are all that the variable has. */
function condition(variable: Variable, values: readonly number[], all: readonly number[]): string | undefined {
  const [least, greatest] = [values[0]!, values[values.length - 1]!];
  if (values.length === all.length) return undefined;
  if (values.length === 1 || variable.type === "bool") return isValue(variable, least);
  const inside = all.filter((value) => value >= least && value <= greatest);
  if (inside.length < values.length + 1) {
    const [lowest, highest] = [all[0], all[all.length - 1]];
    return [
      least === lowest ? "" : `${variable.name}>=${least}`,
      greatest === highest ? "" : `${variable.name}<=${greatest}`,
    ]
      .filter((part) => part !== "")
      .join("&");
  }
  return `(${values.map((value) => isValue(variable, value)).join("|")})`;
}

const distinct = (values: Iterable<number>): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** @param variables - those that have more than one value */
export function createSets(variables: readonly Variable[], states: number): Sets {
  const all = variables.map(({ values }) => distinct(values));
  const telling = tellingApart(variables, states);
  return {
    state: (state) => telling.map((variable) => isValue(variable, variable.values[state]!)).join("&") || "true",
    conjunction(members, isFree = () => false) {
      if (members.length === 0) return "false";
      if (variables.length ** 2 * states > MOST_WORK) return undefined;
      const inside = new Set(members);
      const projections = variables.map(({ values }) => new Set(members.map((state) => values[state]!)));
      // Only what a condition leaves out makes it worth its place.
      const used = new Set(variables.keys());
      for (const k of variables.keys()) if (projections[k]!.size === all[k]!.length) used.delete(k);
      const holds = (state: number): boolean =>
        [...used].every((k) => projections[k]!.has(variables[k]!.values[state]!));
      const isExact = (): boolean => {
        for (let state = 0; state < states; state++)
          if (!inside.has(state) && !isFree(state) && holds(state)) return false;
        return true;
      };
      if (!isExact()) return undefined;
      for (const k of [...used]) {
        used.delete(k);
        if (!isExact()) used.add(k);
      }
      const parts = [...used]
        .sort((a, b) => a - b)
        .map((k) => condition(variables[k]!, distinct(projections[k]!), all[k]!));
      return parts.filter((part) => part !== undefined).join("&") || "true";
    },
  };
}

/** As few of some variables as tell all states apart: one after another is left out where the others do. */
function tellingApart(variables: readonly Variable[], states: number): readonly Variable[] {
  let kept = variables;
  for (const variable of [...variables].reverse()) {
    const others = kept.filter((one) => one !== variable);
    if (variables.length * others.length * states > MOST_WORK) return kept;
    const seen = new Set<string>();
    for (let state = 0; state < states; state++) seen.add(others.map(({ values }) => values[state]).join());
    if (seen.size === states) kept = others;
  }
  return kept;
}
