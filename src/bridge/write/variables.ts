import type { Value } from "../../core/field.ts";
import type { Enumeration } from "../../exact/enumerate.ts";
import type { Variable } from "../labelled.ts";
import type { Names } from "./names.ts";

/** A variable that stands for a field, or for an item of a list. */
export interface FieldVariable extends Variable {
  /** what its numbers mean, "0 hall, 1 vault"; absent where they are the field's own */
  readonly meaning?: string;
}

/**
 * The fields of a world as variables, one for each item of a list: whole numbers and truth values as they are, all else as the
 * number, from 0, of the value among those of the field.
 *
 * @param base - shape [states]; the world's state that each state shows
 */
export function fieldVariables(enumeration: Enumeration, base: Uint32Array, names: Names): readonly FieldVariable[] {
  const { world, codec, packed } = enumeration;
  return codec.names.flatMap((name, k) => {
    const { kind, digits } = world.fields[name]!;
    return Array.from({ length: digits }, (_, item): FieldVariable => {
      const codes = Int32Array.from(base, (state) => codec.digit(k, item, packed, state * codec.words));
      const shown = new Map<number, Value>();
      codes.forEach((code, state) => {
        if (shown.has(code)) return;
        const value = enumeration.state(base[state]!)[name]!;
        shown.set(code, Array.isArray(value) ? value[item] : value);
      });
      const known = [...shown].sort(([a], [b]) => a - b);
      const own = { name: names.take(kind === "list" ? `${name}_${item}` : name) };
      if (known.every(([, value]) => typeof value === "boolean")) return { ...own, type: "bool", values: codes };
      if (known.every(([, value]) => typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31))
        return { ...own, type: "int", values: codes.map((code) => Number(shown.get(code))) };
      return {
        ...own,
        type: "int",
        values: codes,
        meaning: known.map(([code, value]) => `${code} ${String(value)}`).join(", "),
      };
    });
  });
}
