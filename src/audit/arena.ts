import type { AnyDrive } from "../core/case.ts";
import type { Term } from "../core/drive.ts";
import { rewardOf } from "../core/life.ts";
import type { Rational } from "../core/rational.ts";
import type { State } from "../core/world.ts";
import { appearance, type Beliefs, beliefsOf } from "../exact/belief.ts";
import { branchCodes, type Column, finalColumn, momentColumn } from "../exact/columns.ts";
import type { Senses } from "../exact/memory.ts";
import type { Model, Payoff } from "../exact/model.ts";
import { combine } from "../exact/payoffs.ts";
import type { Lens } from "../exact/pointer.ts";
import type { ReadingColumns } from "../exact/readings.ts";
import type { Context } from "./analysis.ts";
import type { Subject } from "./subject.ts";

export type AnyTerm = Term<State, string>;

/** What the agent decides on: the states of the product model, or its beliefs about them. */
export interface Arena {
  readonly model: Model;
  /** A payoff of the product model, as the agent expects it. */
  lift(payoff: Payoff): Payoff;
  readonly beliefs?: Beliefs;
  /** The information state at the start, when the product's start state is this. */
  start(state: number): number;
  /** The information state after a row of this model, when the product's state takes this branch. */
  next(phase: number, row: number, branch: number): number;
}

/** The columns of a drive's terms on the world's states, weights not included. */
export const termColumns = (
  subject: Subject,
  drive: AnyDrive,
  readings: ReadingColumns,
  lens?: Lens,
): readonly Column[] =>
  drive.terms.map(({ name, pays }) =>
    "each" in pays
      ? momentColumn(subject.enumeration, `term "${name}"`, pays.each, lens, readings)
      : finalColumn(subject.enumeration, `term "${name}"`, pays.final, lens),
  );

/** What the terms of a drive pay in all with some weights, on the product model. */
export const drivePayoff = (
  subject: Subject,
  columns: readonly Pick<Column, "payoff">[],
  weights: readonly Rational[],
): Payoff =>
  subject.product.lift(
    combine(
      columns.map(({ payoff }) => payoff),
      weights,
    ),
  );

/** What a drive pays in all with its own weights, on the product model. */
export const payoffOf = (subject: Subject, drive: AnyDrive, columns: readonly Pick<Column, "payoff">[]): Payoff =>
  drivePayoff(
    subject,
    columns,
    drive.terms.map(({ weight }) => weight),
  );

/** What each of some columns of a drive's terms pays with its weight, as the agent expects it. */
export const termPayoffs = (
  { subject, drive, arena }: Pick<Context, "subject" | "drive" | "arena">,
  columns: readonly Pick<Column, "payoff">[],
): readonly Payoff[] =>
  columns.map((column, k) => arena.lift(drivePayoff(subject, [column], [drive.terms[k]!.weight])));

/** The arena of an agent that sees the state: the product itself. */
export const informedArena = ({ product }: Subject): Arena => ({
  model: product.model,
  lift: (payoff) => payoff,
  start: (state) => state,
  next: (phase, _, branch) => product.model.phases[phase]!.successor[branch]!,
});

/** What the agent sees of the product, whose states look as the given codes say, and is told of the drive. */
export function sensesOf(
  subject: Subject,
  observation: Uint32Array,
  drive: AnyDrive,
  readings: ReadingColumns,
): Senses {
  const { product, enumeration, setting } = subject;
  const look = appearance(
    product.model,
    product.base.map((state) => observation[state]!),
  );
  if (setting.world.rewardObserved === false) return { look };
  const told = branchCodes(enumeration, "the drive", (moment) => rewardOf(drive, moment), readings);
  return { look, rewards: onProductBranches(subject, told) };
}

/**
 * The arena of an agent that acts on its beliefs over some steps.
 *
 * @throws TooManyBeliefs if they are too many
 */
export function believingArena(
  { product, setting }: Subject,
  { look, rewards }: Senses,
  depth: number,
  onStates: (found: number, done: number) => void,
  most: number,
): Arena {
  const beliefs = beliefsOf(product.model, look, rewards, depth, setting.world.id, onStates, most);
  return {
    model: beliefs.model,
    lift: beliefs.lift,
    beliefs,
    start: (state) =>
      beliefs.model.starts.find((start) => beliefs.beliefs[start.state]!.some((part) => part.state === state))!.state,
    next: beliefs.next,
  };
}

/** Codes of the world's branches, on the branches of the product. */
function onProductBranches({ product, enumeration }: Subject, codes: readonly Uint32Array[]): readonly Uint32Array[] {
  return product.model.phases.map((rows, phase) => {
    const base = enumeration.model.phases[phase]!;
    const lifted = new Uint32Array(rows.successor.length);
    for (let row = 0; row + 1 < rows.branchStart.length; row++) {
      const first = base.branchStart[product.baseRow[phase]![row]!]!;
      for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
        lifted[branch] = codes[phase]![first + branch - rows.branchStart[row]!]!;
    }
    return lifted;
  });
}
