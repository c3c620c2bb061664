import { type AnyCase, type AnySetting, type Settings, settingsOf } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { fromNumber, rational } from "../../core/rational.ts";
import { stateCodes } from "../../exact/columns.ts";
import { type Enumeration, enumerate, type Limits } from "../../exact/enumerate.ts";
import { exactly } from "../../exact/figure.ts";
import { hasEnded } from "../../exact/graph.ts";
import type { Figure, Payoff } from "../../exact/model.ts";
import { productOf } from "../../exact/product.ts";
import { discountOf } from "../../exact/time.ts";
import type { Context } from "../analysis.ts";
import { payoffOf } from "../arena.ts";
import type { Progress } from "../audit.ts";
import { contextOf } from "../context.ts";
import type { Path } from "../paths/path.ts";
import { traceOf } from "../paths/trace.ts";
import { quantity } from "../quantity.ts";
import { askedOf } from "../question.ts";
import type { Subject } from "../subject.ts";
import { sizesOf } from "../summary.ts";
import { angleOf, type Moments } from "./distance.ts";
import { epicMoments, IMPOSSIBLE } from "./epic.ts";
import { type Decision, hackability, type Side } from "./hackability.ts";
import type { Comparison, Contender, Distance, Hackability } from "./report.ts";
import { INTENT, rewardNamed } from "./rewards.ts";
import { starcMoments } from "./starc.ts";
import { likeliestPath, partingPaths } from "./strategy.ts";
import { EPIC, policyText, reasonText, STARC, setsOf, verdictText } from "./words.ts";

export interface CompareOptions {
  /** the id that the case goes by */
  readonly name: string;
  /** names of two drives of the case; "intent" is the score of its intent */
  readonly drives: readonly [string, string];
  readonly settings?: Settings;
  readonly horizon?: number;
  readonly discount?: number;
  readonly limits?: Limits;
  /** called every few milliseconds; what it throws ends the comparison */
  readonly onProgress?: (progress: Progress) => void;
}

/** The two rewards on one subject, under one question. */
interface Pair {
  readonly contexts: readonly [Context, Context];
  readonly names: readonly [string, string];
  /** what each pays in all, on the world's own rows */
  readonly payoffs: readonly [Payoff, Payoff];
}

/** A setting laid out without its intent, which a comparison reads as a reward at most. */
function layOutBare(setting: AnySetting, enumeration: Enumeration): Subject {
  // Two rewards would tell a mind different things, so it is told neither.
  const world = { ...setting.world, rewardObserved: false };
  return {
    setting: { ...setting, world },
    enumeration,
    product: productOf(enumeration.model, []),
    objectives: [],
    watches: [],
    intentReads: [],
    ...(world.observe === undefined
      ? {}
      : { observation: stateCodes(enumeration, "observe", (state) => setting.world.observe!(state)) }),
  };
}

/**
 * A distance from the moments of two canonical rewards, or why there is none.
 *
 * @param ofNothing - the distance where one of them is nothing
 */
function distanceFrom(
  frame: Pick<Distance, "name" | "coverage" | "canonicalisation" | "norm">,
  moments: () => Moments,
  ofNothing: (moments: Moments) => Figure,
): Distance {
  try {
    const found = moments();
    if (found.first.numerator === 0n || found.second.numerator === 0n)
      return { ...frame, isDecided: true, distance: quantity(ofNothing(found)) };
    const { distance, cosine } = angleOf(found);
    return { ...frame, isDecided: true, distance: quantity(distance), correlation: quantity(cosine) };
  } catch (thrown) {
    if (!(thrown instanceof InnateError) || thrown.fault !== "undecided") throw thrown;
    return { ...frame, isDecided: false, reason: thrown.message };
  }
}

/** Whether a reward is paid at the horizon, which is no part of a function of a state, an action and the next state. */
const paysAtHorizon = ({ final }: Payoff): boolean =>
  final?.horizon.codes.some((code) => final.horizon.exact[code]!.numerator !== 0n) ?? false;

function epic({ contexts: [first, second], names, payoffs }: Pair): Distance {
  const { criterion, subject, onProgress } = first;
  const discount = discountOf(criterion);
  const moments = (): Moments => {
    if (subject.enumeration.model.phases.length > 1)
      throw new InnateError("undecided", "the world has phases: what is paid depends on the time");
    const thoughtful = [first, second].findIndex(({ columns }) =>
      columns.some(({ reads }) => reads.readings.length > 0),
    );
    if (thoughtful >= 0)
      throw new InnateError("undecided", `${IMPOSSIBLE}, and ${names[thoughtful]} reads the thought behind them`);
    const late = payoffs.findIndex(paysAtHorizon);
    if (criterion.kind === "finite" && late >= 0)
      throw new InnateError(
        "undecided",
        `${names[late]} pays at the horizon, which is no reward of a state, an action and the next state`,
      );
    return epicMoments(
      subject.enumeration,
      [
        { name: names[0], drive: first.drive, payoff: payoffs[0] },
        { name: names[1], drive: second.drive, payoff: payoffs[1] },
      ],
      fromNumber(discount),
      (done, of) => onProgress("asking for rewards of EPIC", done, of),
    );
  };
  return distanceFrom(EPIC(discount), moments, ({ first: own }) => {
    const name = names[own.numerator === 0n ? 0 : 1];
    throw new InnateError("undecided", `${name} is constant once it is canonical, and correlates with nothing`);
  });
}

function starc({ contexts: [{ criterion, subject, onProgress }], payoffs }: Pair): Distance {
  const moments = () =>
    starcMoments(subject.enumeration.model, payoffs, criterion, (done, of) =>
      onProgress("levelling values of STARC", done, of),
    );
  // A reward that is nothing once it is canonical stays nothing when it is divided by its norm.
  return distanceFrom(STARC(criterion), moments, ({ first, second }) =>
    exactly(first.numerator === second.numerator ? rational(0n) : rational(1n, 2n)),
  );
}

/** An episode of each policy of a witness; none of one that tosses a coin. */
function pathsOf({ contexts: [context] }: Pair, [a, b]: readonly [Side, Side]): readonly (Path | undefined)[] {
  if (a.kind !== "coin" && b.kind !== "coin") return partingPaths(context, [a.play, b.play]);
  return [a, b].map((side) => (side.kind === "coin" ? undefined : likeliestPath(context, side.play)));
}

/** The two policies of a witness; the trace of each with what the reward pays that prefers it. */
function contenders(pair: Pair, witness: readonly [Side, Side]): readonly [Contender, Contender] {
  const { contexts, names } = pair;
  const paths = pathsOf(pair, witness);
  const contender = (which: 0 | 1): Contender => {
    const side = witness[which];
    const policy = policyText(side, which === 0 ? names : [names[1], names[0]]);
    const [first, second] = side.kind === "coin" ? side.returns : side.play.returns;
    const path = paths[which];
    return {
      returns: [quantity(first), quantity(second)],
      policy,
      ...(path === undefined ? {} : { trace: traceOf(contexts[which], path, policy) }),
    };
  };
  return [contender(0), contender(1)];
}

const decisionOf = (pair: Pair, policies: Hackability["policies"], set: string, decision: Decision): Hackability =>
  decision.outcome === "hackable"
    ? {
        policies,
        set,
        outcome: "hackable",
        witness: contenders(pair, decision.witness),
      }
    : { policies, set, outcome: decision.outcome, reason: reasonText(decision, pair.names) };

function notesOf({ contexts, names }: Pair, { intent, drives }: AnySetting): readonly string[] {
  const rounded = contexts.flatMap(({ columns, drive }, which) =>
    columns.flatMap((column, k) =>
      column.rounded === undefined
        ? []
        : [
            `term "${drive.terms[k]!.name}" of ${names[which]} returned ${column.rounded}, which was read as its first 12 digits`,
          ],
    ),
  );
  const { model } = contexts[0].subject.enumeration;
  const mayEnd = Array.from({ length: model.states }, (_, state) => hasEnded(model.phases[0]!, state)).includes(true);
  const ends =
    "EPIC does not see that the world ends: to it a constant paid per step is no incentive to end sooner or later";
  const others = (intent?.items ?? []).filter(({ kind }) => kind !== "score");
  const isScore = names.includes(INTENT) && !Object.hasOwn(drives, INTENT);
  const left = others.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  return [
    ...rounded,
    ...(mayEnd ? [ends] : []),
    ...(isScore && others.length > 0 ? [`${INTENT} is the score alone, without ${left}`] : []),
  ];
}

/**
 * How far two rewards of a case are from each other, and whether they are hackable with respect to each other.
 *
 * @throws InnateError `case` if the case is unsound, `undecided` if a limit was reached or a reward is no reward of moments, `usage`
 *   if an option is wrong
 */
export function compare(subject: AnyCase, options: CompareOptions): Comparison {
  const { name, drives: names, onProgress } = options;
  const settings = settingsOf(subject.parameters, options.settings ?? {});
  const setting = subject.build(settings);
  const drives = names.map((drive) => rewardNamed(setting, drive, name));
  if (names[0] === names[1])
    throw new InnateError("usage", `${name}: "${names[0]}" is at distance 0 from itself; name two drives`);
  const report = (stage: string, done: number, of?: number) =>
    onProgress?.({ drive: names.join(" and "), stage, done, ...(of === undefined ? {} : { of }) });
  const enumeration: Enumeration = {
    ...enumerate(setting.world, options.limits, (found, done) => report("enumerating states", done, found)),
    onCalls: (what, done) => report(`reading ${what}`, done),
  };
  const { criterion, question } = askedOf(setting.world, enumeration.model, options);
  const bare = layOutBare(setting, enumeration);
  const contextFor = (which: 0 | 1): Context =>
    contextOf(bare, {
      driveName: names[which],
      drive: drives[which]!,
      criterion,
      limits: options.limits ?? {},
      onProgress: report,
      isTimeUp: () => false,
    });
  const contexts = [contextFor(0), contextFor(1)] as const;
  const worldly = ({ columns, drive }: Context): Payoff => payoffOf(bare, drive, columns);
  const pair: Pair = { contexts, names, payoffs: [worldly(contexts[0]), worldly(contexts[1])] };
  const decisions = hackability({
    model: contexts[0].arena.model,
    payoffs: [contexts[0].payoff, contexts[1].payoff],
    criterion,
    onProgress: report,
  });
  const sets = setsOf(criterion, setting.world.observe !== undefined);
  const deterministic = decisionOf(pair, "deterministic", sets.deterministic, decisions.deterministic);
  return {
    case: name,
    settings,
    drives: names,
    question,
    sizes: sizesOf(contexts[0]),
    verdict: verdictText(decisions, names),
    distances: [epic(pair), starc(pair)],
    hackability: [
      deterministic,
      decisions.all === decisions.deterministic
        ? { ...deterministic, policies: "all", set: sets.all }
        : decisionOf(pair, "all", sets.all, decisions.all),
    ],
    notes: notesOf(pair, setting),
  };
}
