import type { Audit, Finding } from "../audit/report.ts";
import { count } from "./number.ts";
import { annotationsOf, type FailOn, isAccepted, isFailing, type Outcome, whyUndecided } from "./outcome.ts";
import type { Accepted, AuditFailure } from "./schema.ts";
import { renderBrief, renderFinding } from "./terminal.ts";
import { countFindings, goneText } from "./words.ts";

/** What XML 1.0 has no way to write, not even escaped. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** A text as XML reads it back, what XML cannot write replaced by "\uFFFD". */
const escapeText = (text: string): string =>
  text.replace(UNWRITABLE, "\uFFFD").replace(/[&<>\r]/g, (glyph) => ENTITIES[glyph] ?? glyph);
const escapeAttribute = (text: string): string =>
  text.replace(UNWRITABLE, "\uFFFD").replace(/[&<>"\n\r\t]/g, (glyph) => ENTITIES[glyph] ?? glyph);

/** An element with its attributes and its content, which is escaped already. */
function element(name: string, attributes: Readonly<Record<string, string | number>>, content: readonly string[]) {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`);
  const start = `<${name}${head.join("")}`;
  return content.length === 0 ? `${start}/>` : `${start}>${content.join("\n")}</${name}>`;
}

type Kind = "failure" | "error" | "skipped";
interface Testcase {
  readonly name: string;
  /** absent where it passes; `type` is a word that readers group by */
  readonly result?: { readonly kind: Kind; readonly type: string; readonly message: string; readonly body: string };
  readonly output?: string;
}

const reasonOf = ({ baseline }: Finding): string => (baseline?.state === "accepted" ? baseline.reason : "");

/** Whether the drive of an audit passes, and all that is to be read of it. */
function testcaseOf(audit: Audit, shown: ReadonlySet<Finding>, failOn: FailOn): Testcase {
  const { drive: name, findings } = audit;
  const failing = findings.filter((finding) => isFailing(finding, failOn));
  const left = failing.filter((finding) => !shown.has(finding)).length;
  const output = renderBrief(audit);
  const [worst] = failing;
  if (worst !== undefined) {
    const texts = failing.filter((finding) => shown.has(finding)).map((finding) => renderFinding(finding, audit));
    const rest = left === 0 ? [] : [`${count(left, "finding")} left out here; innate audit --json has all.\n`];
    const message = failing.length === 1 ? worst.claim : `${countFindings(audit)}. ${worst.claim}`;
    return {
      name,
      result: { kind: "failure", type: worst.severity, message, body: [...texts, ...rest].join("\n") },
      output,
    };
  }
  if (findings.length > 0 && findings.every(isAccepted)) {
    const message = `accepted: ${findings.map(reasonOf).join("; ")}`;
    const body = findings.map((finding) => renderFinding(finding, audit)).join("\n");
    return { name, result: { kind: "skipped", type: "accepted", message, body }, output };
  }
  const why = whyUndecided(audit);
  if (why !== undefined)
    return { name, result: { kind: "skipped", type: "undecided", message: why, body: "" }, output };
  return { name, output };
}

/** The status that stands for "not decided"; see AuditFailure. */
const UNDECIDED = 3;

function failedCase({ status, message }: AuditFailure): Testcase {
  const [first = ""] = message.split("\n");
  const kind = status === UNDECIDED ? "skipped" : "error";
  const type = status === UNDECIDED ? "undecided" : status === 4 ? "unsound case" : "no audit";
  return { name: "audit", result: { kind, type, message: first, body: message } };
}

function renderTestcase({ name, result, output }: Testcase, classname: string): string {
  const { kind, type = "", message = "", body = "" } = result ?? {};
  return element("testcase", { classname, name }, [
    ...(kind === undefined ? [] : [element(kind, { type, message }, body === "" ? [] : [escapeText(body)])]),
    ...(output === undefined ? [] : [element("system-out", {}, [escapeText(output)])]),
  ]);
}

const counts = (cases: readonly Testcase[]) => {
  const of = (kind: Kind) => cases.filter(({ result }) => result?.kind === kind).length;
  return { tests: cases.length, failures: of("failure"), errors: of("error"), skipped: of("skipped") };
};

/**
 * One JUnit document: a suite for each case, a test for each drive. A test fails where its drive has a finding that fails the
 * audit; it is skipped where all its findings are accepted or nothing was decided; a case without an audit is an error.
 *
 * The most severe ten findings are written out. It holds no times, so that the same audits give the same bytes.
 *
 * @param failOn - the least severity that fails a test
 * @param gone - what a baseline accepts and is found no more
 */
export function renderJunit(outcomes: readonly Outcome[], failOn: FailOn, gone: readonly Accepted[] = []): string {
  const shown = new Set(annotationsOf(outcomes).shown.map(({ finding }) => finding));
  const suites = outcomes.map(({ name, audits, failure }) => {
    const cases = [
      ...audits.map((audit) => testcaseOf(audit, shown, failOn)),
      ...(failure === undefined ? [] : [failedCase(failure)]),
    ];
    const over = gone.filter((entry) => entry.case === name).map((entry) => `${goneText(entry)}\n`);
    const content = [
      ...cases.map((one) => renderTestcase(one, name)),
      ...(over.length === 0 ? [] : [element("system-out", {}, [escapeText(over.join(""))])]),
    ];
    return { cases, text: element("testsuite", { name, ...counts(cases) }, content) };
  });
  const { tests, failures, errors } = counts(suites.flatMap(({ cases }) => cases));
  const all = element(
    "testsuites",
    { name: "innate", tests, failures, errors },
    suites.map(({ text }) => text),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}
