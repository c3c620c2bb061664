import { InnateError } from "../core/errors.ts";
import { add, divide, formatRational, multiply, ONE, type Rational, ZERO } from "../core/rational.ts";
import { type Coded, coded, createCodeList, createTable } from "./coded.ts";
import { createRowBuilder } from "./enumerate.ts";
import type { Model, Payoff } from "./model.ts";

/** What a mind with perfect recall believes: the possible states, ascending, with their probabilities, which sum to 1. */
export type Belief = readonly { readonly state: number; readonly probability: Rational }[];

/** The model whose states are the beliefs of a mind that sees observations, its acts and perhaps its rewards. */
export interface Beliefs {
  readonly model: Model;
  /** shape [states] */
  readonly beliefs: readonly Belief[];
  /** The expected payoff under each belief. */
  lift(payoff: Payoff): Payoff;
  /** The belief reached by a row of this model when the hidden state takes `branch` of the base model. */
  next(phase: number, row: number, branch: number): number;
}

/** Most beliefs that are enumerated, and most digits that their fractions may take to write. */
export const MOST_BELIEFS = 200_000;
const MOST_DIGITS = 2 ** 26;

/** The beliefs of a mind are too many, or take too much to write down. */
export class TooManyBeliefs extends InnateError {
  constructor(world: string, reason: string) {
    super("undecided", `${world}: not enumerated: ${reason}`);
    this.reason = reason;
  }
  readonly reason: string;
}

/** Numbers for distinct texts, from 0. */
function createNumbering() {
  const known = new Map<string, number>();
  return {
    add(text: string): { readonly number: number; readonly isNew: boolean } {
      const found = known.get(text);
      if (found !== undefined) return { number: found, isNew: false };
      known.set(text, known.size);
      return { number: known.size - 1, isNew: true };
    },
  };
}

/**
 * The beliefs that are reachable in a model.
 *
 * @param observation - shape [states]; equal codes for states that look the same
 * @param rewards - shape [phases] of [branches]; equal codes for rewards that are told apart; left out where a mind is not told
 * @param depth - steps after which nothing is asked any more: beliefs first met then lead back to themselves
 * @param most - most beliefs; 200 000 where left out
 * @throws TooManyBeliefs if there are more, or their probabilities grow too long
 */
export function beliefsOf(
  base: Model,
  observation: ArrayLike<number>,
  rewards: readonly ArrayLike<number>[] | undefined,
  depth: number,
  world: string,
  onStates: (found: number, done: number) => void = () => {},
  most = MOST_BELIEFS,
): Beliefs {
  const beliefs: Belief[] = [];
  // The first belief of the layer that is one step further from the start.
  let [layer, nextLayer] = [0, 0];
  const numbering = createNumbering();
  let digits = 0;
  const enter = (belief: Belief): number => {
    const text = belief.map(({ state, probability }) => `${state}:${formatRational(probability)}`).join();
    const { number, isNew } = numbering.add(text);
    if (isNew) {
      beliefs.push(belief);
      digits += text.length;
    }
    return number;
  };
  const look = appearance(base, observation);
  const starts = splitBy(base.starts, ({ state }) => `${look[state]}`).map(({ parts, total }) => ({
    state: enter(normalise(parts, total)),
    probability: total,
  }));

  const builders = base.phases.map(() => createRowBuilder());
  const probabilityTable = createTable();
  // For each phase and belief row, where each kind of sight leads.
  const leads = base.phases.map((): Map<string, number>[] => []);
  const sight = (phase: number, branch: number): string =>
    `${look[base.phases[phase]!.successor[branch]!]}/${rewards?.[phase]?.[branch] ?? 0}`;

  for (let index = 0; index < beliefs.length; index++) {
    if (beliefs.length > most) throw new TooManyBeliefs(world, `more than ${most} beliefs after ${index} of them`);
    if (digits > MOST_DIGITS)
      throw new TooManyBeliefs(world, `the probabilities of ${beliefs.length} beliefs take ${MOST_DIGITS} digits`);
    if ((index & 255) === 0) onStates(beliefs.length, index);
    if (index === nextLayer) {
      layer++;
      nextLayer = beliefs.length;
    }
    const isLast = layer > depth;
    const belief = beliefs[index]!;
    base.phases.forEach((rows, phase) => {
      const builder = builders[phase]!;
      builder.beginState();
      const first = belief[0]!.state;
      const count = rows.rowStart[first + 1]! - rows.rowStart[first]!;
      for (let k = 0; k < count; k++) {
        builder.beginRow(rows.action[rows.rowStart[first]! + k]!);
        if (isLast) {
          builder.addBranch(index, probabilityTable.code(ONE));
          leads[phase]!.push(new Map());
          continue;
        }
        const outcomes = belief.flatMap(({ state, probability }) => {
          const row = rows.rowStart[state]! + k;
          return Array.from({ length: rows.branchStart[row + 1]! - rows.branchStart[row]! }, (_, j) => {
            const branch = rows.branchStart[row]! + j;
            const own = rows.probability.exact[rows.probability.codes[branch]!]!;
            return { state: rows.successor[branch]!, probability: multiply(probability, own), branch };
          });
        });
        const lead = new Map<string, number>();
        for (const { key, parts, total } of splitBy(outcomes, ({ branch }) => sight(phase, branch))) {
          const next = enter(normalise(parts, total));
          lead.set(key, next);
          builder.addBranch(next, probabilityTable.code(total));
        }
        leads[phase]!.push(lead);
      }
    });
  }
  const model: Model = {
    states: beliefs.length,
    actions: base.actions,
    starts,
    phases: builders.map((builder) => builder.finish(probabilityTable.exact)),
    boundaries: base.boundaries,
  };
  return {
    model,
    beliefs,
    lift: ({ rows, final }) => ({
      rows: rows.map((column, phase) => expectedRows(base, model, beliefs, phase, column)),
      ...(final === undefined
        ? {}
        : {
            final: {
              terminated: expectedStates(beliefs, final.terminated),
              horizon: expectedStates(beliefs, final.horizon),
            },
          }),
    }),
    next(phase, row, branch) {
      return leads[phase]![row]!.get(sight(phase, branch))!;
    },
  };
}

/** What tells the states of a model apart to a mind: the observation, whether the world has ended, and which actions are available. */
export function appearance(base: Model, observation: ArrayLike<number>): Uint32Array {
  const numbering = createNumbering();
  return Uint32Array.from({ length: base.states }, (_, state) => {
    const actions = base.phases.map(({ rowStart, action }) =>
      Array.from(action.subarray(rowStart[state]!, rowStart[state + 1]!)).join(),
    );
    return numbering.add(`${observation[state]};${actions.join(";")}`).number;
  });
}

interface Part {
  readonly state: number;
  readonly probability: Rational;
}

/** The parts grouped by a key, in the order in which the keys are met, with each group's total probability. */
function splitBy<T extends Part>(parts: readonly T[], keyOf: (part: T) => string) {
  const groups = new Map<string, T[]>();
  for (const part of parts) {
    const group = groups.get(keyOf(part));
    if (group === undefined) groups.set(keyOf(part), [part]);
    else group.push(part);
  }
  return [...groups].map(([key, group]) => ({
    key,
    parts: group,
    total: group.reduce((sum, { probability }) => add(sum, probability), ZERO),
  }));
}

/** The belief that a group of parts amounts to: equal states merged, in ascending order, divided by the total. */
function normalise(parts: readonly Part[], total: Rational): Belief {
  const merged = new Map<number, Rational>();
  for (const { state, probability } of parts) merged.set(state, add(merged.get(state) ?? ZERO, probability));
  return [...merged]
    .sort(([a], [b]) => a - b)
    .map(([state, probability]) => ({ state, probability: divide(probability, total) }));
}

function expectedRows(base: Model, model: Model, beliefs: readonly Belief[], phase: number, column: Coded): Coded {
  const table = createTable([ZERO]);
  const own = model.phases[phase]!;
  const codes = createCodeList(own.action.length || 1);
  beliefs.forEach((belief, index) => {
    const count = own.rowStart[index + 1]! - own.rowStart[index]!;
    for (let k = 0; k < count; k++)
      codes.push(
        table.code(
          belief.reduce((sum, { state, probability }) => {
            const row = base.phases[phase]!.rowStart[state]! + k;
            return add(sum, multiply(probability, column.exact[column.codes[row]!]!));
          }, ZERO),
        ),
      );
  });
  return coded(codes.finish(), table.exact);
}

function expectedStates(beliefs: readonly Belief[], column: Coded): Coded {
  const table = createTable([ZERO]);
  const codes = createCodeList(beliefs.length || 1);
  for (const belief of beliefs)
    codes.push(
      table.code(
        belief.reduce(
          (sum, { state, probability }) => add(sum, multiply(probability, column.exact[column.codes[state]!]!)),
          ZERO,
        ),
      ),
    );
  return coded(codes.finish(), table.exact);
}
