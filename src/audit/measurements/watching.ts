import { InnateError } from "../../core/errors.ts";
import { formatRational, ONE, type Rational, rational, toNumber, ZERO } from "../../core/rational.ts";
import { exactly } from "../../exact/figure.ts";
import { isSolution } from "../../exact/solve.ts";
import { type Analysis, analyse, backupsOf, type Context, comparedBy, type Frame, solveFor } from "../analysis.ts";
import { contextOf } from "../context.ts";
import { type Oversight, type Sight, showTheSame, sighted } from "../oversight.ts";
import { quantity } from "../quantity.ts";
import type { Sensitivity, ShareFlip, Violated, WatchedShare, WatchedSight, Watching } from "../report.ts";
import type { Subject } from "../subject.ts";
import { penaltyText } from "../words.ts";
import { Stopped } from "./breakpoints.ts";
import { penalties, watchTerms } from "./penalties.ts";
import { sensitivity } from "./sensitivity.ts";
import { between, HALF, STAGE, spectrumOf, subjectAt } from "./shares.ts";

/** Shares of watched moments or episodes that are shown, from never (0) to always (1); all are points of the grid. */
const SHARES: readonly Rational[] = [
  ZERO,
  rational(1n, 10n),
  rational(3n, 10n),
  HALF,
  rational(7n, 10n),
  rational(9n, 10n),
  ONE,
];
/** Steps of equal width between never and always at which flips are looked for where they cannot be computed… */
const GRID = 10;
/** …and times that a step with a flip in it is halved. */
const HALVINGS = 8;
/** Most branch backups for one sight, and most beliefs. */
const MOST_WORK = 60_000_000;
const MOST_BELIEFS = 20_000;

/** Counts branch backups; what it throws ends a search. */
type Spend = (backups: number) => void;

function createBudget({ isTimeUp }: Context): Spend {
  let left = MOST_WORK;
  return (backups) => {
    if (isTimeUp()) throw new Stopped("the time allowed was nearly up");
    left -= backups;
    if (left < 0) throw new Stopped("the model is too large for it");
  };
}

/** Branch backups of the solves of one analysis: the drive's optimum, the honest one, and four for each item. */
const analysisWork = (context: Context): number => (2 + 4 * context.objectives.length) * backupsOf(context);

/** How the drive-optimal policies fare at one share. */
function fare(context: Context, share: Rational, spend: Spend): WatchedShare {
  spend(analysisWork(context));
  const optimum = solveFor(context, context.payoff, "maximise");
  if (!isSolution(optimum)) throw new Stopped(`the drive has no optimum at a share of ${toNumber(share)}`);
  const { items, unmet } = analyse(context, optimum);
  const isViolated = items.some(({ violated, isDetour }) => violated && !isDetour);
  const figures = items.map(comparedBy);
  return {
    share: quantity(exactly(share)),
    optimum: quantity(optimum.start),
    meant: figures.map(({ meant }) => quantity(meant)),
    worst: figures.map(({ worst }) => quantity(worst)),
    best: figures.map(({ best }) => quantity(best)),
    violated: !isViolated ? "none" : unmet === undefined ? "some" : "every",
  };
}

/** The flips between shares at which the violation is known, and on the open pieces between them where those are known as well. */
function exactFlips(points: readonly Rational[], violatedAt: (share: Rational) => Violated): readonly ShareFlip[] {
  const inside = points.slice(1).map((share, k) => violatedAt(between(points[k]!, share)));
  return points.flatMap((share, k) => {
    const at = violatedAt(share);
    const [below, above] = [inside[k - 1] ?? at, inside[k] ?? at];
    const place = quantity(exactly(share));
    return below === at && at === above ? [] : [{ low: place, high: place, below, at, above }];
  });
}

/** The flips between neighbouring points of the grid, each in an isolating interval. */
function isolatedFlips(violatedAt: (share: Rational) => Violated): readonly ShareFlip[] {
  const isolate = (low: Rational, high: Rational, halvings: number): readonly ShareFlip[] => {
    const [below, above] = [violatedAt(low), violatedAt(high)];
    if (below === above) return [];
    const [from, to] = [quantity(exactly(low)), quantity(exactly(high))];
    if (halvings === 0) return [{ low: from, high: to, below, above }];
    const middle = between(low, high);
    return [...isolate(low, middle, halvings - 1), ...isolate(middle, high, halvings - 1)];
  };
  return Array.from({ length: GRID }, (_, k) =>
    isolate(rational(BigInt(k), BigInt(GRID)), rational(BigInt(k + 1), BigInt(GRID)), HALVINGS),
  ).flat();
}

/** Remembers what was found at each share. */
function remembered<T>(find: (share: Rational) => T): (share: Rational) => T {
  const known = new Map<string, T>();
  return (share) => {
    const key = formatRational(share);
    const found = known.get(key) ?? find(share);
    known.set(key, found);
    return found;
  };
}

/** What is found, or the reason why nothing is. */
function attempt<T>(find: () => T): T | { readonly reason: string } {
  try {
    return find();
  } catch (error) {
    if (error instanceof Stopped || (error instanceof InnateError && error.fault !== "usage"))
      return { reason: error.message };
    throw error;
  }
}

/** One audited drive and what is known of it, for one sight. */
interface Looked {
  readonly context: Context;
  readonly analysis: Analysis;
  readonly oversight: Oversight;
  /** the sensitivity of the audited world's drive */
  readonly moved: readonly Sensitivity[];
  readonly subjectAt: (share: Rational) => Subject;
  readonly sight: Sight;
  readonly frame: Frame;
}

/** The shares that are shown, as far as they were found, and the flips between all others. */
function sharesOf({ context, oversight, subjectAt, sight, frame }: Looked) {
  const shares: WatchedShare[] = [];
  const spend = createBudget(context);
  const flips = attempt(() => {
    if (sight === "observed" && oversight.drawn === "step" && !oversight.isBefore)
      throw new Stopped("it is drawn with the outcome of an act who sees it, so nobody can tell before");
    if (oversight.drawn === "episode" && context.criterion.kind === "average")
      throw new Stopped("shares of episodes are not gone through under the long-run average");
    // The audited world is about as large as the others, which are not enumerated where that is too large.
    spend(SHARES.length * analysisWork(context));
    const at = (share: Rational) => contextOf(sighted(subjectAt(share), oversight, sight), frame);
    const spectrum = oversight.drawn === "episode" ? spectrumOf(at(HALF), oversight) : undefined;
    const fareAt = remembered((share) => fare(spectrum?.at(share) ?? at(share), share, spend));
    for (const share of SHARES) shares.push(fareAt(share));
    const violatedAt = (share: Rational): Violated => fareAt(share).violated;
    if (spectrum === undefined) return isolatedFlips(violatedAt);
    const backups = backupsOf(spectrum.at(HALF));
    return exactFlips([ZERO, ...spectrum.changes(() => spend(backups)), ONE], violatedAt);
  });
  return { shares, flips };
}

/** How heavy penalties have to be, and whether the audited world's agent has this sight. */
function penaltiesOf({ context, analysis, oversight, moved, sight, frame }: Looked) {
  const spend = createBudget(context);
  spend(analysisWork(context));
  const subject = sighted(context.subject, oversight, sight);
  const isOwn = showTheSame(subject, context.subject);
  const own = isOwn ? context : contextOf(subject, frame);
  const count = () => spend(backupsOf(own));
  const found = attempt(() => {
    if (isOwn) return penalties(own, analysis, oversight, moved, count);
    const optimum = solveFor(own, own.payoff, "maximise");
    if (!isSolution(optimum)) throw new Stopped("the drive has no optimum");
    const there = analyse(own, optimum);
    return penalties(own, there, oversight, sensitivity(own, there, watchTerms(own, oversight)), count);
  });
  return { isOwn, found };
}

function sightOf(looked: Looked): WatchedSight {
  const { shares, flips } = sharesOf(looked);
  const weights = attempt(() => penaltiesOf(looked));
  const undecided = [
    ...("reason" in flips ? [flips.reason] : []),
    ...("reason" in weights ? [`penalties: ${weights.reason}`] : []),
    ...("found" in weights && "reason" in weights.found ? [`penalties: ${weights.found.reason}`] : []),
  ];
  return {
    sight: looked.sight,
    isOwn: "isOwn" in weights && weights.isOwn,
    shares,
    ...("reason" in flips ? {} : { flips }),
    ...(looked.oversight.drawn === "step" ? { grid: GRID } : {}),
    penalties: "found" in weights && !("reason" in weights.found) ? weights.found : [],
    undecided,
  };
}

/**
 * How what was meant fares with how much is watched and how heavy a penalty is, where the agent sees who watches before it acts and
 * where it does not.
 *
 * @param moved - the sensitivity of the audited world's drive
 */
export function watching(
  context: Context,
  analysis: Analysis,
  oversight: Oversight,
  moved: readonly Sensitivity[],
): Watching {
  const frame: Frame = {
    ...context,
    onProgress(stage, done, of) {
      if (stage === "enumerating beliefs" && (of ?? 0) > MOST_BELIEFS)
        throw new Stopped(`more than ${MOST_BELIEFS} beliefs`);
      context.onProgress(STAGE, done, of);
    },
  };
  const looked = {
    context,
    analysis,
    oversight,
    moved,
    subjectAt: remembered((share: Rational) => subjectAt(context, oversight, share)),
    frame,
  };
  const sights = (["observed", "hidden"] as const).map((sight) => sightOf({ ...looked, sight }));
  return { flags: oversight.flags, drawn: oversight.drawn, sights };
}

/** What a finding of the watched check says of penalties, for the agent that the audited world has. */
export const watchingNotes = ({ sights }: Watching): readonly string[] =>
  sights.flatMap(({ isOwn, penalties }) => (isOwn ? penalties.map(penaltyText) : []));
