import { InnateError } from "../../core/errors.ts";
import { type Field, type Fields, range, real } from "../../core/field.ts";
import { boundsAt, indexed, isWhole, type Space } from "./space.ts";

/** Most numbers of an observation: each is a field of the state. */
const MOST_NUMBERS = 256;
/** Sizes from which on a bound counts as none: spaces write the greatest number of their type for it. */
const NO_BOUND = 1e9;

/** Least and greatest values that were met in random play, shape [width]. */
export interface Met {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** The fields of an observation, number by number of its rows, and how to make it fit into them. */
export interface ObservationFields {
  readonly fields: Fields;
  /** names of the numbers whose space has no bounds, with those that were chosen */
  readonly chosen: readonly { readonly name: string; readonly low: number; readonly high: number }[];
  /** The values of the fields for a row: beyond chosen bounds the nearest that is in them. */
  values(row: ArrayLike<number>): Record<string, number>;
}

const isBound = (value: number | null): value is number => value !== null && Math.abs(value) < NO_BOUND;

interface Named {
  readonly name: string;
  readonly whole: boolean;
  readonly low: number | null;
  readonly high: number | null;
}

function numbersOf(space: Space, path: string): readonly Named[] {
  const named = path === "" ? "observation" : path;
  switch (space.kind) {
    case "discrete":
      return [{ name: named, whole: true, low: space.start, high: space.start + space.n - 1 }];
    case "multiDiscrete":
      return indexed(named, space.shape).map((name, k) => {
        const low = space.start[k]!;
        return { name, whole: true, low, high: low + space.nvec[k]! - 1 };
      });
    case "multiBinary":
      return indexed(named, space.shape).map((name) => ({ name, whole: true, low: 0, high: 1 }));
    case "box":
      return indexed(named, space.shape).map((name, k) => {
        const [low, high] = boundsAt(space, k);
        return { name, whole: isWhole(space), low, high };
      });
    case "dict":
      return space.entries.flatMap(([key, item]) => numbersOf(item, path === "" ? key : `${path}.${key}`));
    case "tuple":
      return space.items.flatMap((item, k) => numbersOf(item, `${named}[${k}]`));
  }
}

/**
 * The fields of an observation. A number without a bound is given one: the least and the greatest value that were met, and beyond them
 * half of what lies between, or 1.
 *
 * @throws InnateError `usage` if there are too many numbers
 */
export function observationFields(space: Space, met: Met, owner: string): ObservationFields {
  const numbers = numbersOf(space, "");
  if (numbers.length > MOST_NUMBERS)
    throw new InnateError(
      "usage",
      `${owner}: an observation has ${numbers.length} numbers; at most ${MOST_NUMBERS} can be told apart, so pictures cannot: ` +
        "give the environment an observation of what matters",
    );
  const chosen: ObservationFields["chosen"][number][] = [];
  const fields = numbers.map(({ name, whole, low, high }, k): readonly [string, Field<number>] => {
    if (whole && isBound(low) && isBound(high)) return [name, range(low, high)];
    const [least, most] = [met.low[k]!, met.high[k]!];
    const margin = (most - least) / 2 || 1;
    const [from, to] = [isBound(low) ? low : least - margin, isBound(high) ? high : most + margin];
    if (!isBound(low) || !isBound(high)) chosen.push({ name, low: from, high: to });
    return [name, from < to ? real(from, to) : real(from - 0.5, to + 0.5)];
  });
  return {
    fields: Object.fromEntries(fields),
    chosen,
    values: (row) =>
      Object.fromEntries(
        fields.map(([name, { bounds }], k) => {
          const value = row[k]!;
          return [name, bounds === undefined ? value : Math.min(bounds[1], Math.max(bounds[0], value))];
        }),
      ),
  };
}
