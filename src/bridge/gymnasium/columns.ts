import * as z from "zod";
import type { AnyDrive, AnyWorld } from "../../core/case.ts";
import type { Term } from "../../core/drive.ts";
import type { Intent, IntentItem } from "../../core/intent.ts";
import type { Moment } from "../../core/moment.ts";
import { ONE } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { writtenPath } from "../python.ts";

/** What Python has computed for the moments and the states of a world, number by number. */
export interface Columns {
  /** what each term of the environment's reward pays, then what a file declares of moments: terms, never, score */
  ofMoment(moment: Moment<State, string>, column: number): number;
  /** what a file declares of states: reach, keepPossible */
  ofState(state: State, column: number): number;
}

const source = z.object({ file: z.string(), line: z.number(), text: z.string() });
const part = z.tuple([z.string(), source.nullable()]);
const parts = z.array(part);
/** What a Python file declares, as innate_bridge/declared.py says it: names, each with where its function stands. */
export const columnsSchema = z.object({
  drives: z.array(z.tuple([z.string(), parts])),
  never: parts,
  reach: parts,
  keepPossible: parts,
  score: parts,
});
export type ColumnNames = z.infer<typeof columnsSchema>;
type Part = z.infer<typeof part>;

/** Where a function of a Python file stands, in place of the function itself; nothing where Python does not say. */
const definitionOf = ([, source]: Part): object =>
  source === null ? {} : { ...source, file: writtenPath(source.file) };

/** What a drive is that pays numbers which were computed elsewhere. */
export const paying = (
  world: AnyWorld,
  terms: readonly { readonly name: string; readonly definition: object }[],
  each: (moment: Moment<State, string>, term: number) => number,
): AnyDrive => ({
  world,
  terms: terms.map(
    ({ name, definition }, k): Term<State, string> => ({
      name,
      weight: ONE,
      pays: { each: (moment) => each(moment, k) },
      definition,
    }),
  ),
});

/**
 * The drives and the intent of a Python file.
 *
 * @param from - the number of the first column that is the file's
 */
export function columnDrives(
  world: AnyWorld,
  columns: Columns,
  { drives, never, reach, keepPossible, score }: ColumnNames,
  from: number,
): { readonly drives: Readonly<Record<string, AnyDrive>>; readonly intent?: Intent<State, string> } {
  let next = from;
  const made = drives.map(([name, terms]) => {
    const first = next;
    next += terms.length;
    const named = terms.map((term) => ({ name: term[0], definition: definitionOf(term) }));
    return [name, paying(world, named, (moment, k) => columns.ofMoment(moment, first + k))] as const;
  });
  const firstNever = next;
  const ofState = (kind: "reach" | "keepPossible", names: readonly Part[], first: number) =>
    names.map(([name], k) => ({
      kind,
      name,
      holds: (state: State): boolean => columns.ofState(state, first + k) === 1,
    }));
  const items: IntentItem<State, string>[] = [
    ...never.map(([name], k) => ({
      kind: "never" as const,
      name,
      holds: (moment: Moment<State, string>): boolean => columns.ofMoment(moment, firstNever + k) === 1,
    })),
    ...ofState("keepPossible", keepPossible, reach.length),
    ...ofState("reach", reach, 0),
    ...score.map(([name]) => ({
      kind: "score" as const,
      name,
      value: (moment: Moment<State, string>): number => columns.ofMoment(moment, firstNever + never.length),
    })),
  ];
  return { drives: Object.fromEntries(made), ...(items.length === 0 ? {} : { intent: { world, items } }) };
}
