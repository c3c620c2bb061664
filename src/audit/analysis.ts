import type { AnyDrive } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import { ZERO } from "../core/rational.ts";
import type { Column } from "../exact/columns.ts";
import type { Limits } from "../exact/enumerate.ts";
import { isAbove, shift } from "../exact/figure.ts";
import type { Criterion, Direction, Figure, Payoff, Policies, Solution } from "../exact/model.ts";
import type { ReadingColumns } from "../exact/readings.ts";
import { isSolution, solve } from "../exact/solve.ts";
import type { Unbounded } from "../exact/stationary.ts";
import type { Arena } from "./arena.ts";
import { type Recurrent, recurrentOf } from "./recurrent.ts";
import { isEvent, type Objective, type Subject, type Watch } from "./subject.ts";

/** A drive and the question that is asked of it. */
export interface Frame {
  readonly driveName: string;
  readonly drive: AnyDrive;
  readonly criterion: Criterion;
  readonly limits: Limits;
  readonly onProgress: (stage: string, done: number, of?: number) => void;
  /** whether measurements, which no finding needs, are to be cut short */
  readonly isTimeUp: () => boolean;
}

/** One drive of a subject under one question, ready to be solved. */
export interface Context extends Frame {
  readonly subject: Subject;
  readonly arena: Arena;
  /** what the terms may read of the thought behind a moment */
  readonly readings: ReadingColumns;
  /** what each term pays, weights not included, in the drive's order */
  readonly columns: readonly Column[];
  /** what the drive pays, as the agent expects it */
  readonly payoff: Payoff;
  /** each item's payoff, as the agent expects it */
  readonly objectives: readonly Objective[];
}

/** Steps after which nothing is asked any more. */
export const depthOf = ({ criterion }: Context): number => (criterion.kind === "finite" ? criterion.horizon : Infinity);

/** How one item fares: at what was meant, at the worst and at the best drive-optimal policy. */
export interface ItemAnalysis {
  readonly objective: Objective;
  readonly meant: Figure;
  /** the policies that are optimal for the items before this one; all for the first */
  readonly before: Policies | undefined;
  readonly worst: Solution | Unbounded;
  readonly worstFigure: Figure;
  readonly best: Figure;
  readonly violated: boolean;
  /** under the long-run average, for the probability of an event: the same of what goes on for ever */
  readonly recurrent?: Recurrent;
  /** whether it is violated only on detours, which an agent may leave out: they cost nothing by the long-run average */
  readonly isDetour: boolean;
  /** whether some drive-optimal policy may meet it, the other items aside */
  readonly isMetAlone: boolean;
}

/**
 * The figures by which an item is compared between worlds: of what goes on for ever where that is known of an event that an optimal
 * agent may leave out on its way, as a detour costs nothing in any world; else its own.
 */
export const comparedBy = ({ objective, meant, worstFigure, best, recurrent, isMetAlone }: ItemAnalysis): Recurrent =>
  recurrent !== undefined && isMetAlone && isEvent(objective.item) ? recurrent : { meant, worst: worstFigure, best };

export interface Analysis {
  readonly optimum: Solution;
  readonly items: readonly ItemAnalysis[];
  /** the intent-optimal policies: the items in their order, each optimal given those before */
  readonly meant: Policies;
  /** the most that the drive pays an intent-optimal policy, which may be a loss without end */
  readonly honest: Pick<Solution, "start" | "optimal" | "approached">;
  /** the first item that surely no drive-optimal policy meets together with those before it; undefined where one may meet all */
  readonly unmet: ItemAnalysis | undefined;
}

/** The criterion of an objective: the drive's own, save that the probability of an event is never discounted. */
export function criterionOf(criterion: Criterion, objective: Counted): Criterion {
  if (objective.event === undefined) return criterion;
  return criterion.kind === "finite" ? { ...criterion, discount: 1 } : { kind: "total" };
}

/** Steps that a solve without a horizon counts as, where work is estimated. */
const STEPS_OF_A_SOLVE = 100;

/** About how many branches one solve goes through. */
export function backupsOf({ arena, criterion }: Context): number {
  const steps = criterion.kind === "finite" ? criterion.horizon : STEPS_OF_A_SOLVE;
  return steps * arena.model.phases.reduce((most, { successor }) => Math.max(most, successor.length), 0);
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
  direction: Direction,
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
export type Counted = Pick<Objective, "payoff" | "atStart" | "event">;

/** A payoff as an objective under the question's own criterion. */
export const counted = (payoff: Payoff): Counted => ({ payoff, atStart: ZERO });

/** The event of a watch as an objective: the probability that it ever happens. */
export const objectiveOf = ({ subject, arena }: Context, { event }: Watch): Counted => ({
  payoff: arena.lift(subject.product.eventPayoff(event)),
  atStart: subject.product.startProbability(event),
  event,
});

/** The optimum of an intent item or a watch, the chance that it happens at the start included. */
export function solveItem(
  context: Context,
  objective: Counted,
  direction: Direction,
  options: Options = {},
): Solution | Unbounded {
  const inContext = { ...context, criterion: criterionOf(context.criterion, objective) };
  const result = solveFor(inContext, objective.payoff, direction, options);
  return isSolution(result) ? { ...result, start: shift(result.start, objective.atStart) } : result;
}

/**
 * The solution, where there is one.
 *
 * @throws InnateError `undecided` where the objective has no optimum
 */
export function solutionOf(result: Solution | Unbounded, what: string): Solution {
  if (isSolution(result)) return result;
  const why = { diverges: "has no bound", "no limit": "has no limit", undecided: "is not decided" }[result.kind];
  const more = result.kind === "undecided" ? `: ${result.why}` : "";
  throw new InnateError("undecided", `${what} ${why} without a horizon${more}; give --horizon or another --discount`);
}

/** The figure of an optimum, which may be without bound. */
export function figureOf(result: Solution | Unbounded, direction: Direction, what: string): Figure {
  if (isSolution(result) || result.kind !== "diverges") return solutionOf(result, what).start;
  const endless = (direction === "maximise") === (result.toward === "better") ? Infinity : -Infinity;
  return { value: endless, low: endless, high: endless };
}

export const opposite = (direction: Direction): Direction => (direction === "maximise" ? "minimise" : "maximise");

/** Whether a value surely falls short of another, for an item that is to be made large or small. */
export const fallsShort = ({ meant }: Objective, value: Figure, reference: Figure): boolean =>
  meant === "maximise" ? isAbove(reference, value) : isAbove(value, reference);

export const nameOf = ({ item }: Objective): string =>
  item.kind === "score" ? "the score" : `${item.kind} ${item.name}`;

/** One item's optimum among the policies that are optimal for the items before it. */
interface InOrder {
  readonly figure: Figure;
  /** the policies that are optimal for the items before this one; all for the first */
  readonly before: Policies | undefined;
  readonly optimal: Policies | undefined;
  readonly isApproached: boolean;
}

/** Each item's optimum in order; an optimum without bound leaves the policies as they are. */
function inOrder(context: Context): readonly InOrder[] {
  let before: Policies | undefined;
  return context.objectives.map((objective) => {
    const result = solveItem(context, objective, objective.meant, { within: before });
    const figure = figureOf(result, objective.meant, nameOf(objective));
    const optimal = isSolution(result) ? result.optimal : before;
    const item = { figure, before, optimal, isApproached: isSolution(result) && result.approached === true };
    before = optimal;
    return item;
  });
}

/** Everything that the checks read, once the drive's own optimum is known. */
export function analyse(context: Context, optimum: Solution): Analysis {
  const meant = inOrder(context);
  const policies = meant.at(-1)?.optimal;
  const lacking = meant.findIndex(({ figure, isApproached }) => isApproached || !Number.isFinite(figure.value));
  if (policies === undefined || lacking >= 0)
    throw new InnateError(
      "undecided",
      `no policy is best for ${nameOf(context.objectives[Math.max(0, lacking)]!)}: ` +
        `${meant[lacking]?.isApproached ? "its optimum is approached by putting something off ever longer, and not attained" : "it has no bound"}; ` +
        "give --horizon or another --discount",
    );
  const within = optimum.optimal;
  const items = context.objectives.map((objective, k): ItemAnalysis => {
    const name = nameOf(objective);
    const worst = solveItem(context, objective, opposite(objective.meant), { within, keepValues: true });
    const best = solveItem(context, objective, objective.meant, { within });
    const worstFigure = figureOf(worst, opposite(objective.meant), name);
    const { figure, before } = meant[k]!;
    const recurrent = recurrentOf(context, objective, policies, within);
    const violated = fallsShort(objective, worstFigure, figure);
    const isMetAlone = meets(objective, best, figure);
    return {
      objective,
      meant: figure,
      before,
      worst,
      worstFigure,
      best: figureOf(best, objective.meant, name),
      violated,
      isDetour:
        violated &&
        isMetAlone &&
        isEvent(objective.item) &&
        recurrent !== undefined &&
        !fallsShort(objective, recurrent.worst, recurrent.meant),
      ...(recurrent === undefined ? {} : { recurrent }),
      isMetAlone,
    };
  });
  const honest = solveFor(context, context.payoff, "maximise", { within: policies });
  return {
    optimum,
    items,
    meant: policies,
    honest: isSolution(honest) ? honest : { start: figureOf(honest, "maximise", "the drive"), optimal: policies },
    unmet: firstUnmet(context, items, within),
  };
}

/** Whether the optimum of an item is attained, and not surely short of what was meant. */
export const meets = (objective: Objective, optimum: Solution | Unbounded, meant: Figure): boolean =>
  isSolution(optimum) && optimum.approached !== true && !fallsShort(objective, optimum.start, meant);

/**
 * The first item that no policy of a set meets together with the items before it, where meeting an item is being as good as was meant.
 *
 * Exact without a linear program: see docs/decisions/0013.
 */
function firstUnmet(context: Context, items: readonly ItemAnalysis[], policies: Policies): ItemAnalysis | undefined {
  let within = policies;
  for (const item of items) {
    const { objective, meant } = item;
    const result = solveItem(context, objective, objective.meant, { within });
    if (!isSolution(result) || !meets(objective, result, meant)) return item;
    within = result.optimal;
  }
  return undefined;
}
