import { formatNumber, formatSigned } from "../number.ts";
import { isHarm, listOf } from "../words.ts";
import type { LifeReport, Stretch } from "./report.ts";
import { formatLearned, formatShare } from "./words.ts";

/** A column of the table of a life's stretches. */
export interface Column {
  readonly head: string;
  /** whether it tells of what must not happen */
  readonly isHarm?: boolean;
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
    isHarm: isHarm(name),
    cell: ({ happened, episodes: ended }) => {
      const found = happened[name] ?? { steps: 0, episodes: 0 };
      if (episodes === 0) return formatNumber(found.steps);
      return ended === 0 ? "" : formatShare(found.episodes / ended);
    },
  }));
}

const isScored = ({ stretches }: LifeReport): boolean => stretches.some(({ score }) => score !== undefined);
/** A sum of many figures, without the digits that are only rounding. */
const formatAmount = (value: number): string => formatSigned(Number(value.toPrecision(6)));

/** What is told of every stretch. */
export function columnsOf(report: LifeReport): readonly Column[] {
  const { terms, episodes } = report;
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
    ...terms.map((term, k): Column => ({ head: term, cell: ({ paid }) => formatAmount(paid[k]!) })),
    ...(isScored(report) ? [{ head: "score", cell: ({ score = 0 }: Stretch) => formatAmount(score) }] : []),
    ...happeningColumns(report),
  ];
}

/** What the columns are. */
export function legendOf(report: LifeReport): string {
  const { episodes, terms } = report;
  const happened = happeningColumns(report).map(({ head }) => head);
  return [
    ...(episodes === 0 ? [] : ["return: mean over the episodes that ended in those steps"]),
    `${listOf([...terms, ...(isScored(report) ? ["score"] : [])])}: in all`,
    ...(happened.length === 0
      ? []
      : [`${listOf(happened)}: in how many ${episodes === 0 ? "steps" : "of the episodes"} it happened`]),
  ].join("; ");
}
