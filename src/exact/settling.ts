import { ONE, type Rational, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "./bits.ts";
import { coded, createCodeList, createTable, nothing } from "./coded.ts";
import { createRowBuilder } from "./enumerate.ts";
import { almostSurely, type EndComponents, endComponents, type Graph, hasEnded, membersIn, NONE } from "./graph.ts";
import type { Direction, Model, Payoff, Solution } from "./model.ts";
import { solveStationary, type Unbounded } from "./stationary.ts";

/** What a policy may do for ever, in the long run: where, and what settling on it is worth. */
export interface Behaviour {
  /** shape [members]; a part of one end component of the graph in which policies move, or a state in which the world has ended */
  readonly members: Uint32Array;
  readonly worth: Rational;
}

/** The best way to settle on behaviours. */
export interface Settling {
  /** the figure and the ties; its policies are those of the quotient */
  readonly solution: Solution;
  /** rows that an optimal policy may use on the way */
  readonly rows: Bits;
  /** shape [behaviours]; whether an optimal policy may settle on it */
  readonly isChosen: readonly boolean[];
  /** what a state is worth; NaN where no policy gets to it */
  readonly value: (state: number) => number;
}

/** Where to settle, among which rows, and to make what it is worth large or small. */
export interface SettlingProblem {
  readonly model: Model;
  readonly graph: Graph;
  readonly behaviours: readonly Behaviour[];
  readonly direction: Direction;
  readonly onProgress?: ((done: number, of?: number) => void) | undefined;
}

/** A model in which every end component is one state, which may be settled in once and for all. */
export interface Collapsed {
  readonly model: Model;
  /** pays what is settled on */
  readonly payoff: Payoff;
  /** shape [states]; the state of the collapsed model that each state is part of */
  readonly place: Uint32Array;
  /** shape [rows]; the row that each row stands for, or the behaviour that is settled on, counted from −1 down */
  readonly origin: readonly number[];
  readonly parts: EndComponents;
}

/** The model in which to choose what to settle on. */
export function collapse({
  model,
  graph,
  behaviours,
}: Pick<SettlingProblem, "model" | "graph" | "behaviours">): Collapsed {
  const { states } = graph;
  const { rowStart, branchStart, successor, probability } = graph.rows;
  const open = settlingRows(graph, behaviours);
  const parts = endComponents({ ...graph, allowed: open });
  const passing = Uint32Array.from({ length: states }, (_, s) => s).filter((s) => parts.of[s] === NONE);
  const place = parts.of.slice();
  passing.forEach((s, k) => {
    place[s] = parts.count + k;
  });
  const classes = parts.count + passing.length;
  const membersOf = (c: number): Uint32Array =>
    c < parts.count ? membersIn(parts, c) : passing.subarray(c - parts.count, c - parts.count + 1);
  const waysOf = Array.from({ length: classes }, (): number[] => []);
  behaviours.forEach(({ members }, k) => {
    waysOf[place[members[0]!]!]!.push(k);
  });

  const builder = createRowBuilder();
  const certain = probability.exact.length;
  const origin: number[] = [];
  for (let c = 0; c < classes; c++) {
    builder.beginState();
    for (const s of membersOf(c))
      for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
        if (!hasBit(open, r) || hasBit(parts.rows, r)) continue;
        builder.beginRow(0);
        origin.push(r);
        for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++)
          builder.addBranch(place[successor[b]!]!, probability.codes[b]!);
      }
    for (const k of waysOf[c]!) {
      builder.beginRow(0);
      origin.push(-1 - k);
      builder.addBranch(classes + k, certain);
    }
  }
  const worths = createTable([ZERO]);
  const ends = createCodeList(classes + behaviours.length);
  for (let c = 0; c < classes; c++) ends.push(0);
  for (const { worth } of behaviours) {
    builder.beginState();
    ends.push(worths.code(worth));
  }
  const quotient: Model = {
    states: classes + behaviours.length,
    actions: ["go on"],
    starts: model.starts.map(({ state, probability: p }) => ({ state: place[state]!, probability: p })),
    phases: [builder.finish([...probability.exact, ONE])],
    boundaries: [],
  };
  const terminated = coded(ends.finish(), worths.exact);
  const payoff: Payoff = {
    rows: [nothing(origin.length)],
    final: { terminated, horizon: terminated },
  };
  return { model: quotient, payoff, place, origin, parts };
}

/**
 * The best expected worth of what a policy settles on, over the policies that almost surely settle on a behaviour or end; an end that
 * is no behaviour is worth 0.
 *
 * Within an end component a policy gets wherever it likes, so each counts as one state: it may be left by any row that leads out, or
 * settled in, once and for all. Whatever is done in this quotient ends, so it is a question of total reward without any recurrence.
 */
export function settle({ model, graph, behaviours, direction, onProgress }: SettlingProblem): Settling | Unbounded {
  const { model: quotient, payoff, place, origin, parts } = collapse({ model, graph, behaviours });
  const solution = solveStationary({ model: quotient, payoff, criterion: { kind: "total" }, direction, onProgress });
  if ("kind" in solution) return solution;
  const { optimal } = solution;
  const rows = parts.rows.slice();
  const isChosen = behaviours.map(() => false);
  origin.forEach((r, q) => {
    if (optimal.kind !== "stationary" || !hasBit(optimal.rows, q)) return;
    if (r >= 0) setBit(rows, r);
    else isChosen[-1 - r] = true;
  });
  return { solution, rows, isChosen, value: (state) => solution.value?.(0, place[state]!) ?? Number.NaN };
}

/** The rows after which some policy still settles on a behaviour or ends, almost surely. */
function settlingRows(graph: Graph, behaviours: readonly Behaviour[]): Bits {
  const { branchStart, successor } = graph.rows;
  const target = createBits(graph.states);
  for (const { members } of behaviours) for (const s of members) setBit(target, s);
  for (let s = 0; s < graph.states; s++) if (hasEnded(graph.rows, s)) setBit(target, s);
  const able = almostSurely(graph, target).states;
  const open = createBits(graph.reverse.owner.length);
  for (let r = 0; r < graph.reverse.owner.length; r++) {
    if (!hasBit(graph.allowed, r)) continue;
    let isSafe = hasBit(able, graph.reverse.owner[r]!);
    for (let b = branchStart[r]!; b < branchStart[r + 1]!; b++) isSafe &&= hasBit(able, successor[b]!);
    if (isSafe) setBit(open, r);
  }
  return open;
}
