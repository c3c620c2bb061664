import type { Variable } from "./labelled.ts";

/** A value of a variable as it is written, "3" or "true". */
export const valueText = ({ type, values }: Variable, state: number): string =>
  type === "int" ? String(values[state]) : String(values[state] === 1);

/** A state as the values of variables, "(s=2,k=0)"; "(state 7)" where there are none. */
export const describeState = (variables: readonly Variable[], state: number): string =>
  variables.length === 0
    ? `(state ${state})`
    : `(${variables.map((variable) => `${variable.name}=${valueText(variable, state)}`).join(",")})`;
