import type { Highs } from "highs";
import { toNumber } from "../../src/core/rational.ts";
import type { Model, Payoff } from "../../src/exact/model.ts";

/** A linear form of a program: a coefficient for each variable, and a constant. */
export interface Form {
  readonly of: ReadonlyMap<string, number>;
  readonly constant: number;
}

/** The policies of a model over a horizon as a linear program: how often each row is taken at each time. */
export interface Occupancy {
  /** equations in the LP format of CPLEX */
  readonly equations: readonly string[];
  /** The expected sum of a payoff. */
  form(payoff: Payoff, discount: number): Form;
}

// The package's types describe its CommonJS build alone, whose default export they call "default.default".
const HIGHS: string = "highs";
const { default: load }: { readonly default: () => Promise<Highs> } = await import(HIGHS);
const highs = await load();

const signed = (value: number, name: string): string => `${value < 0 ? "-" : "+"} ${Math.abs(value)} ${name}`;

/** A form as text. */
export const written = ({ of }: Form): string =>
  of.size === 0 ? "0 nothing" : [...of].map(([name, value]) => signed(value, name)).join(" ");

/** A model unrolled over a horizon, of one phase. */
export function occupancyOf(model: Model, horizon: number): Occupancy {
  const { rowStart, branchStart, successor, probability } = model.phases[0]!;
  const chance = (branch: number): number => toNumber(probability.exact[probability.codes[branch]!]!);
  const hasEnded = (state: number): boolean => rowStart[state] === rowStart[state + 1];
  const starts = new Map(model.starts.map((start) => [start.state, toNumber(start.probability)]));
  const name = (time: number, row: number): string => `x${time}_${row}`;
  const eachRow = (visit: (time: number, row: number) => void): void => {
    for (let time = 0; time < horizon; time++) for (let row = 0; row + 1 < branchStart.length; row++) visit(time, row);
  };

  const inflow = Array.from({ length: horizon }, () => Array.from({ length: model.states }, (): string[] => []));
  eachRow((time, row) => {
    if (time + 1 === horizon) return;
    for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
      inflow[time + 1]![successor[branch]!]!.push(signed(-chance(branch), name(time, row)));
  });
  const equations = inflow.flatMap((states, time) =>
    states.flatMap((terms, state) => {
      if (hasEnded(state)) return [];
      const out: string[] = [];
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) out.push(`+ 1 ${name(time, row)}`);
      return [`${[...out, ...terms].join(" ")} = ${time === 0 ? (starts.get(state) ?? 0) : 0}`];
    }),
  );

  return {
    equations,
    form({ rows, final }, discount) {
      const worth = (state: number, time: number): number => {
        if (final === undefined || (!hasEnded(state) && time < horizon)) return 0;
        const column = hasEnded(state) ? final.terminated : final.horizon;
        return toNumber(column.exact[column.codes[state]!]!);
      };
      const of = new Map<string, number>();
      const column = rows[0]!;
      eachRow((time, row) => {
        let value = toNumber(column.exact[column.codes[row]!]!) * discount ** time;
        for (let branch = branchStart[row]!; branch < branchStart[row + 1]!; branch++)
          value += chance(branch) * worth(successor[branch]!, time + 1) * discount ** (time + 1);
        if (value !== 0) of.set(name(time, row), value);
      });
      return {
        of,
        constant: [...starts].reduce((sum, [state, p]) => sum + (hasEnded(state) ? p * worth(state, 0) : 0), 0),
      };
    },
  };
}

/** The least value of a form over the policies of a model under further constraints, by HiGHS. */
export function least({ equations }: Occupancy, objective: string, constraints: readonly string[]): number {
  const rows = [...equations, ...constraints].map((row, k) => ` c${k}: ${row}`);
  const { Status, ObjectiveValue } = highs.solve(`Minimize\n obj: ${objective}\nSubject To\n${rows.join("\n")}\nEnd\n`);
  if (Status !== "Optimal") throw new Error(`least: HiGHS says ${Status}`);
  return ObjectiveValue;
}
