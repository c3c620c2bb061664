import type { AnyWorld } from "./case.ts";
import { show } from "./errors.ts";
import type { Picture, State } from "./world.ts";

/** The drawing of a state: the world's own, or a line for each field with a bar where the field is a range. */
export function pictureOf(world: AnyWorld, state: State): Picture {
  if (world.draw !== undefined) return world.draw(state);
  const names = Object.keys(world.fields).filter((name) => world.fields[name]!.role !== "history");
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => {
    const field = world.fields[name]!;
    const value = state[name]!;
    const label = name.padEnd(width);
    if (field.kind === "real" && typeof value === "number") return `${label}  ${Number(value.toPrecision(4))}`;
    if (field.kind !== "range" || field.values.length > 40)
      return `${label}  ${typeof value === "string" ? value : show(value)}`;
    const bar = field.values.map((candidate) => (candidate === value ? "●" : "·")).join("");
    return `${label}  ${bar}  ${value}`;
  });
}
