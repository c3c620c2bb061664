import type { Analysis, Context } from "./analysis.ts";
import type { Finding, Question } from "./report.ts";

/** The verdict in one sentence: the worst finding, or how far the search for one went. */
export function verdictOf(
  { subject, driveName }: Context,
  analysis: Analysis,
  findings: readonly Finding[],
  question: Question,
): string {
  const [worst] = findings;
  if (worst !== undefined) return worst.claim;
  const states = subject.enumeration.model.states;
  const items = analysis.items.length;
  return `No exploit found: every policy that is optimal for "${driveName}" over ${question.text} does what was meant by ${items === 1 ? "the one item" : `all ${items} items`} of the intent, in all ${states} states (exact).`;
}
