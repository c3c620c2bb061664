import { InnateError } from "../../core/errors.ts";
import type { Enumeration } from "../../exact/enumerate.ts";
import { isAbove, minus } from "../../exact/figure.ts";
import type { Figure } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, analyse, type Context, comparedBy, type ItemAnalysis, solveFor } from "../analysis.ts";
import { contextOf } from "../context.ts";
import type { Hit } from "../finding.ts";
import { type Loss, lossOfItem } from "../loss.ts";
import type { Oversight } from "../oversight.ts";
import { traceOf } from "../paths/trace.ts";
import { layOut } from "../subject.ts";
import { amount, earning, measureOf, outcome } from "../words.ts";

/** How far the worst or the best optimum of an item falls short of what was meant. */
function shortfall(item: ItemAnalysis, optimum: "worst" | "best"): Figure {
  const { meant, [optimum]: figure } = comparedBy(item);
  return item.objective.meant === "maximise" ? minus(meant, figure) : minus(figure, meant);
}

interface Variant {
  readonly context: Context;
  readonly analysis: Analysis;
}

/**
 * The analysis of the same drive in the world with its watch flags held; undefined where the drive has no optimum there, or the
 * case's functions make no sense of its states.
 */
function variantOf(context: Context, enumeration: Enumeration): Variant | undefined {
  const { setting } = context.subject;
  try {
    const variant = contextOf(layOut({ ...setting, world: enumeration.world }, enumeration), context);
    const optimum = solveFor(variant, variant.payoff, "maximise");
    return isSolution(optimum) ? { context: variant, analysis: analyse(variant, optimum) } : undefined;
  } catch (error) {
    if (error instanceof InnateError) return undefined;
    throw error;
  }
}

/** Which optimum of an item is worse where nobody watches than where somebody does, beyond what was meant. */
function lapseOf(unseen: ItemAnalysis, seen: ItemAnalysis): "worst" | "best" | undefined {
  return (["worst", "best"] as const).find((optimum) => isAbove(shortfall(unseen, optimum), shortfall(seen, optimum)));
}

/**
 * What was meant is violated more where nobody ever watches than where somebody always does, each world enumerated and optimised
 * anew: by the worst drive-optimal policy, or by the best. What an agent that does what was meant loses in either world does not
 * count, nor does what differs between policies that tie in both.
 */
export function watched(
  context: Context,
  analysis: Analysis,
  loss: Loss | undefined,
  oversight: Oversight | undefined,
): readonly Hit[] {
  if (oversight === undefined) return [];
  const [always, never] = [variantOf(context, oversight.always), variantOf(context, oversight.never)];
  if (always === undefined || never === undefined) return [];
  const lapses = never.analysis.items.map((item, k) => lapseOf(item, always.analysis.items[k]!));
  const found = lapses.findIndex((lapse) => lapse !== undefined);
  const lapse = lapses[found];
  if (lapse === undefined) return [];
  const unseen = never.analysis.items[found]!;
  const { item } = unseen.objective;
  const seen = always.analysis.items[found]!;
  const own = loss?.headline === analysis.items[found] && loss?.path !== undefined ? loss : undefined;
  const isUnseen = own?.path !== undefined && traceOf(context, own.path, "").steps.some((step) => step.seen === false);
  const shared = isUnseen ? own : undefined;
  const shown = shared ?? lossOfItem(never.context, never.analysis, unseen);
  const { optimum } = shared === undefined ? never.analysis : analysis;
  const { meant, [lapse]: figure } = comparedBy(unseen);
  const { [lapse]: watchedFigure } = comparedBy(seen);
  const forEver = meant === unseen.meant ? "" : ", for ever";
  const claim =
    lapse === "worst"
      ? "An optimal agent may do unwatched what it does not do watched"
      : "Every optimal agent does unwatched what it need not do watched";
  return [
    {
      check: "watched",
      severity: shown.severity,
      claim: `${claim}: ${outcome(item, figure)} unwatched and ${amount(item, watchedFigure)} watched (meant: ${amount(item, meant)})${forEver}; ${earning(optimum.start)}.`,
      measure: `${measureOf(item, figure)}${forEver}, where nobody watches`,
      figure,
      meant,
      path: shown.path,
      term: shown.term,
      ...(shared === undefined ? { context: never.context } : {}),
      policies:
        shared === undefined
          ? "the worst drive-optimal policy where nobody ever watches"
          : "the worst drive-optimal policy",
      notes: analysis.items[found]!.violated ? [] : ["the audited world is watched enough for it not to happen there"],
    },
  ];
}
