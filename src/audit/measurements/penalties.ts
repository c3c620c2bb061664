import { add, divide, negate, ONE, type Rational, rational, subtract, ZERO } from "../../core/rational.ts";
import { exactly } from "../../exact/figure.ts";
import type { Payoff } from "../../exact/model.ts";
import { combine } from "../../exact/payoffs.ts";
import { readingColumns } from "../../exact/readings.ts";
import type { Analysis, Context } from "../analysis.ts";
import { drivePayoff, termColumns } from "../arena.ts";
import type { Oversight } from "../oversight.ts";
import { quantity } from "../quantity.ts";
import type { Penalty, Quantity, Sensitivity } from "../report.ts";
import { breakpoints, createPoints, Stopped } from "./breakpoints.ts";
import { judged } from "./sensitivity.ts";
import { between } from "./shares.ts";

/** The terms that read who watches, by their places in the drive. */
export const watchTerms = ({ columns }: Context, { flags }: Oversight): readonly number[] =>
  columns.flatMap(({ reads }, k) =>
    flags.some((flag) => reads.state.includes(flag) || reads.nextState.includes(flag)) ? [k] : [],
  );

const paysNothing = ({ rows, final }: Payoff): boolean =>
  [...rows, ...(final === undefined ? [] : [final.terminated, final.horizon])].every(({ values }) =>
    values.every((value) => value === 0),
  );

/** Whether a term pays nothing in the world where nobody watches. */
function isOnlySeen({ subject, drive }: Context, { never }: Oversight, k: number): boolean {
  const alone = { ...drive, terms: [drive.terms[k]!] };
  const [column] = termColumns({ ...subject, enumeration: never }, alone, readingColumns(never, alone));
  return column !== undefined && paysNothing(column.payoff);
}

/** The least multiple above which, up to a multiple above 1, the worst optimum does what was meant; undefined where there is none. */
function goodFrom({ pieces }: Sensitivity): Quantity | undefined {
  const first = pieces.findIndex(({ low, high, good }) => good && high.value > 1 && low.value < high.value);
  if (first < 0) return undefined;
  let from = first;
  while (pieces[from - 1]?.good === true) from--;
  return pieces[from]!.low;
}

/**
 * The least multiple beyond `from` above which the worst optimum does what was meant; null where none does, however large. What the
 * term pays has weight t and all else 1 − t, so that t from `from` / (`from` + 1) to 1 goes through all of them.
 */
function goodBeyond(
  context: Context,
  analysis: Analysis,
  k: number,
  from: Rational,
  spend: () => void,
): Rational | null {
  const { subject, arena, columns, drive } = context;
  const pay = (weightOf: (own: Rational, j: number) => Rational): Payoff =>
    arena.lift(
      drivePayoff(
        subject,
        columns,
        drive.terms.map(({ weight }, j) => weightOf(weight, j)),
      ),
    );
  const term = pay((weight, j) => (j === k ? weight : ZERO));
  const rest = pay((weight, j) => (j === k ? ZERO : weight));
  const family = {
    at: (t: Rational) => combine([term, rest], [t, subtract(ONE, t)]),
    slope: combine([term, rest], [ONE, negate(ONE)]),
  };
  const point = createPoints(context, family, `penalty of ${drive.terms[k]!.name}`, spend);
  const [low, high] = [point(divide(from, add(from, ONE))), point(ONE)];
  const ends = [low, ...breakpoints(low, high, point), high];
  const piece = ends.slice(1).findIndex((end, j) => {
    const middle = point(between(ends[j]!.weight, end.weight));
    return judged(context, analysis, middle, spend).good;
  });
  if (piece < 0) return null;
  const t = ends[piece]!.weight;
  return divide(t, subtract(ONE, t));
}

/**
 * How heavy each term that reads who watches would have to be for the worst optimum to do what was meant, as multiples of its
 * present weight.
 *
 * @param moved - the sensitivity of these terms, up to the multiple beyond which this looks on
 * @throws Stopped where a term's breakpoints were not all found
 */
export function penalties(
  context: Context,
  analysis: Analysis,
  oversight: Oversight,
  moved: readonly Sensitivity[],
  spend: () => void,
): readonly Penalty[] {
  return watchTerms(context, oversight).map((k): Penalty => {
    const term = context.drive.terms[k]!.name;
    const found = moved.find((one) => one.term === term);
    if (found === undefined) throw new Stopped("the model is too large to move weights");
    if (!found.complete) throw new Stopped(`of "${term}": ${found.reason ?? "not all breakpoints were found"}`);
    const near = goodFrom(found);
    const far = near ?? goodBeyond(context, analysis, k, rational(BigInt(found.high)), spend);
    const above = far === null || "value" in far ? far : quantity(exactly(far));
    return { term, above, isOnlySeen: isOnlySeen(context, oversight, k) };
  });
}
