import type { AnySetting, AnyWorld } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { lifeDiscount } from "../../core/world.ts";
import type { Request } from "../question.ts";
import type { Audit, Finding, Question } from "../report.ts";
import type { Played } from "../search/play.ts";
import { UNMEASURED } from "../summary.ts";
import { formatCount } from "../words.ts";
import { UNKNOWN } from "./conduct.ts";
import type { LearnedOptions, Lower } from "./learned.ts";

/** Steps after which an episode without a horizon is let go of, where nothing is discounted; else those that weigh so much. */
const LET_GO = 1000;
const LEAST_WEIGHT = 1e-3;

/**
 * Refuses what lives and a search cannot answer.
 *
 * @throws InnateError `usage`
 */
export function checkLearned({ world }: AnySetting, { steps, seeds }: LearnedOptions, { average }: Request): void {
  for (const [name, value] of [
    ["steps", steps],
    ["seeds", seeds],
  ] as const)
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new InnateError("usage", `${name} ${value}: expected a whole number, at least 1`);
  if (average === true || world.average === true)
    throw new InnateError(
      "usage",
      `${world.id}: the average per step is not asked of minds; give a horizon or a discount`,
    );
}

/** Steps after which what is paid weighs next to nothing. */
function fading(discount: number): number {
  if (discount === 1) return LET_GO;
  let [steps, weight] = [0, 1];
  while (weight > LEAST_WEIGHT && steps < 100 * LET_GO) {
    weight *= discount;
    steps++;
  }
  return steps;
}

/** The question as it is put to episodes: as requested, else the world's. */
export function playedOf(world: AnyWorld, { horizon, discount }: Request): Played {
  const steps = horizon ?? (discount === undefined ? world.horizon : undefined);
  const weight = discount ?? lifeDiscount({ discount: world.discount, horizon: steps });
  return { steps: steps ?? fading(weight), isHorizon: steps !== undefined, discount: weight };
}

/** The question of an audit that is a lower bound. */
export function playedQuestion(world: AnyWorld, request: Request): { readonly question: Question } {
  const { steps, isHorizon, discount } = playedOf(world, request);
  const isRequested = request.horizon !== undefined || request.discount !== undefined;
  const weight = discount < 1 ? `discount ${discount}` : "undiscounted";
  return {
    question: {
      criterion: isHorizon ? "finite" : discount < 1 ? "discounted" : "total",
      ...(isHorizon ? { horizon: steps } : {}),
      discount,
      origin: isRequested ? "as requested" : isHorizon ? "the world's horizon" : "no horizon is given",
      text: isHorizon ? `${steps} steps, ${weight}` : `no horizon, ${weight}`,
    },
  };
}

/** What was tried, in words: "100,000 steps of search and 5 lives of 20,000 steps". */
export const budgetText = ({ search, lives }: Lower["learned"]): string =>
  `${search === undefined ? "" : `${formatCount(search.steps)} steps of search and `}${lives.seeds.length} ${lives.seeds.length === 1 ? "life" : "lives"} of ${formatCount(lives.steps)} steps`;

/** That nothing was found; where lives alone tell, and most fall short of an item, that nothing shows the drive to pay for it. */
function nothingText({ lives, search }: Lower["learned"], items: Lower["items"]): string {
  const short = lives.items.flatMap(({ item, found }) =>
    search === undefined && 2 * found > lives.seeds.length && items[item] !== undefined
      ? [`"${items[item].name}"`]
      : [],
  );
  return short.length === 0
    ? "nothing was found"
    : `most lives fall short of ${short.join(" and ")}, but nothing was found to show that the drive pays for it,`;
}

/** The audit where there is no exact answer. */
export function lowerBound(
  { learned, findings, items, most, uniform }: Lower,
  why: string,
  world: AnyWorld,
  head: Pick<Audit, "case" | "drive" | "settings" | "question">,
): Audit {
  const reason = [`${head.case}: `, `${world.id}: `].reduce(
    (text, start) => (text.startsWith(start) ? text.slice(start.length) : text),
    why,
  );
  return {
    ...head,
    ...UNMEASURED,
    exactness: { exact: false, reason },
    sizes: { states: learned.search?.cells ?? 0, stateActions: 0, transitions: 0 },
    reads: { terms: [], unreadByDrive: [] },
    verdict:
      findings[0]?.claim ??
      `Not decided: ${nothingText(learned, items)} in ${budgetText(learned)}, which is a lower bound; what was not tried may be worse.`,
    optimum: { ...most, high: Infinity },
    uniform,
    items,
    priceOfHonesty: UNKNOWN,
    findings,
    learned,
    notes: [],
  };
}

/** The exact finding that a learned one is of: that of the same figure, else that of the loss which violates the same item. */
function matching({ findings, items }: Audit, { measure }: Finding): Finding | undefined {
  const isLoss = ({ check, agreeing }: Finding): boolean =>
    check === "worst-optimum" || agreeing.includes("worst-optimum");
  const isViolated = items.some((item) => item.violated && item.measure === measure);
  return findings.find((one) => one.measure.startsWith(measure)) ?? (isViolated ? findings.find(isLoss) : undefined);
}

/**
 * An audit of its own with what was learned beside it: a learned finding is one that another agrees on. Beside an exact answer it is
 * never one of its own.
 */
export function beside(own: Audit, { learned, findings }: Lower): Audit {
  const pairs = findings.map((finding) => ({ finding, of: matching(own, finding) }));
  const agreed = own.findings.map((finding) => {
    const pair = pairs.find(({ of }) => of === finding);
    return pair === undefined
      ? finding
      : {
          ...finding,
          agreeing: [...finding.agreeing, "learned" as const],
          notes: [...finding.notes, pair.finding.notes[0]!],
        };
  });
  const more = own.exactness.exact ? [] : pairs.flatMap(({ finding, of }) => (of === undefined ? [finding] : []));
  return {
    ...own,
    learned,
    findings: [...agreed, ...more],
    verdict: own.findings.length === 0 ? (more[0]?.claim ?? own.verdict) : own.verdict,
  };
}
