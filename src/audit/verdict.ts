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
  const states = subject.enumeration.model.states.toLocaleString("en");
  const items = analysis.items.length;
  const figures = [analysis.optimum.start, ...analysis.items.flatMap(({ meant, worstFigure }) => [meant, worstFigure])];
  const width = figures.reduce((most, { low, high }) => Math.max(most, high - low), 0);
  const isProved = analysis.optimum.ties === "proved" && figures.every(({ exact }) => exact !== undefined);
  const how = isProved ? "exact" : `to within ${Math.max(width, 1e-15).toPrecision(1)}`;
  return `No exploit found: every policy that is optimal for "${driveName}" (${question.text}) does what was meant by ${items === 1 ? "the one item" : `all ${items} items`} of the intent, in all ${states} states (${how}).`;
}
