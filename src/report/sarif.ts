import { type Audit, CHECKS, type Finding, type Severity, type Step, type Trace } from "../audit/report.ts";
import { stringify } from "./json.ts";
import { count, formatSigned } from "./number.ts";
import { type Annotation, annotationsOf, type Outcome, stableId, whyUndecided } from "./outcome.ts";
import { changesOf, distinctSteps, formatValue, stateAfter } from "./picture.ts";
import { findingSentences } from "./plain.ts";
import { RULES } from "./rules.ts";
import type { Accepted } from "./schema.ts";
import { printable } from "./text.ts";
import { caseTitle, coverageText, goneText, questionText } from "./words.ts";

/** The names that stand for two folders: the one that innate ran in, and that of the package, whose own cases lie in it. */
const FOLDERS = {
  SRCROOT: { description: { text: "The folder in which innate was run." } },
  INNATE: { description: { text: "The folder of the package innate." } },
} as const;

const LEVELS: Readonly<Record<Severity, string>> = { high: "error", medium: "warning", low: "note" };
/** What severity a check's findings have most often; every result states its own. */
const USUAL_LEVEL = "warning";

const NOTIFICATIONS = [
  {
    id: "undecided",
    name: "Undecided",
    text: "A limit was reached, no intent was given, or there is no exact answer.",
  },
  {
    id: "no-audit",
    name: "NoAudit",
    text: "A case does not load, is unsound, or was asked for what it does not have.",
  },
  { id: "gone", text: "A finding that the baseline accepts is found no more." },
  { id: "left-out", text: "There are more findings than this document holds." },
] as const;
type NotificationId = (typeof NOTIFICATIONS)[number]["id"];

/** Most steps of a code flow. */
const MOST_STEPS = 32;

/** A relative path as a URI. */
const uriOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** A text that SARIF reads as it stands: what looks like a link to it is escaped. */
const plainText = (text: string): string => text.replace(/[[\]\\]/g, "\\$&");

const rules = CHECKS.map((check) => {
  const { name, short, full, advice } = RULES[check];
  return {
    id: check,
    name,
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: { text: `${full} ${advice}`, markdown: `**${short}**\n\n${full}\n\n*What to do:* ${advice}` },
    defaultConfiguration: { level: USUAL_LEVEL },
    properties: { tags: ["reward-function"], precision: "very-high" },
  };
});

/** The case's own file; undefined where there is no such case. */
function caseFile({ name, origin }: Outcome): object | undefined {
  if (origin === "unknown") return undefined;
  return origin === "file"
    ? { uri: uriOf(name), uriBaseId: "SRCROOT" }
    : { uri: `src/cases/${uriOf(name)}.ts`, uriBaseId: "INNATE" };
}

type Source = NonNullable<Finding["source"]>;

const physical = (outcome: Outcome, source: Source | undefined): object => ({
  physicalLocation:
    source === undefined
      ? { artifactLocation: caseFile(outcome), region: { startLine: 1 } }
      : {
          artifactLocation: {
            uri: uriOf(source.file),
            uriBaseId: outcome.origin === "library" ? "INNATE" : "SRCROOT",
          },
          region: { startLine: source.line, snippet: { text: source.text } },
        },
});

/** The line of the term that pays most in a step, or charges most, where the source of any is known. */
function payingLine({ rewards }: Step, audit: Audit): Source | undefined {
  const sources = new Map(audit.reads.terms.map(({ term, source }) => [term, source]));
  const known = Object.entries(rewards).filter(([term, reward]) => reward !== 0 && sources.get(term) !== undefined);
  const [most] = known.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  return most === undefined ? undefined : sources.get(most[0]);
}

/** The steps of a trace of a finding, each at the line of the term that pays most for it. */
function codeFlow(trace: Trace, { outcome, audit, finding }: Annotation): object {
  const distinct = distinctSteps(trace);
  const locations = distinct.slice(0, MOST_STEPS).map((step, k) => {
    const terms = Object.entries(step.rewards).map(([term, reward]) => `${term} ${formatSigned(reward)}`);
    const changes = changesOf(step.state, stateAfter(trace, k)).map(({ field, from, to }) => `${field} ${from}→${to}`);
    const parts = [
      `${step.action} pays ${formatSigned(step.reward)} (${terms.join(", ")})`,
      ...step.events,
      ...changes,
    ];
    const loops = trace.loop > 0 && k === trace.stem ? "the loop begins; " : "";
    return {
      location: {
        ...physical(outcome, payingLine(step, audit) ?? finding.source),
        message: { text: plainText(printable(`step ${k}: ${loops}${parts.join("; ")}`)) },
      },
      state: Object.fromEntries(
        Object.entries(step.state).map(([field, value]) => [field, { text: printable(formatValue(value)) }]),
      ),
    };
  });
  const left = distinct.length - locations.length;
  const message = left > 0 ? { message: { text: `${count(left, "more step")} left out.` } } : {};
  return { ...message, threadFlows: [{ locations }] };
}

/** @param isHeld - whether findings are held against a baseline: then every result says what it says, nothing included */
function resultOf(annotation: Annotation, isHeld: boolean): object {
  const { outcome, audit, finding } = annotation;
  const { check, severity, term, measure, figure, meant, source, agreeing, baseline } = finding;
  const traces = [finding.trace, ...(finding.furtherTraces ?? [])];
  const flows = traces.flatMap((trace) => (trace?.steps.length ? [codeFlow(trace, annotation)] : []));
  const suppressions =
    baseline?.state === "accepted" ? [{ kind: "external", status: "accepted", justification: baseline.reason }] : [];
  const logical =
    term === undefined ? [] : [{ name: term, fullyQualifiedName: `${audit.drive}.${term}`, kind: "member" }];
  return {
    ruleId: check,
    ruleIndex: CHECKS.indexOf(check),
    level: LEVELS[severity],
    message: { text: plainText(findingSentences(finding, audit).join("\n")) },
    locations: [{ ...physical(outcome, source), ...(logical.length === 0 ? {} : { logicalLocations: logical }) }],
    partialFingerprints: { "innateFinding/v1": stableId(audit, finding) },
    ...(isHeld ? { suppressions } : {}),
    ...(flows.length === 0 ? {} : { codeFlows: flows }),
    properties: {
      case: audit.case,
      drive: audit.drive,
      finding: finding.id,
      severity,
      measure,
      figure,
      meant,
      agreeing,
    },
  };
}

function notification(
  id: NotificationId,
  level: "error" | "warning" | "note",
  text: string,
  outcome?: Outcome,
): object {
  const file = outcome === undefined ? undefined : caseFile(outcome);
  return {
    descriptor: { id, index: NOTIFICATIONS.findIndex((one) => one.id === id) },
    level,
    message: { text: plainText(text.split("\n").map(printable).join("\n")) },
    ...(file === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: file } }] }),
  };
}

/** Why cases have no audits or no exact ones, and what this document leaves out. */
function notificationsOf(outcomes: readonly Outcome[], gone: readonly Accepted[], leftOut: number): readonly object[] {
  const failed = outcomes.flatMap((outcome) => {
    const { failure } = outcome;
    if (failure === undefined) return [];
    return failure.status === 3
      ? [notification("undecided", "warning", failure.message, outcome)]
      : [notification("no-audit", "error", failure.message, outcome)];
  });
  const open = outcomes.flatMap((outcome) =>
    outcome.audits.flatMap((audit) => {
      const why = whyUndecided(audit) ?? (audit.exactness.exact ? undefined : coverageText(audit));
      if (why === undefined) return [];
      return [notification("undecided", "warning", `${caseTitle(audit)}, drive ${audit.drive}: ${why}`, outcome)];
    }),
  );
  const rest = `${count(leftOut, "finding")} less severe than these left out; innate audit --json has all.`;
  const over = gone.map((entry) => notification("gone", "note", goneText(entry)));
  return [...failed, ...open, ...over, ...(leftOut === 0 ? [] : [notification("left-out", "note", rest)])];
}

/**
 * One SARIF 2.1.0 document of all findings, the most severe ten of them, for what shows remarks beside code.
 *
 * Paths are relative: to the folder that innate ran in, and for the library's cases to the package's. It holds neither times nor
 * the machine's name, so that the same audits give the same bytes.
 *
 * @param version - of the package
 * @param gone - what a baseline accepts and is found no more
 * @see OASIS, Static Analysis Results Interchange Format 2.1.0
 */
export function renderSarif(outcomes: readonly Outcome[], version: string, gone: readonly Accepted[] = []): string {
  const { shown, leftOut } = annotationsOf(outcomes);
  const audits = outcomes.flatMap((outcome) => outcome.audits);
  const isHeld = audits.some(({ findings }) => findings.some(({ baseline }) => baseline !== undefined));
  return stringify(
    {
      $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "innate",
              version,
              semanticVersion: version,
              shortDescription: { text: "Audits reward functions." },
              fullDescription: {
                text: "Computes what an optimal agent makes of a reward function, and how it is gamed.",
              },
              rules,
              notifications: NOTIFICATIONS.map(({ id, text }) => ({ id, shortDescription: { text } })),
            },
          },
          originalUriBaseIds: FOLDERS,
          columnKind: "utf16CodeUnits",
          invocations: [
            {
              executionSuccessful: outcomes.every(({ failure }) => failure === undefined),
              toolExecutionNotifications: notificationsOf(outcomes, gone, leftOut),
            },
          ],
          results: shown.map((annotation) => resultOf(annotation, isHeld)),
          properties: {
            leftOut,
            audits: audits.map((audit) => ({
              case: audit.case,
              drive: audit.drive,
              question: questionText(audit),
              answer: coverageText(audit),
              verdict: audit.verdict,
              findings: audit.findings.length,
            })),
          },
        },
      ],
    },
    2,
  );
}
