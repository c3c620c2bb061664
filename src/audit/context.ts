import type { AnyDrive } from "../core/case.ts";
import { MOST_BELIEFS } from "../exact/belief.ts";
import type { Limits } from "../exact/enumerate.ts";
import type { Criterion } from "../exact/model.ts";
import { readingColumns } from "../exact/readings.ts";
import type { Context } from "./analysis.ts";
import { type Arena, believingArena, drivePayoff, informedArena, sensesOf, termColumns } from "./arena.ts";
import type { Subject } from "./subject.ts";

/** What a context is made of beside its subject. */
export interface Frame {
  readonly driveName: string;
  readonly drive: AnyDrive;
  readonly criterion: Criterion;
  readonly limits: Limits;
  readonly onProgress: Context["onProgress"];
  readonly isTimeUp: () => boolean;
}

/** A drive under a question on a subject, with all its columns evaluated, for an agent that sees the state. */
export function informedContext(
  subject: Subject,
  { driveName, drive, criterion, limits, onProgress, isTimeUp }: Frame,
): Context {
  const readings = readingColumns(subject.enumeration, drive);
  const columns = termColumns(subject, drive, readings);
  const weights = drive.terms.map(({ weight }) => weight);
  return {
    subject,
    driveName,
    drive,
    arena: informedArena(subject),
    criterion,
    readings,
    columns,
    payoff: drivePayoff(subject, columns, weights),
    objectives: subject.objectives,
    limits,
    onProgress,
    isTimeUp,
  };
}

/** The context of an agent that sees the state, for one that decides on something else. */
export const inArena = (informed: Context, arena: Arena): Context => ({
  ...informed,
  arena,
  payoff: arena.lift(informed.payoff),
  objectives: informed.objectives.map((objective) => ({ ...objective, payoff: arena.lift(objective.payoff) })),
});

/** Steps after which nothing is asked any more. */
export const depthOf = ({ criterion }: Context): number => (criterion.kind === "finite" ? criterion.horizon : Infinity);

/**
 * The context of an agent that sees the state, for one that sees of it what the world shows.
 *
 * @throws TooManyBeliefs if there are too many beliefs
 */
export function believing(informed: Context): Context {
  const { subject, drive, readings, onProgress, limits } = informed;
  if (subject.observation === undefined) return informed;
  const senses = sensesOf(subject, subject.observation, drive, readings);
  const onStates = (found: number, done: number) => onProgress("enumerating beliefs", done, found);
  const most = Math.min(MOST_BELIEFS, limits.states ?? MOST_BELIEFS);
  return inArena(informed, believingArena(subject, senses, depthOf(informed), onStates, most));
}

/** A drive under a question on a subject, with all its columns evaluated. */
export const contextOf = (subject: Subject, frame: Frame): Context => believing(informedContext(subject, frame));
