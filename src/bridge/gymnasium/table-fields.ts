import { type Field, type Fields, list, oneOf, range, type Value } from "../../core/field.ts";
import { extremes } from "../variables.ts";
import type { EnvironmentSpec } from "./client.ts";
import { indexed, type Space, widthOf } from "./space.ts";
import type { Table } from "./table.ts";

/** Numbers of an array that become fields of their own; more become one list. */
const MOST_APART = 6;
const LONGEST_LIST = 4096;

/** One field of a table's states, with its value in each of them. */
interface Column {
  readonly name: string;
  readonly field: Field<Value>;
  /** shape [states] */
  readonly values: readonly Value[];
}

/** The states of a table as records of fields. */
export interface TableFields {
  readonly fields: Fields;
  /** names of fields that the environment does not show */
  readonly hidden: readonly string[];
  /** shape [states] */
  readonly records: readonly Readonly<Record<string, Value>>[];
}

/** The field of some numbers: the whole numbers between the least and the greatest, or those that occur. */
function fieldOf(values: readonly number[], bounds?: readonly [number, number]): Field<number> {
  const [low, high] = bounds ?? extremes(values);
  return values.every(Number.isInteger) && high - low < 2 ** 31
    ? range(low, high)
    : oneOf([...new Set(values)].sort((a, b) => a - b));
}

/** A picture: the number that each has among those that occur. */
function numbered(name: string, at: number, width: number, rows: readonly ArrayLike<number>[]): Column {
  const known = new Map<string, number>();
  const values = rows.map((row) => {
    const key = Array.from({ length: width }, (_, k) => row[at + k]!).join();
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
  return { name, values, field: fieldOf(values) };
}

/** The columns of a part of an observation, whose numbers stand in its rows from `at` on. */
function columnsOf(space: Space, name: string, at: number, rows: readonly ArrayLike<number>[]): readonly Column[] {
  const whole = name === "" ? "observation" : name;
  switch (space.kind) {
    case "discrete": {
      const values = rows.map((row) => row[at]!);
      return [{ name: whole, values, field: fieldOf(values, [space.start, space.start + space.n - 1]) }];
    }
    case "dict":
    case "tuple": {
      const items =
        space.kind === "dict"
          ? space.entries.map(([key, item]) => [name === "" ? key : `${name}.${key}`, item] as const)
          : space.items.map((item, k) => [`${whole}[${k}]`, item] as const);
      let from = at;
      return items.flatMap(([key, item]) => {
        const columns = columnsOf(item, key, from, rows);
        from += widthOf(item);
        return columns;
      });
    }
    default: {
      const width = widthOf(space);
      const numbers = (k: number): readonly number[] => rows.map((row) => row[at + k]!);
      if (width <= MOST_APART)
        return indexed(whole, space.shape).map((one, k) => ({
          name: one,
          values: numbers(k),
          field: fieldOf(numbers(k)),
        }));
      if (width > LONGEST_LIST) return [numbered(whole, at, width, rows)];
      const values = rows.map((row) => Array.from({ length: width }, (_, k) => row[at + k]!));
      return [{ name: whole, values, field: list(fieldOf(values.flat()), width) }];
    }
  }
}

function partColumns({ states, parts }: Table): readonly Column[] | undefined {
  return parts?.names.map((name, k) => {
    const values = Array.from({ length: states }, (_, state) => parts.values[state * parts.names.length + k]!);
    return { name, values, field: fieldOf(values) };
  });
}

/**
 * The states of a table as records of named fields: what the environment says that they are made of, else what they show; and where
 * states show the same, a number that tells them apart and is not shown.
 */
export function tableFields(table: Table, { observationSpace, observationWidth: width }: EnvironmentSpec): TableFields {
  const rows = Array.from({ length: table.states }, (_, k) => table.observations.subarray(k * width, (k + 1) * width));
  const shown = partColumns(table) ?? columnsOf(observationSpace, "", 0, rows);
  const met = new Map<string, number>();
  const alike = rows.map((_, state) => {
    const key = JSON.stringify(shown.map(({ values }) => values[state]!));
    const count = met.get(key) ?? 0;
    met.set(key, count + 1);
    return count;
  });
  const hidden: readonly Column[] = alike.some((count) => count > 0)
    ? [{ name: "hidden", values: alike, field: fieldOf(alike) }]
    : [];
  const columns = [...shown, ...hidden];
  return {
    fields: Object.fromEntries(columns.map(({ name, field }) => [name, field])),
    hidden: hidden.map(({ name }) => name),
    records: rows.map((_, state) => Object.fromEntries(columns.map(({ name, values }) => [name, values[state]!]))),
  };
}
