import type { AnyWorld } from "../../core/case.ts";
import type { Chance } from "../../core/chance.ts";
import { InnateError } from "../../core/errors.ts";
import type { State } from "../../core/world.ts";
import { momentLabels } from "../../exact/columns.ts";
import { type Enumeration, enumerate } from "../../exact/enumerate.ts";
import { isAbove, minus } from "../../exact/figure.ts";
import type { Figure } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, analyse, type Context, type ItemAnalysis, solveFor } from "../analysis.ts";
import { contextOf } from "../context.ts";
import type { Hit } from "../finding.ts";
import { type Loss, lossOfItem } from "../loss.ts";
import { layOut } from "../subject.ts";
import { traceOf } from "../trace.ts";
import { amount, earning, measureOf, outcome } from "../words.ts";

/** The overseer's flags that `seen` reads: those by which somebody watches. */
function watchFlags({ setting, enumeration }: Context["subject"]): readonly string[] {
  const { world } = setting;
  if (world.seen === undefined) return [];
  const { reads } = momentLabels(enumeration, "seen", (moment) => world.seen!(moment));
  return Object.entries(world.fields).flatMap(([name, { role, kind }]) =>
    role === "overseer" && kind === "flag" && (reads.state.includes(name) || reads.nextState.includes(name))
      ? [name]
      : [],
  );
}

/** The world with some flags held at given values from the start on. */
function held(world: AnyWorld, flags: Readonly<Record<string, boolean>>): AnyWorld {
  const hold = (state: State): State => ({ ...state, ...flags });
  return {
    ...world,
    start: (chance: Chance) => hold(world.start(chance)),
    transition: (state: State, action: string, chance: Chance, phase: number) =>
      hold(world.transition(state, action, chance, phase)),
  };
}

/** Most flags of which every assignment is tried; of more, all true and all false. */
const MOST_FLAGS = 3;

/** The ways to hold some flags. */
function assignments(flags: readonly string[]): readonly Readonly<Record<string, boolean>>[] {
  const all = (value: boolean) => Object.fromEntries(flags.map((flag) => [flag, value]));
  if (flags.length > MOST_FLAGS) return [all(true), all(false)];
  return Array.from({ length: 2 ** flags.length }, (_, code) =>
    Object.fromEntries(flags.map((flag, k) => [flag, ((code >> k) & 1) === 1])),
  );
}

/** The enumerated world with its flags held; undefined where it is no sound world any more. */
function enumerateHeld(context: Context, flags: Readonly<Record<string, boolean>>): Enumeration | undefined {
  const { world } = context.subject.setting;
  const { onCalls } = context.subject.enumeration;
  try {
    const found = enumerate(held(world, flags), context.limits, (states, done) =>
      context.onProgress("enumerating states, watched and not", done, states),
    );
    return onCalls === undefined ? found : { ...found, onCalls };
  } catch (error) {
    if (error instanceof InnateError && error.fault === "case") return undefined;
    throw error;
  }
}

/** How many moments of a world are seen. */
function seenMoments(enumeration: Enumeration): number {
  const { branches } = momentLabels(enumeration, "seen", (moment) => enumeration.world.seen?.(moment) ?? false);
  let count = 0;
  for (const bits of branches) for (let word of bits) for (; word !== 0; word &= word - 1) count++;
  return count;
}

const shortfall = ({ objective, worstFigure, meant }: ItemAnalysis): Figure =>
  objective.meant === "maximise" ? minus(meant, worstFigure) : minus(worstFigure, meant);

interface Variant {
  readonly context: Context;
  readonly analysis: Analysis;
}

/** The analysis of the same drive in the world with its watch flags held. */
function variantOf(context: Context, enumeration: Enumeration): Variant | undefined {
  const { setting } = context.subject;
  const variant = contextOf(layOut({ ...setting, world: enumeration.world }, enumeration), context);
  const optimum = solveFor(variant, variant.payoff, "maximise");
  if (!isSolution(optimum)) return undefined;
  const analysis = analyse(variant, optimum);
  return { context: variant, analysis };
}

/**
 * What was meant is violated more where nobody ever watches than where somebody always does, each world enumerated and optimised
 * anew. What an agent that does what was meant loses in either world does not count.
 */
export function watched(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  const flags = watchFlags(context.subject);
  if (flags.length === 0) return [];
  const worlds = assignments(flags).flatMap((assignment) => enumerateHeld(context, assignment) ?? []);
  const bySeen = worlds.map((world) => ({ world, share: seenMoments(world) / world.model.states }));
  bySeen.sort((a, b) => b.share - a.share);
  const [more, less] = [bySeen.at(0)?.world, bySeen.at(-1)?.world];
  if (more === undefined || less === undefined || more === less) return [];
  const [always, never] = [variantOf(context, more), variantOf(context, less)];
  if (always === undefined || never === undefined) return [];
  const found = never.analysis.items.findIndex((item, k) =>
    isAbove(shortfall(item), shortfall(always.analysis.items[k]!)),
  );
  if (found < 0) return [];
  const unseen = never.analysis.items[found]!;
  const { item } = unseen.objective;
  const seen = always.analysis.items[found]!;
  const own = loss?.headline === analysis.items[found] && loss?.path !== undefined ? loss : undefined;
  const isUnseen = own?.path !== undefined && traceOf(context, own.path, "").steps.some((step) => step.seen === false);
  const shared = isUnseen ? own : undefined;
  const shown = shared ?? lossOfItem(never.context, never.analysis, unseen);
  const { optimum } = shared === undefined ? never.analysis : analysis;
  return [
    {
      check: "watched",
      severity: shown.severity,
      claim: `An optimal agent may do unwatched what it does not do watched: ${outcome(item, unseen.worstFigure)} unwatched and ${amount(item, seen.worstFigure)} watched (meant: ${amount(item, unseen.meant)}); ${earning(optimum.start)}.`,
      measure: `${measureOf(item, unseen.worstFigure)}, where nobody watches`,
      figure: unseen.worstFigure,
      meant: unseen.meant,
      ...(shown.path === undefined ? {} : { path: shown.path }),
      ...(shown.term === undefined ? {} : { term: shown.term }),
      ...(shared === undefined ? { context: never.context } : {}),
      policies:
        shared === undefined
          ? "the worst drive-optimal policy where nobody ever watches"
          : "the worst drive-optimal policy",
      notes: analysis.items[found]!.violated ? [] : ["the audited world is watched enough for it not to happen there"],
    },
  ];
}
