import type { Answer } from "../audit/behaviours/answers.ts";
import type { Audit, Behaviour } from "../audit/report.ts";
import { InnateError } from "../core/errors.ts";
import { isFailing, whyUndecided } from "../report/outcome.ts";
import { type AnswerFlags, answersFor, isAnswering, keepAnswers } from "./answers.ts";
import { type BaselineFlags, hold, readBaselines, writeBaseline } from "./baseline.ts";
import { type ForeignFlags, foreignOptions } from "./foreign-flags.ts";
import { type LearnedFlags, learnedOf, livesOf } from "./learned.ts";
import { createProgressBar, type ProgressBar } from "./progress.ts";
import { type Audited, checkReportFiles, type ReportFlags, writeReports } from "./reports.ts";
import type { Failure } from "./run/messages.ts";
import { limitsOf, modelBytes, type Run, startRun } from "./run/run.ts";
import { STATUS, STATUS_OF, type Status, together } from "./status.ts";
import { findTarget, type Target } from "./target.ts";
import { complain, harmless } from "./terminal.ts";

export interface AuditFlags extends ForeignFlags, ReportFlags, BaselineFlags, AnswerFlags, LearnedFlags {
  readonly drive: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly horizon?: number;
  readonly discount?: number;
  readonly average?: boolean;
  /** seconds */
  readonly time?: number;
  /** MiB */
  readonly memory?: number;
  readonly maxStates?: number;
}

/** Lines of what a user's file prints that are shown before they are only counted. */
const NOISE = 20;

/** The status of one audit: whether it has a finding that fails it, or nothing was decided or judged. */
export function statusOf(audit: Audit, failOn: AuditFlags["failOn"]): Status {
  if (audit.findings.some((finding) => isFailing(finding, failOn))) return STATUS.findings;
  return whyUndecided(audit) === undefined ? STATUS.clean : STATUS.undecided;
}

/** Options that answer a kind each, as an example: "--accept 1 --reject 2"; a kind without marks cannot be answered. */
const answerable = (kinds: readonly Behaviour[]): string =>
  kinds
    .flatMap(({ marks }, k) => (marks.length === 0 ? [] : [k + 1]))
    .slice(0, 2)
    .map((number, k) => `${k === 0 ? "--accept" : "--reject"} ${number}`)
    .join(" ");

/** How a case states what was meant; a model is told it. */
const STATING =
  "in the case:\n" +
  "    const intent = defineIntent(world, {\n" +
  "      never: { harm: ({ nextState }) => … },   // what must not happen\n" +
  "      reach: { goal: (state) => … },           // what must have happened by the end\n" +
  "      keepPossible: { goal: (state) => … },    // what must stay possible\n" +
  "      score: ({ nextState }) => …,             // how good a step is\n" +
  "    });\n" +
  "    export default defineCase({ world, drives, intent });";
const TELLING =
  "by labels or conditions:\n" +
  "    --never LABEL           what must not happen\n" +
  "    --reach LABEL           what must have happened by the end\n" +
  "    --keep-possible LABEL   what must stay possible\n" +
  "where LABEL is one of the model's, or a condition over its variables: --never 'x>2'";

/** A file of its own, which stands at the margin so that Python reads it as it is copied. */
const BESIDE =
  "in a file that --with names, such as mine.py:\n\n" +
  "intent = {\n" +
  "    # of a step: what must not happen, and how good it is\n" +
  '    "never": {"harm": lambda moment: moment.terminated and moment.reward < 0},\n' +
  '    "score": lambda moment: moment.reward,\n' +
  "    # of an observation: what must have happened by the end, or stay possible\n" +
  '    # "reach": {"goal": lambda observation: observation == 15},\n' +
  '    # "keep_possible": {"goal": lambda observation: observation == 15},\n' +
  "}\n\n" +
  "(in TypeScript: defineGymnasium of innate/bridge, as in examples/frozen-lake.ts)";

const UNSTATED = {
  case: { who: "the case states no intent", how: STATING },
  model: { who: "nothing says what was meant by the model", how: TELLING },
  gymnasium: { who: "nothing says what was meant by the environment", how: BESIDE },
} as const;

/** What to do about a case that states no intent, whose audit shows some kinds of behaviour. */
function noIntent(name: string, foreign: Target["foreign"], kinds: readonly Behaviour[]): string {
  const { who, how } = UNSTATED[foreign?.kind ?? "case"];
  const say = kinds.some(({ marks }) => marks.length > 0)
    ? `Answer the kinds of behaviour that do what no other does (${answerable(kinds)}), or say`
    : "Say";
  return `${name}: ${who}, so there is nothing to hold its drives against.\n${say} what you meant, in part or in whole, ${how}`;
}

/** Passes a file's own output on, the first lines of it. */
function createNoise(name: string, quiet: boolean) {
  let lines = 0;
  return {
    line(text: string) {
      if (lines++ < NOISE && !quiet) complain(`${name} prints: ${harmless(text)}`);
    },
    end() {
      if (lines > NOISE && !quiet) complain(`${name} prints ${lines - NOISE} more lines, left out`);
    },
  };
}

/** A case to audit, or why there is none. */
type Wanted = { readonly name: string } & (
  | { readonly target: Target; readonly answers: readonly Answer[] }
  | { readonly failure: Failure }
);

/** The case that was typed; where there is none, why, so that the others can be audited. */
function wantedOf(typed: string, flags: ForeignFlags): Wanted {
  try {
    const target = findTarget(typed, foreignOptions(flags));
    return { name: typed, target, answers: answersFor(target) };
  } catch (error) {
    if (!(error instanceof InnateError)) throw error;
    return { name: typed, failure: { blame: error.fault, message: error.message } };
  }
}

/** Whether what is wanted is an environment, of which perhaps nothing exact can be known. */
const isEnvironment = (wanted: Wanted): boolean => "target" in wanted && wanted.target.foreign?.kind === "gymnasium";

/** Says why cases have no audits; what is true of several alike is said once. */
function complainAll(outcomes: readonly Audited[]): void {
  const byText = new Map<string, string[]>();
  for (const { name, failure } of outcomes) {
    if (failure === undefined) continue;
    const start = `${name}: `;
    const own = failure.message.startsWith(start);
    const text = own ? failure.message.slice(start.length) : failure.message;
    byText.set(text, [...(byText.get(text) ?? []), ...(own ? [name] : [])]);
  }
  for (const [text, names] of byText) complain(names.length === 0 ? text : `${names.join(", ")}: ${text}`);
}

/** Stops what is under way at the first Ctrl-C, and the process at the second. */
function createInterrupt(bar: ProgressBar) {
  let current: Run | undefined;
  let interrupted = false;
  process.on("SIGINT", () => {
    bar.close();
    if (interrupted) process.exit(STATUS.interrupted);
    interrupted = true;
    current?.stop();
  });
  return {
    isInterrupted: () => interrupted,
    watch(run: Run) {
      current = run;
    },
  };
}

/** Audits one case after another, until it is interrupted; a case that was interrupted has no failure. */
async function auditAll(
  cases: readonly Wanted[],
  flags: AuditFlags,
  bar: ProgressBar,
  { isInterrupted, watch }: ReturnType<typeof createInterrupt>,
): Promise<readonly Audited[]> {
  const learned = learnedOf(flags, cases.some(isEnvironment));
  const limits = limitsOf(flags);
  const outcomes: Audited[] = [];
  for (const wanted of cases) {
    if (isInterrupted()) break;
    if ("failure" in wanted) {
      outcomes.push({ ...wanted, origin: "unknown", audits: [] });
      continue;
    }
    const { target, answers } = wanted;
    const audits: Audit[] = [];
    let part: Audit | undefined;
    const noise = createNoise(target.name, flags.quiet === true);
    const task = {
      kind: "audit" as const,
      drives: flags.drive,
      answers,
      time: limits.time,
      bytes: modelBytes(limits),
      ...(flags.horizon === undefined ? {} : { horizon: flags.horizon }),
      ...(flags.discount === undefined ? {} : { discount: flags.discount }),
      ...(flags.average === undefined ? {} : { average: flags.average }),
      ...(flags.maxStates === undefined ? {} : { states: flags.maxStates }),
      ...(learned === undefined ? {} : { learned }),
      ...(isEnvironment(wanted) ? { standIn: livesOf(flags) } : {}),
    };
    const run = startRun({ ...target, task, settings: flags.set }, limits, {
      onMessage(message) {
        if (message.kind === "audit") {
          part = message.isWhole ? undefined : message.audit;
          if (message.isWhole) audits.push(message.audit);
        }
        if (message.kind === "progress") bar.update(target.name, message.progress);
      },
      onNoise(line) {
        bar.clear();
        noise.line(line);
      },
    });
    watch(run);
    const failure = await run.finished;
    bar.clear();
    noise.end();
    outcomes.push({
      name: target.name,
      origin: target.file === undefined && target.foreign === undefined ? "library" : "file",
      audits: part === undefined ? audits : [...audits, part],
      ...(failure === undefined || isInterrupted() ? {} : { failure }),
    });
  }
  return outcomes;
}

/** Audits cases and prints what was found; returns the exit status. */
export async function auditCommand(typed: readonly string[], flags: AuditFlags): Promise<Status> {
  checkReportFiles(flags);
  if (isAnswering(flags) && typed.length !== 1)
    throw new InnateError(
      "usage",
      "--accept and --reject take one case at a time: kinds of behaviour are counted for each",
    );
  const baselines = await readBaselines(flags);
  const bar = createProgressBar(flags.quiet !== true);
  const interrupt = createInterrupt(bar);
  const wanted = typed.map((one) => wantedOf(one, flags));
  const outcomes = await auditAll(wanted, flags, bar, interrupt);
  complainAll(outcomes);
  if (flags.learned !== true && outcomes.some(({ failure }) => failure?.blame === "undecided"))
    complain("--learned lets minds live under the drives and a search look for exploits, which gives a lower bound");
  const { held, gone } = await hold(outcomes, baselines, flags.drive.length > 0 || interrupt.isInterrupted());
  const audits = held.flatMap((outcome) => outcome.audits);
  const failures = outcomes.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const [only] = wanted;
  if (
    isAnswering(flags) &&
    failures.length === 0 &&
    !interrupt.isInterrupted() &&
    only !== undefined &&
    "target" in only
  )
    return keepAnswers(only.target, audits, flags);
  await writeReports(held, flags, gone);
  for (const { name, audits } of outcomes) {
    const shown = audits.find(
      ({ behaviours, learned, items }) => (behaviours ?? learned) !== undefined && items.length === 0,
    );
    if (shown === undefined || flags.quiet === true) continue;
    const own = wanted.find((one) => "target" in one && one.target.name === name);
    const foreign = own !== undefined && "target" in own ? own.target.foreign : undefined;
    complain(noIntent(name, foreign, shown.behaviours?.kinds ?? []));
  }
  if (interrupt.isInterrupted()) {
    complain(`interrupted; ${audits.length === 0 ? "nothing was decided yet" : "what was found so far is above"}`);
    return STATUS.interrupted;
  }
  await writeBaseline(outcomes, baselines, flags);
  return together([
    ...audits.map((audit) => statusOf(audit, flags.failOn)),
    ...failures.map(({ blame }) => STATUS_OF[blame]),
  ]);
}
