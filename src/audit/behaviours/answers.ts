import type { AnySetting } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import type { Moment } from "../../core/moment.ts";
import type { State } from "../../core/world.ts";
import type { Audit, StateAction } from "../report.ts";

/** A kind of behaviour that somebody accepted or rejected: what sets it apart from the others, and how it was shown. */
export interface Answer {
  readonly verdict: "accepted" | "rejected";
  /** the drive near whose optimum it was found */
  readonly drive: string;
  /** the state-actions that it takes and the other kinds that were shown do not: an agent that takes one of them does it */
  readonly marks: readonly StateAction[];
  /** the state-actions of the trace that was shown, in their order */
  readonly trace: readonly StateAction[];
}

/** The text of a state-action, equal exactly where they are equal, whatever the order of the state's fields. */
export function stateActionKey({ state, action }: StateAction): string {
  const fields = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([action, fields]);
}

/** What an answer is called: "rejected 1". Answers of a kind are counted from 1 in the order in which they were given. */
export function namesOf(answers: readonly Answer[]): readonly string[] {
  const counts = { accepted: 0, rejected: 0 };
  return answers.map(({ verdict }) => `${verdict} ${++counts[verdict]}`);
}

/** Whether a moment takes one of the state-actions that set an answer's behaviour apart. */
export function takesMark({ marks }: Answer): (moment: Moment<State, string>) => boolean {
  const keys = new Set(marks.map(stateActionKey));
  return ({ state, action }) => keys.has(stateActionKey({ state, action }));
}

/** Whether the fields of a world describe the state, and the action is one of its actions. */
const isOf = ({ fields, actions }: AnySetting["world"], { state, action }: StateAction): boolean =>
  actions.includes(action) &&
  Object.keys(state).length === Object.keys(fields).length &&
  Object.entries(fields).every(([name, field]) => field.encode(state[name], [], 0));

/**
 * The setting whose intent also says that what was rejected must never be done.
 *
 * @throws InnateError `undecided` if the world has changed so that nothing in it can be what an answer is about
 */
export function withAnswers(setting: AnySetting, answers: readonly Answer[]): AnySetting {
  const { world } = setting;
  const names = namesOf(answers);
  const stale = answers.findIndex(({ marks }) => !marks.some((mark) => isOf(world, mark)));
  if (stale >= 0)
    throw new InnateError(
      "undecided",
      `${world.id}: "${names[stale]}" of the answers is about states or actions that the world does not have; if the world has changed since, move the file with the answers away and answer again`,
    );
  const items = answers.flatMap((answer, k) =>
    answer.verdict === "rejected"
      ? [{ kind: "never", name: names[k]!, holds: takesMark(answer), recorded: true } as const]
      : [],
  );
  if (items.length === 0) return setting;
  const stated = setting.intent?.items ?? [];
  const isNever = ({ kind }: { readonly kind: string }): boolean => kind === "never";
  const merged = [...stated.filter(isNever), ...items, ...stated.filter((item) => !isNever(item))];
  return { ...setting, intent: { world: setting.world, items: merged } };
}

/** What was said of a behaviour that takes some state-actions: rejected where any of them was, else accepted; undefined for neither. */
export function answerTo(answers: readonly Answer[], taken: ReadonlySet<string>): Answer["verdict"] | undefined {
  const said = answers.filter(({ marks }) => marks.some((mark) => taken.has(stateActionKey(mark))));
  return said.find(({ verdict }) => verdict === "rejected")?.verdict ?? said[0]?.verdict;
}

/** What is kept of one kind of behaviour when it is answered, by its place among the kinds that an audit shows. */
export function answerOf({ drive, behaviours }: Audit, kind: number, verdict: Answer["verdict"]): Answer {
  const own = behaviours?.kinds[kind];
  if (own === undefined) throw new RangeError(`answerOf: there is no kind ${kind}`);
  return { verdict, drive, marks: own.marks, trace: own.trace.steps.map(({ state, action }) => ({ state, action })) };
}
