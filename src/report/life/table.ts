import { formatNumber, formatSigned } from "../number.ts";
import { listOf } from "../words.ts";
import type { LifeReport, Stretch } from "./report.ts";
import { formatLearned, formatShare } from "./words.ts";

/** A column of the table of a life's stretches. */
export interface Column {
  readonly head: string;
  cell(stretch: Stretch): string;
}

/** What happened, as columns: what was meant first, then signals, each in the order in which it first came. */
function happeningColumns({ firsts, episodes }: LifeReport): readonly Column[] {
  const names = firsts.map(({ what }) => what).filter((what) => /^(?:never|reach|signal) /.test(what));
  const sorted = [
    ...names.filter((name) => !name.startsWith("signal ")),
    ...names.filter((name) => name.startsWith("signal ")),
  ];
  return sorted.map((name) => ({
    head: name.replace(/^signal /, ""),
    cell: ({ happened, episodes: ended }) => {
      const found = happened[name] ?? { steps: 0, episodes: 0 };
      if (episodes === 0) return formatNumber(found.steps);
      return ended === 0 ? "" : formatShare(found.episodes / ended);
    },
  }));
}

/** What is told of every stretch. */
export function columnsOf(report: LifeReport): readonly Column[] {
  const { terms, episodes, stretches } = report;
  const scored = stretches.some(({ score }) => score !== undefined);
  return [
    ...(episodes === 0
      ? []
      : [
          { head: "episodes", cell: (one: Stretch) => formatNumber(one.episodes) },
          {
            head: "return",
            cell: ({ returns }: Stretch) => (returns === undefined ? "" : formatLearned(returns.mean)),
          },
        ]),
    ...terms.map(
      (term, k): Column => ({ head: term, cell: ({ paid }) => formatSigned(Number(paid[k]!.toPrecision(6))) }),
    ),
    ...(scored
      ? [
          {
            head: "score",
            cell: ({ score, episodes: ended }: Stretch) => (score === undefined ? "" : formatLearned(score / ended)),
          },
        ]
      : []),
    ...happeningColumns(report),
  ];
}

/** What the columns are. */
export function legendOf({ episodes, terms, firsts }: LifeReport): string {
  const happens = firsts.some(({ what }) => /^(?:never|reach|signal) /.test(what));
  return [
    ...(episodes === 0 ? [] : ["return: mean over the episodes that ended in those steps"]),
    `${listOf(terms)}: paid in all`,
    ...(happens ? [`what happened: in how many ${episodes === 0 ? "steps" : "of the episodes"}`] : []),
  ].join("; ");
}
