import { type Condition, compileCondition, conjunctsOf, readsOf, type Values } from "./compile.ts";
import type { Variable } from "./elaborate.ts";
import type { Resolved } from "./resolve.ts";

/** For some variables, the values that a condition leaves them: shape [values], 1 where it may hold, counted from the low bound. */
export type Domains = ReadonlyMap<number, Uint8Array>;

/** Variables with more values than this are left out. */
const MOST_VALUES = 4096;

/** What those parts of a condition that read one variable each say of it. */
export function domainsOf(guard: Resolved, variables: readonly Variable[]): Domains {
  const domains = new Map<number, Uint8Array>();
  const values: Values = new Int32Array(variables.length);
  for (const part of conjunctsOf(guard)) {
    const [index, ...others] = readsOf(part);
    if (index === undefined || others.length > 0) continue;
    const { low, high } = variables[index]!;
    if (high - low >= MOST_VALUES) continue;
    const domain = domains.get(index) ?? new Uint8Array(high - low + 1).fill(1);
    const holds = compileCondition(part);
    for (let value = low; value <= high; value++) {
      values[index] = value;
      if (!mayHold(holds, values)) domain[value - low] = 0;
    }
    domains.set(index, domain);
  }
  return domains;
}

/** Whether a condition holds, or has no value. */
function mayHold(holds: Condition, values: Values): boolean {
  try {
    return holds(values);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** Whether two conditions surely never hold together, as some variable is left no value by both. */
export function areDisjoint(a: Domains, b: Domains): boolean {
  for (const [index, domain] of a) {
    const other = b.get(index);
    if (other?.every((allowed, k) => allowed === 0 || domain[k] === 0)) return true;
  }
  return false;
}

/** Which of some conditions may hold, by the value of the variable that tells them apart best. */
export interface Dispatch {
  readonly variable: number;
  readonly low: number;
  /** shape [values] of lists of conditions, in their order */
  readonly table: readonly (readonly number[])[];
}

/** The best table for some conditions; undefined where none leaves fewer of them to be tried. */
export function dispatchOf(conditions: readonly Domains[], variables: readonly Variable[]): Dispatch | undefined {
  let best: { readonly dispatch: Dispatch; readonly mean: number } | undefined;
  const candidates = new Set(conditions.flatMap((domains) => [...domains.keys()]));
  for (const variable of candidates) {
    const { low, high } = variables[variable]!;
    const table = Array.from({ length: high - low + 1 }, (_, value) =>
      conditions.flatMap((domains, k) => (domains.get(variable)?.[value] === 0 ? [] : [k])),
    );
    const mean = table.reduce((sum, list) => sum + list.length, 0) / table.length;
    if (mean < (best?.mean ?? conditions.length)) best = { dispatch: { variable, low, table }, mean };
  }
  return best?.dispatch;
}
