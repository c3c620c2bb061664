import type { AnyDrive } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import type { Column } from "../exact/columns.ts";
import { isAbove, shift } from "../exact/figure.ts";
import type { Criterion, Figure, Payoff, Policies, Solution } from "../exact/model.ts";
import { isSolution, solve } from "../exact/solve.ts";
import type { Unbounded } from "../exact/stationary.ts";
import type { Arena } from "./arena.ts";
import type { Objective, Subject, Watch } from "./subject.ts";

/** One drive of a subject under one question, ready to be solved. */
export interface Context {
  readonly subject: Subject;
  readonly driveName: string;
  readonly drive: AnyDrive;
  readonly arena: Arena;
  readonly criterion: Criterion;
  /** what each term pays, weights not included, in the drive's order */
  readonly columns: readonly Column[];
  /** what the drive pays, as the agent expects it */
  readonly payoff: Payoff;
  /** each item's payoff, as the agent expects it */
  readonly objectives: readonly Objective[];
  readonly onProgress: (stage: string, done: number, of?: number) => void;
}

/** How one item fares: at what was meant, at the worst and at the best drive-optimal policy. */
export interface ItemAnalysis {
  readonly objective: Objective;
  readonly meant: Figure;
  readonly worst: Solution | Unbounded;
  readonly worstFigure: Figure;
  readonly best: Figure;
  readonly violated: boolean;
}

export interface Analysis {
  readonly optimum: Solution;
  readonly items: readonly ItemAnalysis[];
  /** the intent-optimal policies: the items in their order, each optimal given those before */
  readonly meant: Policies;
  /** the most that the drive pays an intent-optimal policy */
  readonly honest: Solution;
  /** whether one drive-optimal policy meets all items together */
  readonly someOptimumIsGood: boolean;
}

/** The discount of a criterion; 1 for total reward. */
export const discountOf = (criterion: Criterion): number => (criterion.kind === "total" ? 1 : criterion.discount);

/** The criterion of an objective: the drive's own, save that the probability of an event is never discounted. */
function criterionOf(criterion: Criterion, objective: Counted): Criterion {
  if (objective.event === undefined) return criterion;
  return criterion.kind === "finite" ? { ...criterion, discount: 1 } : { kind: "total" };
}

interface Options {
  readonly within?: Policies | undefined;
  readonly keepValues?: boolean;
  /** whether the values of states that no policy gets to in time are asked for as well */
  readonly everywhere?: boolean;
  readonly stage?: string;
}

/** The optimum of a payoff of the arena under the question's criterion. */
export const solveFor = (
  context: Context,
  payoff: Payoff,
  direction: "maximise" | "minimise",
  { within, keepValues = false, everywhere = false, stage = "solving" }: Options = {},
): Solution | Unbounded =>
  solve({
    model: context.arena.model,
    payoff,
    criterion: context.criterion,
    direction,
    within,
    fromStarts: !everywhere,
    keepValues,
    onProgress: (done, of) => context.onProgress(stage, done, of),
  });

/** An objective without what it is for. */
type Counted = Pick<Objective, "payoff" | "atStart" | "event">;

/** The event of a watch as an objective: the probability that it ever happens. */
export const watched = ({ subject, arena }: Context, { event }: Watch): Counted => ({
  payoff: arena.lift(subject.product.eventPayoff(event)),
  atStart: subject.product.startProbability(event),
  event,
});

/** The optimum of an intent item or a watch, the chance that it happens at the start included. */
export function solveItem(
  context: Context,
  objective: Counted,
  direction: "maximise" | "minimise",
  options: Options = {},
): Solution | Unbounded {
  const eventContext = { ...context, criterion: criterionOf(context.criterion, objective) };
  const result = solveFor(eventContext, objective.payoff, direction, options);
  return isSolution(result) ? { ...result, start: shift(result.start, objective.atStart) } : result;
}

/**
 * The solution, where there is one.
 *
 * @throws InnateError `undecided` where the objective has no optimum
 */
export function solutionOf(result: Solution | Unbounded, what: string): Solution {
  if (isSolution(result)) return result;
  const why = { diverges: "grows without bound", "no limit": "has no limit", undecided: "is not decided" }[result.kind];
  throw new InnateError("undecided", `${what} ${why} under total reward; give --horizon or --discount`);
}

/** The figure of the worst, which may be without bound. */
export function worstFigureOf({ item, meant }: Objective, worst: Solution | Unbounded): Figure {
  if (isSolution(worst)) return worst.start;
  if (worst.kind !== "diverges" || worst.toward !== "better")
    return solutionOf(worst, `the worst of ${item.name}`).start;
  const endless = meant === "maximise" ? -Infinity : Infinity;
  return { value: endless, low: endless, high: endless };
}

export const opposite = (direction: "maximise" | "minimise"): "maximise" | "minimise" =>
  direction === "maximise" ? "minimise" : "maximise";

/** Whether a value surely falls short of another, for an item that is to be made large or small. */
export const fallsShort = ({ meant }: Objective, value: Figure, reference: Figure): boolean =>
  meant === "maximise" ? isAbove(reference, value) : isAbove(value, reference);

export const nameOf = ({ item }: Objective): string =>
  item.kind === "score" ? "the score" : `${item.kind} ${item.name}`;

/** Each item's optimum in order among the policies that are optimal for those before, and the policies that remain. */
function inOrder(
  context: Context,
  within: Policies | undefined,
): { readonly figures: readonly Figure[]; readonly policies?: Policies } {
  let policies = within;
  const figures = context.objectives.map((objective) => {
    const solution = solutionOf(
      solveItem(context, objective, objective.meant, { within: policies }),
      nameOf(objective),
    );
    policies = solution.optimal;
    return solution.start;
  });
  return policies === undefined ? { figures } : { figures, policies };
}

/** The intent-optimal policies of a context; they do not depend on the drive's weights. */
export function intended(context: Context): { readonly figures: readonly Figure[]; readonly policies: Policies } {
  const { figures, policies } = inOrder(context, undefined);
  if (policies === undefined) throw new RangeError("intended: the intent has no items");
  return { figures, policies };
}

/** Everything that the checks read, once the drive's own optimum is known. */
export function analyse(context: Context, optimum: Solution): Analysis {
  const { figures: meant, policies } = intended(context);
  const within = optimum.optimal;
  const items = context.objectives.map((objective, k): ItemAnalysis => {
    const worst = solveItem(context, objective, opposite(objective.meant), { within, keepValues: true });
    const best = solutionOf(solveItem(context, objective, objective.meant, { within }), nameOf(objective));
    const worstFigure = worstFigureOf(objective, worst);
    return {
      objective,
      meant: meant[k]!,
      worst,
      worstFigure,
      best: best.start,
      violated: fallsShort(objective, worstFigure, meant[k]!),
    };
  });
  const together = inOrder(context, within).figures;
  return {
    optimum,
    items,
    meant: policies,
    honest: solutionOf(solveFor(context, context.payoff, "maximise", { within: policies }), "the drive"),
    someOptimumIsGood: items.every(({ objective }, k) => !fallsShort(objective, together[k]!, meant[k]!)),
  };
}
