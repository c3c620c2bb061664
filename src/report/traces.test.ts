import { expect, test } from "vitest";
import { vaultNaive } from "../../test/support/audits.ts";
import type { Audit, Finding } from "../audit/report.ts";
import { renderHtml } from "./html/index.ts";
import { renderTerminal } from "./terminal.ts";

const [, stalling] = vaultNaive.findings;
const withTraces = (shares: readonly number[]): Audit => {
  if (stalling?.trace === undefined) throw new Error("expected a trace");
  const { trace } = stalling;
  const [first, ...further] = shares.map((share) => ({ ...trace, share, minimal: "carries a part of the regret" }));
  const finding: Finding = {
    ...stalling,
    ...(first === undefined ? {} : { trace: first }),
    ...(further.length === 0 ? {} : { furtherTraces: further }),
  };
  return { ...vaultNaive, findings: [finding] };
};
const plainText = (page: string): string => page.replace(/<script[\s\S]*/, "").replace(/<[^>]+>/g, " ");

test("several traces are all shown, with what they carry together", () => {
  const audit = withTraces([0.3, 0.15, 0.1]);
  const together = /3 that differ in what chance brings; together they carry 55%\s+of\s+the\s+regret/;
  const shown = renderTerminal(audit);
  expect(shown).toMatch(together);
  expect(shown.match(/^ {2}Trace/gm)).toHaveLength(4); // "Traces", "Trace", "Trace 2", "Trace 3"
  expect(shown).toMatch(/carries a part of\s+the\s+regret \(15%\)/);
  const page = plainText(renderHtml([audit]));
  expect(page).toMatch(together);
  for (const title of [/Trace 2: .*15% of the regret/, /Trace 3: .*10% of the regret/]) expect(page).toMatch(title);
});

test("one trace is shown as one", () => {
  const audit = withTraces([0.6]);
  expect(renderTerminal(audit)).not.toContain("together they carry");
  expect(plainText(renderHtml([audit]))).not.toContain("together they carry");
});

test("the loss of what was to stay possible stands out as harm, and reaching what was meant does not", () => {
  const audit = withTraces([1]);
  const page = (event: string): string => {
    const [finding] = audit.findings;
    if (finding?.trace === undefined) throw new Error("expected a trace");
    const steps = finding.trace.steps.map((step) => ({ ...step, events: [event] }));
    return renderHtml([{ ...audit, findings: [{ ...finding, trace: { ...finding.trace, steps } }] }]);
  };
  expect(page("keepPossible control lost")).toContain('<li class="bad">keepPossible control lost</li>');
  expect(page("never theft")).toContain('<li class="bad">never theft</li>');
  expect(page("reach out")).toContain('<li class="event">reach out</li>');
});
