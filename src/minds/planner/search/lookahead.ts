import type { Visit } from "../../model/model.ts";
import type { Faculties } from "../planner.ts";
import { spanOf } from "../span.ts";
import type { Skeleton } from "./skeleton.ts";
import { addEdge, addNode, addOutcome, createLookup, newTree, type Tree } from "./tree.ts";

/** Weight of the prior against what the search has found; the c₁ of MuZero (Schrittwieser et al. 2020). */
const CURIOSITY = 1.25;

/** Most steps of a simulation. */
const LONGEST = 128;
/** Where situations come back, a search is over after so many simulations in a row that found nothing to try. */
const GIVE_UP = 8;
/** Most passes of a consolidation. Where situations come back it ends when no value changes by more than this share of their span. */
const PASSES = 100;
const CLOSE = 1e-4;

/** Takes one way in which an option may come out: its probability discounted by the steps that it takes. */
export type Landing = (next: number, weight: number, steps: number, ended: boolean) => void;

/** Acts that last: what a search may try beside the actions. Numbered from the number of actions on. */
export interface Skills {
  /** Those that can be begun in a situation with some steps left. */
  offered(situation: number, left: number): readonly number[];
  /** Visits the ways in which one comes out; returns the discounted reward until then. */
  foresee(skill: number, situation: number, land: Landing): number;
  /** The action that one takes in a situation; −1 where it is over. */
  action(skill: number, situation: number): number;
}

/** What a search goes by beside the learned model. */
export interface Outlook {
  /** Shape [at least acts]: how likely each act was the best in past searches; sums to 1. */
  prior(situation: number, acts: readonly number[]): ArrayLike<number>;
  /** What the critic says of a situation. */
  guess(situation: number, left: number): number;
  /** The most that may be hoped for in a situation. */
  hope(situation: number, left: number): number;
  /** What as good a life as can be imagined pays in some steps: an act of which nothing is known may lead to it. */
  heaven(left: number): number;
  /** The most that any situation with some steps left is worth: what an act does that it was not seen to do may lead there. */
  best(left: number): number;
  /** Standard errors by which a mean is hoped to be better than it looks; undefined where only what is known counts. */
  readonly doubt?: number;
  readonly skills?: Skills;
}

/** A look-ahead from one situation. */
export interface Lookahead {
  readonly tree: Tree;
  /** Steps left at a depth. */
  left(depth: number): number;
  /** Forgets all. */
  clear(): void;
  /** Begins anew; node 0 is the situation. */
  begin(situation: number, left: number): void;
  /**
   * Goes once down the tree from the root, by the given edge of the root if it is not −1, adds one edge's outcomes, and backs up; returns
   * whether it had anywhere to go.
   */
  simulate(edge: number): boolean;
  /** Works out anew what everything in the tree is worth until nothing changes: a simulation tells the nodes on its way only. */
  consolidate(): void;
  /** Begins anew with what a skeleton tells, all of it asked of the model again. */
  regrow(skeleton: Skeleton): void;
  /** The node of a situation at a depth, −1 where there is none. */
  find(situation: number, depth: number): number;
  /** How far apart what the acts in the tree are worth lies; what they let hope for, where they are all worth the same; else 1. */
  span(): number;
}

/**
 * Trial-based look-ahead in the learned model. Selection is PUCT's; an edge is worth the expectation over all that the model
 * foresees, each leaf valued by the critic, and a node what its best edge is worth: full Bellman backups, as in the DP-UCT and UCT* of Keller
 * and Helmert (2013, "Trial-based heuristic tree search for finite horizon MDPs"), not averages over what was sampled, since
 * the model tells its probabilities. What has been tried to its end is settled and left alone, so that as many simulations as there are
 * acts in situations and depths make the search exact. While a node has edges that have not been tried, the critic's guess stands for them.
 *
 * Beside its worth everything has a hope, as in `sweep`, which selection follows.
 */
export function createLookahead({ body, situations, model, rewards }: Faculties, outlook: Outlook): Lookahead {
  const tree = newTree();
  const lookup = createLookup(tree);
  const { skills, doubt } = outlook;
  const actions = body.actions.length;
  const { discount } = spanOf(body);
  const pathNodes: number[] = [];
  const pathEdges: number[] = [];
  let rootLeft = Infinity;
  let opened = 0;
  let expanded = 0;
  /** simulations in a row that found nothing to try */
  let fruitless = 0;
  let simulation = 0;
  /** the least and the most that an act is worth, and that it lets hope for */
  let low = Infinity;
  let high = -Infinity;
  let lowHope = Infinity;
  let highHope = -Infinity;

  /** Where nothing cuts the future off, a situation is worth the same at each depth, and all are one. */
  const layer = (depth: number): number => (rootLeft === Infinity ? 0 : depth);
  const find = (situation: number, depth: number): number => lookup.find(situation, layer(depth));
  const nodeOf = (situation: number, at: number): number => {
    const depth = layer(at);
    const left = rootLeft - depth;
    if (left <= 0) return -1;
    const found = lookup.find(situation, depth);
    if (found >= 0) return found;
    const node = addNode(tree, situation, depth, outlook.guess(situation, left), outlook.hope(situation, left));
    lookup.add(node);
    return node;
  };

  /** The edge that is being expanded, and where it starts. */
  let expanding = { edge: 0, situation: 0, act: 0, depth: 0 };
  const visit: Visit = (next, probability, ended) => {
    const { edge, situation, act, depth } = expanding;
    tree.reward[edge]! += probability * rewards.expect(situation, act, next);
    addOutcome(tree, edge, ended ? -1 : nodeOf(next, depth + 1), discount * probability);
  };
  const land: Landing = (next, weight, steps, ended) => {
    const { edge, depth } = expanding;
    addOutcome(tree, edge, ended ? -1 : nodeOf(next, depth + steps), weight);
  };
  const expand = (node: number, edge: number): void => {
    const situation = tree.situation[node]!;
    const act = tree.act[edge]!;
    expanding = { edge, situation, act, depth: tree.depth[node]! };
    tree.firstOutcome[edge] = tree.outcomes;
    expanded++;
    if (act < actions) {
      model.foresee(situation, act, visit);
      if (doubt !== undefined) {
        tree.sure[edge] = model.sure(situation, act);
        tree.evidence[edge] = model.evidence(situation, act);
        tree.variance[edge] = rewards.variance(situation, act);
      }
    } else tree.reward[edge] = skills!.foresee(act, situation, land);
    settle(node, edge);
  };

  const open = (node: number): void => {
    opened++;
    const here = tree.situation[node]!;
    const available = situations.available(here);
    const offered = skills?.offered(here, rootLeft - tree.depth[node]!) ?? [];
    const acts = offered.length === 0 ? available : [...available, ...offered];
    const prior = outlook.prior(here, acts);
    for (let k = 0; k < acts.length; k++) addEdge(tree, node, acts[k]!, prior[k]!);
  };

  /** Works out anew what an edge is worth and lets hope for. */
  const settle = (node: number, edge: number): void => {
    const first = tree.firstOutcome[edge]!;
    const end = first + tree.outcomeCount[edge]!;
    let worth = -Infinity;
    let hope = 0;
    let settled = 1;
    if (end === first) hope = outlook.heaven(rootLeft - tree.depth[node]!);
    else {
      let later = 0;
      let square = 0;
      for (let outcome = first; outcome < end; outcome++) {
        const child = tree.child[outcome]!;
        if (child < 0) continue;
        const weight = tree.weight[outcome]!;
        const value = tree.worth[child]!;
        settled &= tree.settled[child]!;
        later += weight * value;
        square += weight * value * value;
        hope += weight * tree.hope[child]!;
      }
      worth = tree.reward[edge]! + later;
      hope += tree.reward[edge]!;
      const sure = tree.sure[edge]!;
      if (sure < 1) hope += (1 - sure) * Math.max(0, outlook.best(rootLeft - tree.depth[node]!) - hope);
      if (doubt !== undefined) {
        const spread = Math.max(0, discount * square - later * later) + tree.variance[edge]!;
        if (spread > 0) hope += doubt * Math.sqrt(spread / tree.evidence[edge]!);
      }
    }
    tree.edgeWorth[edge] = worth;
    tree.edgeHope[edge] = hope;
    tree.edgeSettled[edge] = settled;
    if (worth > -Infinity) {
      if (worth < low) low = worth;
      if (worth > high) high = worth;
    }
    if (hope > -Infinity) {
      if (hope < lowHope) lowHope = hope;
      if (hope > highHope) highHope = hope;
    }
  };

  /** Works out anew what a node is worth and lets hope for. */
  const gather = (node: number): void => {
    const first = tree.firstEdge[node]!;
    const end = first + tree.edgeCount[node]!;
    let worth = -Infinity;
    let hope = -Infinity;
    let untried = false;
    let settled = 1;
    for (let edge = first; edge < end; edge++) {
      if (tree.firstOutcome[edge]! < 0) {
        untried = true;
        continue;
      }
      settled &= tree.edgeSettled[edge]!;
      if (tree.edgeWorth[edge]! > worth) worth = tree.edgeWorth[edge]!;
      if (tree.edgeHope[edge]! > hope) hope = tree.edgeHope[edge]!;
    }
    const guess = tree.guess[node]!;
    const guessed = tree.hopeGuess[node]!;
    tree.settled[node] = untried ? 0 : settled;
    tree.worth[node] = worth === -Infinity || (untried && guess > worth) ? guess : worth;
    tree.hope[node] = hope === -Infinity || (untried && guessed > hope) ? guessed : hope;
  };

  // Hopes may lie far outside what the acts are worth, and then they decide: a span that took them in would make all else look alike.
  const span = (): number => (high > low ? high - low : highHope > lowHope ? highHope - lowHope : 1);

  /** The edge that a simulation takes from a node, for its value or only for having been tried little; −1 where all are settled. */
  const select = (node: number, forValue: boolean): number => {
    const first = tree.firstEdge[node]!;
    const end = first + tree.edgeCount[node]!;
    const scale = forValue ? 1 / span() : 0;
    const guess = tree.hopeGuess[node]! * scale;
    const weight = CURIOSITY * Math.sqrt(tree.visits[node]! + 1);
    let best = -1;
    let most = -Infinity;
    for (let edge = first; edge < end; edge++) {
      if (tree.edgeSettled[edge] === 1) continue;
      const value = tree.firstOutcome[edge]! < 0 ? guess : tree.edgeHope[edge]! * scale;
      const score = value + (weight * tree.prior[edge]!) / (1 + tree.tries[edge]!);
      if (score > most) {
        most = score;
        best = edge;
      }
    }
    return best;
  };

  /**
   * The node that an edge leads to next, −1 where nothing follows: of the outcomes the one that has come up least for its
   * probability (Sainte-Laguë's rule), which spreads the simulations better than draws would.
   */
  const follow = (edge: number): number => {
    const first = tree.firstOutcome[edge]!;
    const end = first + tree.outcomeCount[edge]!;
    let best = -1;
    let most = 0;
    for (let outcome = first; outcome < end; outcome++) {
      const child = tree.child[outcome]!;
      if (child < 0 || tree.settled[child] === 1) continue;
      const due = tree.weight[outcome]! / (2 * tree.drawn[outcome]! + 1);
      if (due > most) {
        most = due;
        best = outcome;
      }
    }
    if (best < 0) return -1;
    tree.drawn[best]!++;
    return tree.child[best]!;
  };

  const clear = (): void => {
    tree.nodes = 0;
    tree.edges = 0;
    tree.outcomes = 0;
    lookup.clear();
    opened = 0;
    expanded = 0;
    fruitless = 0;
    low = lowHope = Infinity;
    high = highHope = -Infinity;
  };

  const begin = (situation: number, left: number): void => {
    clear();
    rootLeft = left;
    open(nodeOf(situation, 0));
  };

  const consolidate = (): void => {
    for (let pass = 0; pass < PASSES; pass++) {
      let change = 0;
      for (let node = tree.nodes - 1; node >= 0; node--) {
        const first = tree.firstEdge[node]!;
        if (first < 0) continue;
        for (let edge = first, end = first + tree.edgeCount[node]!; edge < end; edge++)
          if (tree.firstOutcome[edge]! >= 0) settle(node, edge);
        const [worth, hope] = [tree.worth[node]!, tree.hope[node]!];
        gather(node);
        change = Math.max(change, Math.abs(worth - tree.worth[node]!), Math.abs(hope - tree.hope[node]!));
      }
      if (change <= (rootLeft === Infinity ? CLOSE * span() : 0)) return;
    }
  };

  return {
    tree,
    clear,
    begin,
    simulate(start) {
      if ((start < 0 ? tree.settled[0] : tree.edgeSettled[start]) === 1) return false;
      if (fruitless === GIVE_UP || (opened === tree.nodes && expanded === tree.edges)) return false;
      let length = 0;
      simulation++;
      let circles = false;
      fruitless += rootLeft === Infinity ? 1 : 0;
      for (let node = 0; node >= 0 && length < LONGEST; ) {
        if (tree.firstEdge[node]! < 0) open(node);
        // What is worth most may go round in circles; who has been somewhere before looks for what has not been tried.
        circles ||= tree.passed[node] === simulation;
        tree.passed[node] = simulation;
        const edge = length === 0 && start >= 0 ? start : select(node, !circles);
        if (edge < 0) break;
        pathNodes[length] = node;
        pathEdges[length++] = edge;
        tree.visits[node]!++;
        tree.tries[edge]!++;
        if (tree.firstOutcome[edge]! < 0) {
          expand(node, edge);
          fruitless = 0;
          break;
        }
        node = follow(edge);
      }
      while (length-- > 0) {
        settle(pathNodes[length]!, pathEdges[length]!);
        gather(pathNodes[length]!);
      }
      return true;
    },
    consolidate,
    regrow({ left, nodes, tries }) {
      begin(nodes[0]!, left);
      for (let k = 0, first = 0; k < nodes.length; k += 4) {
        const count = nodes[k + 3]!;
        const node = lookup.find(nodes[k]!, nodes[k + 1]!);
        if (node >= 0) {
          if (tree.firstEdge[node]! < 0) open(node);
          // Other acts may be on offer than were: then their tries say nothing.
          if (tree.edgeCount[node] === count) {
            tree.visits[node] = nodes[k + 2]!;
            for (let each = 0; each < count; each++) {
              const edge = tree.firstEdge[node]! + each;
              tree.tries[edge] = tries[first + each]!;
              if (tree.tries[edge]! > 0) expand(node, edge);
            }
          }
        }
        first += count;
      }
      consolidate();
    },
    left: (depth) => rootLeft - depth,
    find,
    span,
  };
}
