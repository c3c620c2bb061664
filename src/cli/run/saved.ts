import type { AnyDrive, AnyWorld, Settings } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { isSavedLife, type SavedLife } from "../../core/live.ts";
import { read, written } from "../../core/snapshot.ts";
import { readText } from "../files.ts";
import type { LiveTask } from "./messages.ts";

/** What is saved beside a life, to see that it goes on where it was lived. */
export interface Kept {
  readonly settings: Settings;
  readonly drive: string;
  /** other minds that live there, as they were typed */
  readonly others: Readonly<Record<string, string>>;
  /** what a mind perceives and can do, and what pays it */
  readonly shape: string;
  readonly life: SavedLife;
}

/** What a mind perceives and can do, and what pays it, as text: where it is another one, a saved life cannot go on. */
export const shapeOf = (world: AnyWorld, drive: AnyDrive): string =>
  JSON.stringify({
    fields: Object.entries(world.fields).map(([name, { expected }]) => `${name}: ${expected}`),
    actions: world.actions,
    signals: Object.keys(world.signals ?? {}),
    terms: drive.terms.map(({ name }) => name),
  });

const isRecord = (value: unknown): value is object =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isSetting = (value: unknown): value is number | string => typeof value === "number" || isText(value);

/** The entries of a record whose values are of one type. */
const entriesOf = <T>(value: unknown, is: (item: unknown) => item is T): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter((entry): entry is [string, T] => is(entry[1])),
  );

/** @throws InnateError `usage` if the file holds no saved life of this version, whole */
export function readKept(file: string): Kept {
  const fail = (message: string): never => {
    throw new InnateError("usage", `--resume ${file}: ${message}`);
  };
  const text = readText(file, `innate live CASE --save ${file} writes one`);
  let data: unknown;
  try {
    data = read(text);
  } catch (error) {
    if (error instanceof InnateError) return fail(error.message);
    throw error;
  }
  const value = (key: string): unknown => (isRecord(data) ? Reflect.get(data, key) : undefined);
  const [drive, shape, life] = ["drive", "shape", "life"].map(value);
  if (!isSavedLife(life)) return fail("it was saved by another version of innate, and cannot go on with this one");
  if (!isText(drive) || !isText(shape))
    return fail("it is a saved life without what innate live --save writes beside it");
  const settings = entriesOf(value("settings"), isSetting);
  return { settings, drive, others: entriesOf(value("others"), isText), shape, life };
}

/** The text of a file that `readKept` reads. */
export const keptText = (kept: Kept): string => `${written(kept)}\n`;

/** @throws InnateError `usage` where something is asked for that the saved life is not */
export function checkSame(kept: Kept, task: LiveTask, typed: Readonly<Record<string, string>>, file: string): void {
  const { seed, horizon, discount } = kept.life.options;
  const asked: readonly (readonly [string, unknown, unknown])[] = [
    ["--mind", task.mind, kept.life.mind],
    ["--drive", task.drive, kept.drive],
    ["--seed", task.seed, seed],
    ["--horizon", task.horizon, horizon ?? "the world's"],
    ["--discount", task.discount, discount ?? "the world's"],
    ...Object.entries(task.others).map(
      ([field, text]) => ["--others", `${field}=${text}`, `${field}=${kept.others[field]}`] as const,
    ),
    ...Object.entries(typed).map(
      ([name, text]) => ["--set", `${name}=${text}`, `${name}=${kept.settings[name]}`] as const,
    ),
  ];
  const other = asked.find(([, wanted, is]) => wanted !== undefined && wanted !== is);
  if (other !== undefined)
    throw new InnateError(
      "usage",
      `--resume ${file}: that life was lived with ${other[0]} ${other[2]}, not ${other[1]}; leave ${other[0]} out, or begin another life`,
    );
}
