import type { Ending } from "./drive.ts";
import { caseError, onlyKeys, show } from "./errors.ts";
import type { Moment, Reader } from "./moment.ts";
import type { World } from "./world.ts";

/**
 * One part of an intent, judged on its own: `never`, the probability that a moment like this ever happens; `keepPossible`, that a
 * state is entered from which this can no longer be reached for sure; `reach`, that it has happened by the end; `score`, the expected sum.
 */
export type IntentItem<S, A extends string> =
  | {
      readonly kind: "never";
      readonly name: string;
      readonly holds: Reader<Moment<S, A>, boolean>;
      /** whether it was told by its states, so that what it reads says nothing of what was meant */
      readonly recorded?: true;
    }
  | { readonly kind: "keepPossible" | "reach"; readonly name: string; readonly holds: Reader<S, boolean> }
  | {
      readonly kind: "score";
      readonly name: string;
      readonly value: Reader<Moment<S, A>, number>;
      readonly final?: { pay(state: S, why: Ending): number }["pay"];
    };

/**
 * What a function of an item says of a moment or a state.
 *
 * @param world - its id, for the error
 * @throws InnateError `case` if it says neither true nor false
 */
export function truthOf(
  value: unknown,
  world: string,
  { kind, name }: { readonly kind: string; readonly name: string },
): boolean {
  if (typeof value === "boolean") return value;
  throw caseError(`${world}: ${kind} "${name}" is ${show(value)}, expected true or false`);
}

/** What the designer meant. Only audits and studies read it, never a mind. */
export interface Intent<S, A extends string> {
  readonly world: World<S, A>;
  /** in the order in which they are judged: never, keepPossible, reach, score */
  readonly items: readonly IntentItem<S, A>[];
}

const PARTS = ["never", "keepPossible", "reach", "score", "final"];

/**
 * An intent from its parts.
 *
 * @throws if it has no part at all, or one that is not known
 */
export function defineIntent<S, A extends string>(
  world: World<S, A>,
  parts: {
    readonly never?: Readonly<Record<string, (moment: Moment<NoInfer<S>, NoInfer<A>>) => boolean>>;
    readonly keepPossible?: Readonly<Record<string, (state: NoInfer<S>) => boolean>>;
    readonly reach?: Readonly<Record<string, (state: NoInfer<S>) => boolean>>;
    readonly score?: (moment: Moment<NoInfer<S>, NoInfer<A>>) => number;
    /**
     * Added to the score once, when the world ends or the horizon cuts the episode off, at the time of the last state: after T steps
     * its weight is discount^T, that of the score of the last step discount^(T − 1).
     */
    readonly final?: (state: NoInfer<S>, why: Ending) => number;
  },
): Intent<S, A> {
  onlyKeys(parts, PARTS, `${world.id}: defineIntent`);
  const { never = {}, keepPossible = {}, reach = {}, score, final } = parts;
  const items: IntentItem<S, A>[] = [];
  for (const [name, holds] of Object.entries(never)) items.push({ kind: "never", name, holds });
  for (const [name, holds] of Object.entries(keepPossible)) items.push({ kind: "keepPossible", name, holds });
  for (const [name, holds] of Object.entries(reach)) items.push({ kind: "reach", name, holds });
  if (score !== undefined || final !== undefined)
    items.push({ kind: "score", name: "score", value: score ?? (() => 0), ...(final === undefined ? {} : { final }) });
  if (items.length === 0) throw caseError(`${world.id}: an intent needs a score, never, keepPossible, reach or final`);
  return { world, items };
}
