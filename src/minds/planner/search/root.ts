import { exp, ln } from "../../../core/math.ts";
import type { Random } from "../../../core/random.ts";
import type { Lookahead } from "./lookahead.ts";

/** c_visit of Danihelka et al. (2022), and c_scale for values that carry no sampling noise. */
const VISIT_OFFSET = 50;
const VALUE_SCALE = 1;

/** What a search came to at its root. */
export interface Found {
  /** the edge to take */
  readonly edge: number;
  /** shape [edges of the root]: the policy that the search recommends; sums to 1 */
  readonly policy: Float64Array;
}

/** How simulations are spread over the acts at the root, and which act is taken. */
export interface Root {
  readonly kind: "puct" | "gumbel";
  /** simulations of a search, at least 1 */
  readonly simulations: number;
  /** most acts that Gumbel selection considers at the root */
  readonly considered: number;
}

/** Runs a search from the root of a look-ahead that has begun. Without draws, what is done is greedy. */
export const searchRoot = (lookahead: Lookahead, root: Root, random?: Random): Found =>
  root.kind === "puct" ? puct(lookahead, root) : gumbel(lookahead, root, random);

/** Simulations go where PUCT sends them; the act of most hope is taken, of equals the one that was tried more. */
function puct(lookahead: Lookahead, { simulations }: Root): Found {
  const { tree, simulate } = lookahead;
  for (let k = 0; k < simulations && simulate(-1); k++);
  lookahead.consolidate();
  const first = tree.firstEdge[0]!;
  let best = first;
  for (let edge = first, end = first + tree.edgeCount[0]!; edge < end; edge++) {
    if (tree.tries[edge]! === 0) continue;
    const more = tree.edgeHope[edge]! - tree.edgeHope[best]!;
    if (tree.tries[best]! === 0 || more > 0 || (more === 0 && tree.tries[edge]! > tree.tries[best]!)) best = edge;
  }
  return { edge: best, policy: improved(lookahead) };
}

/**
 * Gumbel-top-k with sequential halving (Danihelka et al. 2022, "Policy improvement by planning with Gumbel"): acts are drawn without
 * replacement by the prior, simulations shared out among them in rounds after each of which the worse half drops out, and the best that
 * is left is taken: on expectation no worse than an act of the prior, however few the simulations are.
 *
 * Among the acts drawn the value decides alone, as in the paper's limit of a large σ, since values here carry no noise of sampling; of
 * equals the one that was drawn first. Without draws the likeliest acts by the prior are considered.
 */
function gumbel(lookahead: Lookahead, { simulations, considered }: Root, random: Random | undefined): Found {
  const { tree, simulate } = lookahead;
  const first = tree.firstEdge[0]!;
  const count = tree.edgeCount[0]!;
  const drawn = new Float64Array(count);
  for (let k = 0; k < count; k++)
    drawn[k] = ln(tree.prior[first + k]!) + (random === undefined ? 0 : gumbelDraw(random));
  const remaining = [...drawn.keys()]
    .sort((a, b) => drawn[b]! - drawn[a]! || a - b)
    .slice(0, Math.min(considered, simulations, count));
  const rank = (a: number, b: number): number =>
    tree.edgeHope[first + b]! - tree.edgeHope[first + a]! || drawn[b]! - drawn[a]! || a - b;
  const rounds = Math.max(1, 32 - Math.clz32(remaining.length - 1));
  for (let used = 0, before = -1; used < simulations && used > before; ) {
    before = used;
    const each = Math.max(1, Math.floor(simulations / (rounds * remaining.length)));
    for (let round = 0; round < each; round++)
      for (const k of remaining) if (used < simulations && simulate(first + k)) used++;
    lookahead.consolidate();
    remaining.sort(rank);
    remaining.length = Math.max(Math.min(2, remaining.length), Math.floor(remaining.length / 2));
  }
  return { edge: first + remaining[0]!, policy: improved(lookahead) };
}

const gumbelDraw = (random: Random): number => -ln(-ln(random() || Number.MIN_VALUE));

/** Writes σ(q) of each edge of the root; one that was not tried is given what those that were are worth by the prior. */
function completed({ tree, span }: Lookahead, values: Float64Array): void {
  const first = tree.firstEdge[0]!;
  let most = 0;
  let total = 0;
  let mass = 0;
  let weighted = 0;
  for (let k = 0; k < values.length; k++) {
    const edge = first + k;
    const tries = tree.tries[edge]!;
    if (tries === 0) continue;
    total += tries;
    most = Math.max(most, tries);
    mass += tree.prior[edge]!;
    weighted += tree.prior[edge]! * tree.edgeHope[edge]!;
  }
  const mixed = mass > 0 ? (tree.hopeGuess[0]! + (total * weighted) / mass) / (1 + total) : tree.hopeGuess[0]!;
  for (let k = 0; k < values.length; k++) {
    const value = tree.tries[first + k]! === 0 ? mixed : tree.edgeHope[first + k]!;
    values[k] = ((VISIT_OFFSET + most) * VALUE_SCALE * value) / span();
  }
}

/** Shape [edges of the root]: the prior improved by what was found, softmax(logit + σ(q)). */
function improved(lookahead: Lookahead): Float64Array {
  const { tree } = lookahead;
  const first = tree.firstEdge[0]!;
  const policy = new Float64Array(tree.edgeCount[0]!);
  completed(lookahead, policy);
  let most = -Infinity;
  for (const value of policy) most = Math.max(most, value);
  let total = 0;
  for (let k = 0; k < policy.length; k++) {
    policy[k] = tree.prior[first + k]! * exp(policy[k]! - most);
    total += policy[k]!;
  }
  for (let k = 0; k < policy.length; k++) policy[k]! /= total;
  return policy;
}
