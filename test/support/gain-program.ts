import type { Highs } from "highs";
import { toNumber } from "../../src/core/rational.ts";
import type { Model, Payoff } from "../../src/exact/model.ts";
import { branchesOf } from "./chains.ts";

// The package's types describe its CommonJS build alone, whose default export they call "default.default".
const HIGHS: string = "highs";
const { default: load }: { readonly default: () => Promise<Highs> } = await import(HIGHS);
const highs = await load();

/** "+ 0.5 g3": an amount times a variable. */
const term = (amount: number, name: string): string => `${amount < 0 ? "-" : "+"} ${Math.abs(amount)} ${name}`;

/**
 * The best long-run average from each state by linear programming: the least Σ g with g ≥ P g and g + h ≥ r + P h in every row, and
 * g ≥ 0 where the world has ended (Puterman 1994, section 9.3).
 */
export function gainsByProgram(model: Model, payoff: Payoff): readonly number[] {
  const { rowStart } = model.phases[0]!;
  const column = payoff.rows[0]!;
  const states = Array.from({ length: model.states }, (_, s) => s);
  /** x(s) − Σ p x(s′) */
  const drop = (name: string, s: number, row: number): string => {
    const weights = new Map([[s, 1]]);
    for (const [t, p] of branchesOf(model, row)) weights.set(t, (weights.get(t) ?? 0) - toNumber(p));
    return [...weights].map(([t, weight]) => term(weight, `${name}${t}`)).join(" ");
  };
  const constraints = states.flatMap((s) => {
    const [first, end] = [rowStart[s]!, rowStart[s + 1]!];
    if (first === end) return [`g${s} >= 0`];
    return Array.from({ length: end - first }, (_, k) => first + k).flatMap((row) => [
      `${drop("g", s, row)} >= 0`,
      `g${s} ${drop("h", s, row)} >= ${column.values[column.codes[row]!]}`,
    ]);
  });
  const { Status, Columns } = highs.solve(
    [
      `Minimize\n obj: ${states.map((s) => `g${s}`).join(" + ")}`,
      `Subject To\n${constraints.join("\n")}`,
      `Bounds\n${states.flatMap((s) => [`g${s} free`, `h${s} free`]).join("\n")}`,
      "End\n",
    ].join("\n"),
  );
  if (Status !== "Optimal") throw new Error(`gainsByProgram: ${Status}`);
  return states.map((s) => {
    const found = Columns[`g${s}`];
    return found !== undefined && "Primal" in found ? Number(found.Primal) : Number.NaN;
  });
}
