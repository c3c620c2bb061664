import * as z from "zod";

/** A space of Gymnasium. Sizes and bounds of arrays are in C order; one bound stands for all, null for none. */
export type Space =
  | { readonly kind: "discrete"; readonly n: number; readonly start: number }
  | {
      readonly kind: "multiDiscrete";
      readonly shape: readonly number[];
      readonly nvec: readonly number[];
      readonly start: readonly number[];
    }
  | { readonly kind: "multiBinary"; readonly shape: readonly number[] }
  | {
      readonly kind: "box";
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly low: readonly (number | null)[];
      readonly high: readonly (number | null)[];
    }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [string, Space])[] }
  | { readonly kind: "tuple"; readonly items: readonly Space[] };

const numbers = z.array(z.number()).readonly();
const bounds = z.array(z.number().nullable()).readonly();
const shape = numbers;
/** Reads a space as innate_bridge/spaces.py describes it. */
export const spaceSchema: z.ZodType<Space> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("discrete"), n: z.number(), start: z.number() }),
    z.object({ kind: z.literal("multiDiscrete"), shape, nvec: numbers, start: numbers }),
    z.object({ kind: z.literal("multiBinary"), shape }),
    z.object({ kind: z.literal("box"), shape, dtype: z.string(), low: bounds, high: bounds }),
    z.object({
      kind: z.literal("dict"),
      entries: z.array(z.tuple([z.string(), spaceSchema]).readonly()).readonly(),
    }),
    z.object({ kind: z.literal("tuple"), items: z.array(spaceSchema).readonly() }),
  ]),
);

/** An element of a space as JSON: a number, nested lists of numbers, or a record of such by the keys of a Dict. */
export type Element = number | readonly Element[] | { readonly [key: string]: Element };

/** Numbers in an array. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** The names of the numbers of an array: "observation[2]", "board[0][1]". */
export const indexed = (name: string, shape: readonly number[]): readonly string[] =>
  shape.reduce<readonly string[]>(
    (names, length) => names.flatMap((one) => Array.from({ length }, (_, k) => `${one}[${k}]`)),
    [name],
  );

type Box = Extract<Space, { kind: "box" }>;
/** Whether a Box holds whole numbers. */
export const isWhole = ({ dtype }: Box): boolean => /^(u?int\d+|bool)$/.test(dtype);
/** The bounds of one number of a Box. */
export const boundsAt = ({ low, high }: Box, k: number): readonly [number | null, number | null] => [
  (low.length === 1 ? low[0] : low[k]) ?? null,
  (high.length === 1 ? high[0] : high[k]) ?? null,
];

/** Numbers in a row of a space. */
export function widthOf(space: Space): number {
  switch (space.kind) {
    case "discrete":
      return 1;
    case "dict":
      return space.entries.reduce((sum, [, item]) => sum + widthOf(item), 0);
    case "tuple":
      return space.items.reduce((sum, item) => sum + widthOf(item), 0);
    default:
      return sizeOf(space.shape);
  }
}

function nested(row: ArrayLike<number>, at: number, shape: readonly number[]): Element {
  const [length, ...rest] = shape;
  if (length === undefined) return row[at]!;
  const size = sizeOf(rest);
  return Array.from({ length }, (_, k) => nested(row, at + k * size, rest));
}

/** The element of a space that stands in a row of numbers from `at` on. */
export function elementOf(space: Space, row: ArrayLike<number>, at = 0): Element {
  switch (space.kind) {
    case "discrete":
      return row[at]!;
    case "dict": {
      let from = at;
      const element: Record<string, Element> = {};
      for (const [name, item] of space.entries) {
        element[name] = elementOf(item, row, from);
        from += widthOf(item);
      }
      return element;
    }
    case "tuple": {
      let from = at;
      return space.items.map((item) => {
        const element = elementOf(item, row, from);
        from += widthOf(item);
        return element;
      });
    }
    default:
      return nested(row, at, space.shape);
  }
}
