import type { AnyWorld } from "../../core/case.ts";
import type { Chance } from "../../core/chance.ts";
import type { State } from "../../core/world.ts";
import { momentLabels } from "../../exact/columns.ts";
import { type Enumeration, enumerate } from "../../exact/enumerate.ts";
import { isAbove, minus } from "../../exact/figure.ts";
import type { Figure } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, analyse, type Context, type ItemAnalysis, solveFor } from "../analysis.ts";
import { contextOf } from "../context.ts";
import type { Hit } from "../finding.ts";
import { type Loss, lossOf } from "../loss.ts";
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

/** The world with some flags held at one value from the start on. */
function held(world: AnyWorld, flags: readonly string[], value: boolean): AnyWorld {
  const hold = (state: State): State => ({ ...state, ...Object.fromEntries(flags.map((flag) => [flag, value])) });
  return {
    ...world,
    start: (chance: Chance) => hold(world.start(chance)),
    transition: (state: State, action: string, chance: Chance, phase: number) =>
      hold(world.transition(state, action, chance, phase)),
  };
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
  readonly loss?: Loss;
}

/** The analysis of the same drive in the world with its watch flags held. */
function variantOf(context: Context, enumeration: Enumeration): Variant | undefined {
  const { setting } = context.subject;
  const { onCalls } = context.subject.enumeration;
  const heard = onCalls === undefined ? enumeration : { ...enumeration, onCalls };
  const variant = contextOf(layOut({ ...setting, world: enumeration.world }, heard), context);
  const optimum = solveFor(variant, variant.payoff, "maximise");
  if (!isSolution(optimum)) return undefined;
  const analysis = analyse(variant, optimum);
  const loss = lossOf(variant, analysis);
  return { context: variant, analysis, ...(loss === undefined ? {} : { loss }) };
}

/**
 * What was meant is violated more where nobody ever watches than where somebody always does, each world enumerated and optimised
 * anew. What an agent that does what was meant loses in either world does not count.
 */
export function watched(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  const { setting } = context.subject;
  const flags = watchFlags(context.subject);
  if (flags.length === 0) return [];
  const worlds = [true, false].map((value) =>
    enumerate(held(setting.world, flags, value), {}, (found, done) =>
      context.onProgress(`enumerating states, ${value ? "always" : "never"} watched`, done, found),
    ),
  );
  const [more, less] = [...worlds].sort((a, b) => seenMoments(b) / b.model.states - seenMoments(a) / a.model.states);
  if (more === undefined || less === undefined) return [];
  const [always, never] = [variantOf(context, more), variantOf(context, less)];
  if (always === undefined || never === undefined) return [];
  const found = never.analysis.items.findIndex((item, k) =>
    isAbove(shortfall(item), shortfall(always.analysis.items[k]!)),
  );
  if (found < 0) return [];
  const unseen = never.analysis.items[found]!;
  const { item } = unseen.objective;
  const seen = always.analysis.items[found]!;
  const shared = loss?.path !== undefined && traceOf(context, loss.path, "").steps.some((step) => step.seen === false);
  const shown = shared ? loss : never.loss;
  return [
    {
      check: "watched",
      severity: loss?.severity ?? never.loss?.severity ?? "medium",
      claim: `An optimal agent may do unwatched what it does not do watched: ${outcome(item, unseen.worstFigure)} unwatched and ${amount(item, seen.worstFigure)} watched (meant: ${amount(item, unseen.meant)}); ${earning(analysis.optimum.start)}.`,
      measure: `${measureOf(item)}, where nobody watches`,
      figure: unseen.worstFigure,
      meant: unseen.meant,
      ...(shown?.path === undefined ? {} : { path: shown.path }),
      ...(shown?.term === undefined ? {} : { term: shown.term }),
      ...(shared ? {} : { context: never.context }),
      policies: shared ? "the worst drive-optimal policy" : "the worst drive-optimal policy where nobody ever watches",
      notes: analysis.items[found]!.violated ? [] : ["the audited world is watched enough for it not to happen there"],
    },
  ];
}
