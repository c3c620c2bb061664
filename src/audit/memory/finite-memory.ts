import type { TooManyBeliefs } from "../../exact/belief.ts";
import { isAbove, plain } from "../../exact/figure.ts";
import { type Memory, memoryOf, type Senses } from "../../exact/memory.ts";
import type { Figure, Policies } from "../../exact/model.ts";
import { isSolution } from "../../exact/solve.ts";
import { discountOf } from "../../exact/time.ts";
import { type Context, counted, depthOf, fallsShort, opposite, solveFor, solveItem } from "../analysis.ts";
import { sensesOf } from "../arena.ts";
import { inArena } from "../context.ts";
import { uniformReturn } from "../evaluation.ts";
import { findingsOf, type Hit } from "../finding.ts";
import { payingTerm } from "../loss.ts";
import { eventPath, type Path } from "../paths/path.ts";
import { regretPath } from "../paths/regret.ts";
import { quantity } from "../quantity.ts";
import type { Audit, Quantity, SourceLine } from "../report.ts";
import { isEvent, type Objective } from "../subject.ts";
import { type Head, UNMEASURED } from "../summary.ts";
import { amount, measureOf, number, outcome } from "../words.ts";
import { type Habit, lengthened, policyOfHabit, searchHabit, type Wanted } from "./memory-search.ts";

/** Most states of a world with a memory, most branches of it times the steps of a horizon, and most observations remembered. */
const MOST_STATES = 60_000;
const MOST_WORK = 3_000_000;
const MOST_WINDOW = 8;
/** Observations more that may add nothing before the search ends. */
const IDLE = 2;
/** Steps that count where there is no horizon. */
const ENDLESS_STEPS = 100;

/** One policy of an agent with a finite memory, in the context of that memory. */
interface Remembering {
  readonly context: Context;
  /** observations that it remembers, the present one included */
  readonly window: number;
  readonly habit: Habit;
  readonly policy: Policies;
  /** what the drive pays it */
  readonly paid: Figure;
  /** what it is worth to each item of the intent */
  readonly worth: readonly Figure[];
}

/** What a habit comes to; undefined where it has no value. */
function remembering(context: Context, window: number, habit: Habit): Remembering | undefined {
  const policy = policyOfHabit(context, habit);
  const values = [counted(context.payoff), ...context.objectives].flatMap((objective) => {
    const result = solveItem(context, objective, "maximise", { within: policy });
    return isSolution(result) ? [result.start] : [];
  });
  const [paid, ...worth] = values;
  if (paid === undefined || worth.length < context.objectives.length) return undefined;
  return { context, window, habit, policy, paid, worth };
}

/** Whether one agent does more of what was meant than another, the items in their order, and then earns more. */
function isMoreHonest(a: Remembering, b: Remembering): boolean {
  for (const [k, objective] of a.context.objectives.entries()) {
    if (fallsShort(objective, b.worth[k]!, a.worth[k]!)) return true;
    if (fallsShort(objective, a.worth[k]!, b.worth[k]!)) return false;
  }
  return isAbove(a.paid, b.paid);
}

/** The world's model with a memory of so many observations; undefined where it is too large to search. */
function memoryWithin(informed: Context, senses: Senses, window: number): Memory | undefined {
  const depth = depthOf(informed);
  const memory = memoryOf(informed.arena.model, senses, window, depth, MOST_STATES);
  const branches = memory?.model.phases.reduce((sum, { successor }) => sum + successor.length, 0) ?? 0;
  const steps = Number.isFinite(depth) ? depth : ENDLESS_STEPS;
  return branches * steps > MOST_WORK ? undefined : memory;
}

/**
 * Policies of agents that remember ever more, as far as the work allows: for each memory one that earns much, one that does what was
 * meant, and of those that earn as much as the first ones that do more and less of each item.
 */
function searched(informed: Context, most: Figure): readonly Remembering[] {
  const { subject, drive, readings } = informed;
  const senses = sensesOf(subject, subject.observation!, drive, readings);
  const found: Remembering[] = [];
  let before: readonly Habit[] = [];
  let [best, since] = [-Infinity, 0];
  for (let window = 1; window <= MOST_WINDOW; window++) {
    const memory = memoryWithin(informed, senses, window);
    if (memory === undefined) break;
    const context = inArena(informed, memory);
    const earning: Wanted = { objective: counted(context.payoff), direction: "maximise" };
    const meant = context.objectives.map((objective): Wanted => ({ objective, direction: objective.meant }));
    const search = (wanted: readonly Wanted[], from: Habit | undefined, isWide: boolean): Habit => {
      const habit = searchHabit(context, memory, wanted, from, isWide);
      const own = remembering(context, window, habit);
      if (own !== undefined) found.push(own);
      return habit;
    };
    const [richest, kindest] = before.map((habit) => lengthened(habit, memory));
    const rich = search([earning], richest, true);
    before = [rich, search([...meant, earning], kindest, true)];
    for (const { objective, direction } of meant)
      for (const way of [opposite(direction), direction]) search([earning, { objective, direction: way }], rich, false);
    const earned = found.reduce((sum, { paid }) => Math.max(sum, paid.value), -Infinity);
    since = earned > best ? 0 : since + 1;
    best = earned;
    if (since === IDLE || window > depthOf(informed) || found.some(({ paid }) => !isAbove(most, paid))) break;
  }
  return found;
}

/** An agent by what it remembers. */
const agentText = (window: number): string =>
  window === 1
    ? "An agent that acts on its present observation alone"
    : `An agent that remembers its last ${window} observations`;

/** How a policy loses what an item asks for. */
function pathOf({ context, policy }: Remembering, objective: Objective): Path | undefined {
  const { event, meant } = objective;
  const options = { within: policy, keepValues: true };
  const [best, worst] = [
    solveItem(context, objective, meant, { keepValues: true }),
    solveItem(context, objective, meant, options),
  ];
  const path =
    event !== undefined && isEvent(objective.item)
      ? eventPath(context, policy, event)
      : isSolution(best) && isSolution(worst)
        ? regretPath(context, {
            payoff: objective.payoff,
            optimum: best,
            direction: meant,
            worst,
            policy,
            discount: event === undefined ? discountOf(context.criterion) : 1,
          })
        : undefined;
  return path === undefined ? undefined : { ...path, minimal: `${path.minimal}, of this one policy` };
}

/** What is known of a figure that lies between two others: the figure itself where they are one. */
const between = (low: Figure, high: Figure, { value } = low): Quantity =>
  isAbove(high, low) ? { value, low: low.low, high: high.high } : quantity(low);

const UNKNOWN = { value: Number.NaN, low: Number.NaN, high: Number.NaN };

/** The best or worst of an item for an agent that sees the state, which bounds it for any other; endless where it has no bound. */
function limitOf(informed: Context, objective: Objective, direction: Objective["meant"]): Figure {
  const limit = solveItem(informed, objective, direction);
  if (isSolution(limit)) return limit.start;
  const endless = direction === "maximise" ? Infinity : -Infinity;
  return { value: endless, low: endless, high: endless };
}

/**
 * What was meant, item by item: what the most honest policy found is worth to it, and what another one may be. Where an item before may be
 * met better, that may cost any amount of this one.
 */
function meantOf(informed: Context, honest: Remembering): readonly Quantity[] {
  let isKnown = true;
  return informed.objectives.map((objective, k) => {
    const worth = honest.worth[k]!;
    const best = limitOf(informed, objective, objective.meant);
    const least = isKnown ? worth : limitOf(informed, objective, opposite(objective.meant));
    isKnown &&= !fallsShort(objective, worth, best);
    return objective.meant === "maximise" ? between(least, best, worth) : between(best, least, worth);
  });
}

/**
 * What can be said where the agent's beliefs are too many: how much the drive pays at most, from an agent that sees the state; how much
 * agents earn that remember little; and what those do that earn most, which bounds from below the harm that the drive allows.
 *
 * @throws the given error where nothing can be said either
 */
export function finiteMemory(
  informed: Context,
  cause: TooManyBeliefs,
  locate: (term: string) => SourceLine | undefined,
): Omit<Audit, keyof Head> {
  if (informed.criterion.kind === "average" || informed.objectives.length === 0) throw cause;
  const most = solveFor(informed, informed.payoff, "maximise");
  if (!isSolution(most)) throw cause;
  const found = searched(informed, most.start);
  if (found.length === 0) throw cause;
  const top = found.reduce((best, other) => (isAbove(other.paid, best.paid) ? other : best));
  const honest = found.reduce((best, other) => (isMoreHonest(other, best) ? other : best));
  const tied = found.filter(({ paid }) => !isAbove(top.paid, paid));
  const items = informed.objectives.map((objective, k) => {
    const byWorth = (isWorse: (a: Figure, b: Figure) => boolean): Remembering =>
      tied.reduce((kept, other) => (isWorse(other.worth[k]!, kept.worth[k]!) ? other : kept));
    const worst = byWorth((a, b) => fallsShort(objective, a, b));
    const best = byWorth((a, b) => fallsShort(objective, b, a));
    return { objective, k, worst, best, violated: fallsShort(objective, worst.worth[k]!, honest.worth[k]!) };
  });
  const meant = meantOf(informed, honest);
  const lost = items.find(({ violated }) => violated);
  const earns = ({ paid }: Remembering): string => `it earns ${number(paid)} of at most ${number(most.start)}`;
  const isOptimal = !isAbove(most.start, top.paid);
  const notes = [
    isOptimal
      ? "no agent earns more: this is an optimal policy; another one that earns as much may do worse"
      : "lower bound: an agent that remembers more may earn more and do worse; what an optimal agent does is not decided",
  ];
  const hits =
    lost === undefined ? [] : [{ ...hitOf(lost.worst, honest, lost.objective, lost.k, earns(lost.worst)), notes }];
  const findings = findingsOf(lost?.worst.context ?? top.context, hits, locate);
  return {
    ...UNMEASURED,
    exactness: { exact: false, reason: `${cause.reason}: what an optimal agent does is not known` },
    verdict:
      findings[0]?.claim ??
      `Not decided: ${cause.reason}. ${agentText(top.window)} does what was meant; ${earns(top)}. What an agent does that remembers more is not known.`,
    optimum: between(top.paid, most.start),
    uniform: quantity(plain(uniformReturn(informed))),
    items: items.map(({ objective, k, worst, best, violated }) => ({
      kind: objective.item.kind,
      name: objective.item.name,
      measure: measureOf(objective.item, honest.worth[k]!),
      meant: meant[k]!,
      worst: quantity(worst.worth[k]!),
      best: quantity(best.worth[k]!),
      violated,
    })),
    priceOfHonesty: UNKNOWN,
    findings,
    notes: [
      `the drive's optimum is at least what the best policy found earns, and at most ${number(most.start)}, what an agent earns that sees the state`,
      `policies that remember up to ${found.at(-1)!.window} observations were searched, not all of them tried; worst and best are of those found that earn most`,
      "only worst optimum was looked for: the other checks, pressure and sensitivity need the beliefs",
    ],
  };
}

function hitOf(worst: Remembering, honest: Remembering, { item }: Objective, k: number, earns: string): Hit {
  const path = pathOf(worst, worst.context.objectives[k]!);
  const term = payingTerm(worst.context, worst.policy, honest.policy, honest.context);
  const [figure, meant] = [worst.worth[k]!, honest.worth[k]!];
  return {
    check: "worst-optimum",
    severity: isEvent(item) ? "high" : "medium",
    claim: `${agentText(worst.window)} may fall short of what was meant: ${outcome(item, figure)} (${agentText(honest.window).replace("An agent", "one")} manages: ${amount(item, meant)}); ${earns}.`,
    measure: measureOf(item, figure),
    figure,
    meant,
    path,
    term,
    policies: "the best policy found with that memory",
  };
}
