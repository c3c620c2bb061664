import { didYouMean, InnateError } from "../../core/errors.ts";
import { arrayOf, type Environments } from "./client.ts";
import { type ColumnNames, type Columns, columnsSchema } from "./columns.ts";
import type { Table } from "./table.ts";
import type { TableStep, TableWorld } from "./world.ts";

/** The name of what is paid beyond the terms that are told; innate_bridge/terms.py has the same. */
const REST = "rest";
/** Difference, as a share of the sizes that are added, that counts as rounding. */
const EQUAL = 1e-6;

/** The columns of a table, and what they are. */
export interface TableColumns {
  readonly columns: Columns;
  readonly terms: readonly string[];
  readonly names?: ColumnNames;
}

/** The terms of the reward of a step that its info tells. */
interface Terms {
  readonly names: readonly string[];
  values(step: TableStep): readonly number[];
}

const NONE: Terms = { names: [], values: () => [] };

/** The terms of each step, the rest among them where there is one. */
function termsOf(steps: readonly TableStep[], asked: readonly string[], owner: string): Terms {
  if (asked.length === 0) return NONE;
  const keys = [...new Set(steps.flatMap(({ info }) => Object.keys(info)))];
  const [only = ""] = asked;
  const inDict = asked.length === 1 ? keys.filter((key) => key.startsWith(`${only}.`)) : [];
  const told = inDict.length > 0 ? inDict : asked;
  const missing = told.find((name) => !keys.includes(name));
  if (missing !== undefined)
    throw new InnateError(
      "usage",
      `${owner}: no step has a number "${missing}" in its info${didYouMean(missing, keys)}` +
        (keys.length === 0 ? "; a table that the environment has as P tells none" : `; there are ${keys.join(", ")}`),
    );
  const toldBy = ({ info }: TableStep): readonly number[] => told.map((name) => info[name] ?? 0);
  const restOf = (step: TableStep): number => {
    const values = toldBy(step);
    const rest = values.reduce((left, value) => left - value, step.reward);
    const size = values.reduce((sum, value) => sum + Math.abs(value), Math.abs(step.reward));
    return Math.abs(rest) > EQUAL * size ? rest : 0;
  };
  const names = inDict.length > 0 ? told.map((key) => key.slice(only.length + 1)) : told;
  return steps.some((step) => restOf(step) !== 0)
    ? { names: [...names, REST], values: (step) => [...toldBy(step), restOf(step)] }
    : { names, values: toldBy };
}

/**
 * What is computed of a table before it is audited: the terms of its rewards, and what a Python file declares.
 *
 * @param asked - names of values of `info` that the reward is made of, which the table was asked for
 * @param declared - the Python file
 * @throws InnateError `usage` if no step tells a term, `case` if the file fails
 */
export async function tableColumns(
  environments: Environments,
  table: Table,
  { steps, stepOf, numberOf }: TableWorld,
  rows: readonly (readonly number[])[],
  asked: readonly string[],
  declared: string | undefined,
): Promise<TableColumns> {
  const terms = termsOf(steps, asked, environments.owner);
  const told = steps.map(terms.values);
  const count = terms.names.length;
  if (declared === undefined)
    return {
      terms: terms.names,
      columns: { ofMoment: (moment, column) => told[stepOf(moment)]![column]!, ofState: () => 0 },
    };
  const infos = [...new Set(steps.flatMap(({ info }) => Object.keys(info)))];
  const frame = await environments.ask(
    "judge",
    { declared, infos },
    {
      states: table.observations,
      before: Int32Array.from(steps, ({ before }) => before),
      after: Int32Array.from(steps, ({ after }) => after),
      actions: Float64Array.from(steps.flatMap(({ action }) => rows[action]!)),
      rewards: Float64Array.from(steps, ({ reward }) => reward),
      terminated: Uint8Array.from(steps, ({ terminated }) => (terminated ? 1 : 0)),
      ...Object.fromEntries(
        infos.map((name) => [`info:${name}`, Float64Array.from(steps, ({ info }) => info[name] ?? 0)]),
      ),
    },
  );
  const names = columnsSchema.parse(frame.header.declared);
  const [ofMoments, ofStates] = [arrayOf(frame, "ofMoments", Float64Array), arrayOf(frame, "ofStates", Float64Array)];
  const [perMoment, perState] = [ofMoments.length / steps.length, ofStates.length / table.states];
  return {
    terms: terms.names,
    names,
    columns: {
      ofMoment(moment, column) {
        const step = stepOf(moment);
        return column < count ? told[step]![column]! : ofMoments[step * perMoment + column - count]!;
      },
      ofState: (state, column) => ofStates[numberOf(state) * perState + column]!,
    },
  };
}
