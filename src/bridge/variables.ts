import type { Variable } from "./labelled.ts";

/** A value of a variable as it is written, "3" or "true". */
export const valueText = ({ type, values }: Variable, state: number): string =>
  type === "int" ? String(values[state]) : String(values[state] === 1);

/** The least and the greatest of some numbers, of which there is at least one. */
export function extremes(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [values[0]!, values[0]!];
  for (let k = 1; k < values.length; k++) {
    if (values[k]! < low) low = values[k]!;
    if (values[k]! > high) high = values[k]!;
  }
  return [low, high];
}

/** The name of each of some reward structures as a drive: its own, else "rewards", numbered where several have none. */
export function driveNames(structures: readonly { readonly name: string }[]): readonly string[] {
  const unnamed = structures.filter(({ name }) => name === "");
  return structures.map((structure) => {
    if (structure.name !== "") return structure.name;
    return unnamed.length === 1 ? "rewards" : `rewards ${unnamed.indexOf(structure) + 1}`;
  });
}

/** A state as the values of variables, "(s=2,k=0)"; "(state 7)" where there are none. */
export const describeState = (variables: readonly Variable[], state: number): string =>
  variables.length === 0
    ? `(state ${state})`
    : `(${variables.map((variable) => `${variable.name}=${valueText(variable, state)}`).join(",")})`;
