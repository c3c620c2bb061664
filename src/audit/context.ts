import { MOST_BELIEFS } from "../exact/belief.ts";
import { readingColumns } from "../exact/readings.ts";
import { type Context, depthOf, type Frame } from "./analysis.ts";
import { type Arena, believingArena, informedArena, payoffOf, sensesOf, termColumns } from "./arena.ts";
import type { Subject } from "./subject.ts";

/** A drive under a question on a subject, with all its columns evaluated, for an agent that sees the state. */
export function informedContext(subject: Subject, frame: Frame): Context {
  const { drive } = frame;
  const readings = readingColumns(subject.enumeration, drive);
  const columns = termColumns(subject, drive, readings);
  return {
    ...frame,
    subject,
    arena: informedArena(subject),
    readings,
    columns,
    payoff: payoffOf(subject, drive, columns),
    objectives: subject.objectives,
  };
}

/** The context of an agent that sees the state, for one that decides on something else. */
export const inArena = (informed: Context, arena: Arena): Context => ({
  ...informed,
  arena,
  payoff: arena.lift(informed.payoff),
  objectives: informed.objectives.map((objective) => ({ ...objective, payoff: arena.lift(objective.payoff) })),
});

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
