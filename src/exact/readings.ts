import type { AnyDrive } from "../core/case.ts";
import { caseError, InnateError, show } from "../core/errors.ts";
import { leastCommonMultiple, rational, ZERO } from "../core/rational.ts";
import { continued, type Reading } from "../core/reading.ts";
import type { State } from "../core/world.ts";
import { withAmbient, withoutAmbient } from "./ambient.ts";
import { hasBit } from "./bits.ts";
import { type Coded, coded, createCodeList, createTable } from "./coded.ts";
import { momentLabels } from "./columns.ts";
import { type Enumeration, guarded } from "./enumerate.ts";
import { hasEnded } from "./graph.ts";

/** One reading at every row of a world. */
interface ReadingColumn {
  /** shape [phases] of [rows], in [0, 1] */
  readonly rows: readonly Coded[];
  /** the fields that its signal reads */
  readonly fields: readonly string[];
}
/** A drive's readings by name. */
export type ReadingColumns = Readonly<Record<string, ReadingColumn>>;

/** Most work that one reading may take: branches gone through, those with long fractions counted once for every 64 bits. */
const MOST_WORK = 50_000_000;

/**
 * The readings of a drive at every row of its world, exactly: as many backward steps of the continuation's chain as the reading looks
 * beyond the act.
 *
 * @throws InnateError `case` where a signal or a continuation is unsound, `undecided` where a reading looks too far
 */
export function readingColumns(enumeration: Enumeration, { readings = {} }: AnyDrive): ReadingColumns {
  return withoutAmbient(() =>
    Object.fromEntries(Object.keys(readings).map((name) => [name, readingColumn(enumeration, name, readings[name]!)])),
  );
}

function readingColumn(enumeration: Enumeration, name: string, reading: Reading<State, string>): ReadingColumn {
  const { model, world, onCalls } = enumeration;
  const { signal, within } = reading;
  const occurs = momentLabels(enumeration, `signal "${signal}"`, (moment) => world.signals![signal]!(moment));
  const follows = continuationRows(enumeration, name, reading);
  let work = 0;
  const rows = model.phases.map((rows, phase): Coded => {
    const { exact, codes } = rows.probability;
    const unit = exact.reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n);
    const shares = exact.map(({ numerator, denominator }) => (numerator * unit) / denominator);
    /** The probability that it occurs in a row or, from the states that it leads to, as given, all in units of 1/one. */
    const after = (row: number, open: readonly bigint[], one: bigint): bigint => {
      let sum = 0n;
      for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
        sum +=
          shares[codes[branch]!]! * (hasBit(occurs.branches[phase]!, branch) ? one : open[rows.successor[branch]!]!);
      return sum;
    };
    // The probability that it occurs within some steps of the continuation, in units of 1/one, which is unit^steps.
    let open: readonly bigint[] = new Array<bigint>(model.states).fill(0n);
    let one = 1n;
    for (let step = 1; step < within; step++) {
      work += rows.successor.length * (1 + one.toString(16).length / 16);
      if (work > MOST_WORK)
        throw new InnateError(
          "undecided",
          `${world.id}: reading "${name}" looks ${within} steps ahead, more than can be followed exactly: ${step} of them take as long as ${MOST_WORK} branches; make within smaller`,
        );
      withAmbient(() => onCalls?.(`reading "${name}"`, step));
      const before = open;
      open = before.map((_, state) => {
        const row = follows[phase]![state]!;
        return row < 0 ? 0n : after(row, before, one);
      });
      if (open.every((mass, state) => mass === before[state]! * unit)) {
        open = before;
        break;
      }
      one *= unit;
    }
    const table = createTable([ZERO]);
    const found = createCodeList(rows.action.length || 1);
    for (let row = 0; row < rows.action.length; row++)
      found.push(table.code(rational(after(row, open, one), one * unit)));
    return coded(found.finish(), table.exact);
  });
  return { rows, fields: [...occurs.reads.state, ...occurs.reads.nextState] };
}

/** For each phase and state the row with which a reading's continuation goes on; −1 where the world has ended. */
function continuationRows(
  { model, world, state }: Enumeration,
  name: string,
  reading: Reading<State, string>,
): readonly Int32Array[] {
  const actions = Array.from({ length: model.states }, (_, index) => {
    if (hasEnded(model.phases[0]!, index)) return -1;
    const here = state(index);
    const call = () => `${world.id}: reading "${name}": continuation(${show(here)})`;
    const read = () => guarded(call, () => continued(world, name, reading, here));
    const action = read();
    if (read() !== action) throw caseError(`${call()} gave two answers: it depends on something beside its argument`);
    return world.actions.indexOf(action);
  });
  return model.phases.map(({ rowStart, action }) =>
    Int32Array.from(actions, (own, index) =>
      own < 0 ? -1 : action.subarray(rowStart[index], rowStart[index + 1]).indexOf(own) + rowStart[index]!,
    ),
  );
}
