import { InnateError } from "../../core/errors.ts";
import { boundsAt, isWhole, type Space, sizeOf } from "./space.ts";

/** The actions of a world that is made of an environment: their names, and what the environment takes for each. */
export interface Choices {
  readonly names: readonly string[];
  /** shape [actions][width]: rows of the action space */
  readonly rows: readonly (readonly number[])[];
}

/** Most actions of a world that is made of an environment. */
export const MOST_ACTIONS = 4096;

/** The values that one number of an action can take, and how they are written. */
type Axis = readonly { readonly name: string; readonly value: number }[];

const whole = (count: number, start: number): Axis =>
  Array.from({ length: count }, (_, k) => ({ name: `${start + k}`, value: start + k }));

const labelled = (path: string, axis: Axis): Axis =>
  path === "" ? axis : axis.map(({ name, value }) => ({ name: `${path}=${name}`, value }));

/** Evenly spaced values from one bound to the other, both included; the middle where there is one. */
function binned(low: number, high: number, bins: number): Axis {
  const at = (k: number): number => (bins === 1 ? (low + high) / 2 : low + ((high - low) * k) / (bins - 1));
  return Array.from({ length: bins }, (_, k) => ({ name: `${Number(at(k).toPrecision(4))}`, value: at(k) }));
}

/** The axes of a space, number by number of its rows. */
function axesOf(space: Space, path: string, owner: string, bins: number | undefined): readonly Axis[] {
  const fail = (message: string): never => {
    throw new InnateError("usage", `${owner}: ${message}`);
  };
  switch (space.kind) {
    case "discrete":
      return [labelled(path, whole(space.n, space.start))];
    case "multiDiscrete":
      return space.nvec.map((count, k) => labelled(path, whole(count, space.start[k]!)));
    case "multiBinary":
      return Array.from({ length: sizeOf(space.shape) }, () => labelled(path, whole(2, 0)));
    case "dict":
      return space.entries.flatMap(([key, item]) => axesOf(item, path === "" ? key : `${path}.${key}`, owner, bins));
    case "tuple":
      return space.items.flatMap((item) => axesOf(item, path, owner, bins));
    case "box": {
      const numbers = sizeOf(space.shape);
      return Array.from({ length: numbers }, (_, k) => {
        const [low, high] = boundsAt(space, k);
        if (low === null || high === null)
          return fail("its actions are real numbers without bounds, which cannot be divided; bound its action space");
        if (isWhole(space) && high - low < MOST_ACTIONS) return labelled(path, whole(high - low + 1, low));
        if (bins === undefined)
          return fail(
            `its actions are real numbers (Box of ${numbers}, from ${low} to ${high}); ` +
              "--action-bins 3 divides each of them into least, middle and greatest, --action-bins N into N values",
          );
        return labelled(path, binned(low, high, bins));
      });
    }
  }
}

/** Every combination of a value of each axis, the last axis changing fastest. */
const product = (axes: readonly Axis[]): readonly Axis[] =>
  axes.reduce<readonly Axis[]>((rows, axis) => rows.flatMap((row) => axis.map((one) => [...row, one])), [[]]);

/**
 * The actions of an environment, one for each combination of what its parts can be.
 *
 * @param names - what the environment calls the actions of a Discrete space
 * @param bins - values into which each real number of an action is divided
 * @throws InnateError `usage` if actions are real numbers and are not divided, or there are too many
 */
export function choicesOf(
  space: Space,
  names: readonly string[] | null,
  owner: string,
  bins: number | undefined,
): Choices {
  const axes = axesOf(space, "", owner, bins);
  const count = axes.reduce((product, axis) => product * axis.length, 1);
  if (count > MOST_ACTIONS)
    throw new InnateError(
      "usage",
      `${owner}: its actions are combinations of ${axes.map(({ length }) => length).join(" × ")} values, ${count} in all; ` +
        `at most ${MOST_ACTIONS} can be told apart${bins === undefined ? "" : "; --action-bins with fewer makes fewer"}`,
    );
  const rows = product(axes);
  if (names !== null && names.length !== rows.length)
    throw new InnateError(
      "usage",
      `${owner}: got ${names.length} names of actions (${names.join(", ")}), expected ${rows.length}`,
    );
  return {
    names: names ?? rows.map((row) => row.map(({ name }) => name).join(",")),
    rows: rows.map((row) => row.map(({ value }) => value)),
  };
}
