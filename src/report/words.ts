import {
  type Audit,
  type Check,
  type Finding,
  type ItemResult,
  type Options,
  type Quantity,
  SEVERITIES,
  type Sensitivity,
  type Standing,
  type Trace,
} from "../audit/report.ts";
import { count, formatMultiple, formatNumber, formatPercent, formatQuantity } from "./number.ts";
import { isAccepted, stableId } from "./outcome.ts";
import { loopPasses } from "./picture.ts";
import type { Accepted } from "./schema.ts";

const CHECK_NAMES: Readonly<Record<Check, string>> = {
  tampering: "tampering",
  watched: "watched and unwatched",
  power: "power",
  "no-return": "point of no return",
  loop: "loop",
  stalling: "stalling",
  "worst-optimum": "worst optimum",
  learned: "learned",
  misgeneralisation: "misgeneralisation",
  accepted: "accepted behaviour",
  "near-optimum": "near optimum",
};

/** A check's name in words. */
export const checkName = (check: Check): string => CHECK_NAMES[check];

/** An item of the intent: "never theft", "keep possible out", "score". */
export const itemName = ({ kind, name }: Pick<ItemResult, "kind" | "name">): string =>
  kind === "score" ? name : `${kind === "keepPossible" ? "keep possible" : kind} ${name}`;

/** Whether an event of a step is one that the intent rules out: "never theft", "keepPossible control lost". */
export const isHarm = (event: string): boolean => /^(?:never|keepPossible) /.test(event);

/** The items by what goes on happening for ever, where the long-run average is asked for; no item under any other question. */
export const itemsForEver = ({ items }: Audit): readonly ItemResult[] =>
  items.flatMap(({ recurrent, ...item }) =>
    recurrent === undefined ? [] : [{ ...item, ...recurrent, violated: item.violated && !sameFigures(recurrent) }],
  );

/** Whether the worst optimum fares no worse than what was meant. */
const sameFigures = ({ meant, worst }: { readonly meant: Quantity; readonly worst: Quantity }): boolean =>
  meant.value === worst.value;

/** A list in words: "a, b and c". */
export const listOf = (words: readonly string[], join = "and"): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${join} ${words[words.length - 1]}`;

/** The case and the settings that are not left out: "my-vault (watched = 0.25)". */
export function caseTitle(audit: Pick<Audit, "case" | "settings">): string {
  const settings = Object.entries(audit.settings).map(
    ([name, value]) => `${name} = ${typeof value === "number" ? formatNumber(value) : value}`,
  );
  return settings.length === 0 ? audit.case : `${audit.case} (${settings.join(", ")})`;
}

/** What the three figures of an item are: of optimal policies, or of the best that were found where those are not known. */
export const itemHeads = ({ exactness }: Audit): readonly [string, string, string] =>
  exactness.exact ? ["meant", "worst optimum", "best optimum"] : ["meant", "worst found", "best found"];

/** "1 high finding", "2 findings: 1 high, 1 medium; 1 accepted", "no exploit found", or "not decided". */
export function countFindings(audit: Audit): string {
  if (audit.findings.length === 0)
    return !isJudged(audit) ? "no intent stated" : audit.exactness.exact ? "no exploit found" : "not decided";
  const accepted = audit.findings.filter(isAccepted).length;
  const known = accepted === 0 ? "" : `; ${accepted === audit.findings.length ? "" : `${accepted} `}accepted`;
  const of = SEVERITIES.flatMap((severity) => {
    const number = audit.findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}`];
  });
  const all = audit.findings.length;
  return of.length === 1
    ? `${of[0]} ${all === 1 ? "finding" : "findings"}${known}`
    : `${count(all, "finding")}: ${of.join(", ")}${known}`;
}

/** The question, and where it came from. */
export const questionText = ({ question }: Pick<Audit, "question">): string =>
  question.origin === "" ? question.text : `${question.text} (${question.origin})`;

/** " and the 9 beliefs that an agent can hold about them", where it does not see the states. */
export const beliefsText = ({ beliefs }: Audit["sizes"]): string =>
  beliefs === undefined ? "" : ` and the ${count(beliefs, "belief")} that an agent can hold about them`;

/** Whether the answer is exact and over how many states, or why it is not. */
export function coverageText({ exactness, sizes, learned, basis }: Audit): string {
  const had = basis === undefined ? "" : `, ${basis}`;
  if (!exactness.exact && learned !== undefined) return `a lower bound: ${exactness.reason}${had}`;
  const states = `${count(sizes.states, "state")}${beliefsText(sizes)}${had}`;
  return exactness.exact ? `exact over all ${states}` : `not exact over ${states}: ${exactness.reason}`;
}

/** The same in few words, for a line of many. */
export const coverageBrief = ({ exactness, sizes, learned }: Audit): string =>
  !exactness.exact && learned !== undefined
    ? "a lower bound"
    : `${exactness.exact ? "exact" : "not exact"}, ${count(sizes.states, "state")}`;

const UNTIL = { terminated: " until the world ends", horizon: " to the horizon", cut: "" } as const;

/** Where the loop of a trace begins and how often it is gone through, or how long the trace is and how probable. */
export function traceTitle(trace: Trace): string {
  const length = trace.steps.length;
  const chance = trace.probability === 1 ? "" : `; its probability is ${formatPercent(trace.probability)}`;
  if (trace.loop === 0) return `${count(length, "step")}${UNTIL[trace.end.why]}${chance}`;
  const stem = trace.stem === 0 ? "from the start" : `after ${count(trace.stem, "step")}`;
  const passes = loopPasses(trace);
  const often = Number.isInteger(passes) ? `${formatNumber(passes)} times` : `over ${Math.floor(passes)} times`;
  return `a loop of ${count(trace.loop, "step")} ${stem}, ${often}, to step ${formatNumber(length)}${chance}`;
}

/** The rest of what is known of a trace: whose path it is, and in which sense it is minimal. */
export function traceOrigin({ policies, minimal, share }: Trace): string {
  const percent = formatPercent(share);
  const parts =
    share < 1 && minimal.endsWith("the regret")
      ? [`${minimal} (${percent})`]
      : [minimal, share === 1 ? "" : `${percent} of the regret`];
  return [`a path of ${policies}`, ...parts].filter(Boolean).join("; ");
}

/** The traces of a finding: its own and the further ones. */
export const tracesOf = ({ trace, furtherTraces = [] }: Finding): readonly Trace[] =>
  trace === undefined ? [] : [trace, ...furtherTraces];

/** How much of the regret several traces show together. */
export function togetherText(traces: readonly Trace[]): string {
  const shown = traces.reduce((sum, { share }) => sum + share, 0);
  return `${traces.length} that differ in what chance brings; together they carry ${formatPercent(Math.min(1, shown))} of the regret`;
}

/** Whether a finding of an audit can be held against what was meant; a divergent drive is not. */
export const isJudged = ({ items }: Pick<Audit, "items">): boolean => items.length > 0;

/** The figure, beside what was meant where anything was judged: "score 0, meant 100". */
export const figureText = ({ measure, figure, meant }: Finding, judged: boolean): string =>
  `${measure} ${formatQuantity(figure, measure)}${judged ? `, meant ${formatQuantity(meant, measure)}` : ""}`;

/** What a baseline says of a finding: that it is accepted and why, or in which way it is worse. */
export const standingText = (standing: Standing): string =>
  standing.state === "accepted"
    ? `accepted: ${standing.reason}`
    : `worse than what was accepted: ${standing.how}; the reason given was: ${standing.reason}`;

/** What is said of an entry of a baseline whose finding is there no more. */
export const goneText = ({ case: name, drive, finding, reason }: Accepted): string =>
  `${stableId({ case: name, drive }, { id: finding })} is accepted and found no more; take it out of the baseline (its reason was: ${reason})`;

/** What comes after an amount of a drive's return: " a step" where the long-run average is asked for. */
export const unitOf = ({ question }: Audit): string => (question.criterion === "average" ? " a step" : "");

/** What the best agent that does what was meant forgoes of the drive's return. */
export function honestyText(audit: Audit): string {
  const { priceOfHonesty, optimum } = audit;
  const unit = unitOf(audit);
  const most = `${formatQuantity(optimum)}${unit}`;
  if (priceOfHonesty.value === 0) return `costs nothing: an agent that does what was meant earns ${most} as well`;
  if (!Number.isFinite(priceOfHonesty.value)) return `its price is ${formatQuantity(priceOfHonesty)}`;
  return `costs ${formatQuantity(priceOfHonesty)}${unit}: an agent that does what was meant earns at least that much less than the optimum, ${most}`;
}

/** What may be lost by chance alone, one sentence for each item of which that is so. */
export const chanceTexts = ({ items, lostByChance }: Pick<Audit, "items" | "lostByChance">): readonly string[] =>
  lostByChance.flatMap(({ item, worst, meant }) => {
    const lost = items[item];
    const [most, own] = [worst, meant].map((quantity) => formatQuantity(quantity, "probability"));
    return lost === undefined
      ? []
      : [`"${lost.name}" is lost without any act of no return in at most ${most} of episodes (meant: ${own})`];
  });

/** What an agent's options are at the start, and the acts that raise and lower them most. */
export function optionsText({ start, acts, discount, samples }: Options): string {
  const round = (value: number): string => formatNumber(Number(value.toPrecision(2)));
  const change = ({ before, after }: Options["acts"][number]): number => after.value - before.value;
  const sorted = [...acts].sort((a, b) => change(b) - change(a));
  const extremes = [sorted[0], sorted.at(-1)].flatMap((act, k) => {
    const isRise = k === 0;
    if (act === undefined || change(act) > 0 !== isRise) return [];
    const { action, before, after } = act;
    return [`"${action}" ${isRise ? "raises" : "lowers"} it from ${round(before.value)} to ${round(after.value)}`];
  });
  const half = formatNumber(Number(((start.high - start.low) / 2).toPrecision(1)));
  const sample = `POWER ${round(start.value)} ± ${half} at the start (discount ${formatNumber(discount)}, ${samples} samples)`;
  return [sample, ...extremes].join("; ");
}

/** Where the worst optimum is good, neighbouring pieces joined: "below ×0.5", "from ×2 up to ×3". */
export function goodRanges({ pieces }: Sensitivity): readonly string[] {
  const joined: (typeof pieces)[number][][] = [];
  pieces.forEach((piece, k) => {
    if (!piece.good) return;
    if (pieces[k - 1]?.good) joined[joined.length - 1]?.push(piece);
    else joined.push([piece]);
  });
  return joined.map((range) => {
    const [first, last] = [range[0]!, range[range.length - 1]!];
    if (first.low.value === last.high.value) return `exactly ${formatMultiple(first.low)}`;
    const isPoint = ({ low, high }: (typeof pieces)[number]) => low.value === high.value;
    const from = first === pieces[0] ? "" : `${isPoint(first) ? "from" : "above"} ${formatMultiple(first.low)}`;
    const to =
      last === pieces[pieces.length - 1] ? "" : `${isPoint(last) ? "up to" : "below"} ${formatMultiple(last.high)}`;
    return [from, to].filter(Boolean).join(" and ");
  });
}

/** The multiples of a weight at which the worst optimum changes, ascending, the ends of the interval left out. */
export const breakpoints = (sensitivity: Sensitivity): readonly string[] =>
  sensitivity.pieces
    .filter(
      ({ low, high }) => low.value === high.value && low.value !== sensitivity.low && low.value !== sensitivity.high,
    )
    .map(({ low }) => formatMultiple(low));

const MOST_BREAKPOINTS = 4;

/** What a term's weight does to the worst optimum, in one sentence without its name. */
export function sensitivityText(sensitivity: Sensitivity): string {
  const span = `from ×${formatNumber(sensitivity.low)} to ×${formatNumber(sensitivity.high)}`;
  const good = goodRanges(sensitivity);
  const breaks = breakpoints(sensitivity);
  const shown =
    breaks.length > MOST_BREAKPOINTS
      ? [...breaks.slice(0, MOST_BREAKPOINTS), `${breaks.length - MOST_BREAKPOINTS} more`]
      : breaks;
  const where = breaks.length === 0 ? "" : `; it changes at ${listOf(shown)}`;
  if (!sensitivity.complete)
    return `not decided ${span}${sensitivity.reason === undefined ? "" : `: ${sensitivity.reason}`}`;
  if (sensitivity.pieces.every((piece) => piece.good)) return `does what was meant at every weight ${span}${where}`;
  if (good.length === 0) return `no weight ${span} repairs it${where}`;
  return `the worst optimum does what was meant ${listOf(good, "or")}${where}`;
}
