import { longer } from "../../arrays.ts";

/**
 * What a search has imagined: situations at depths, the acts that can be taken there, and the ways in which these come out.
 * Flat columns, so that a simulation allocates nothing.
 *
 * A node is a situation at a depth, or at any depth where nothing cuts the future off. Paths that meet there share it, for what follows is
 * worth the same whichever way led to it: a tree of A acts and depth D has A^D leaves, this one at most a node per situation and depth.
 */
export interface Tree {
  nodes: number;
  edges: number;
  outcomes: number;
  /** shape [nodes] */
  situation: Int32Array;
  /** steps after the root; 0 where it makes no difference */
  depth: Int32Array;
  /** how often a simulation came through */
  visits: Int32Array;
  /** the first of a node's edges, which lie together; −1 where they have not been laid out */
  firstEdge: Int32Array;
  edgeCount: Int32Array;
  /** the last simulation that came through, where one may come back to a node */
  passed: Int32Array;
  /** 1 where everything below has been tried, so that no simulation can tell more */
  settled: Int32Array;
  /** what the critic says of it, and the most that may be hoped for there, before anything is tried */
  guess: Float64Array;
  hopeGuess: Float64Array;
  /** the same after what was tried below */
  worth: Float64Array;
  hope: Float64Array;
  /** shape [edges]; an action, or the number of actions and that of an option */
  act: Int32Array;
  tries: Int32Array;
  prior: Float64Array;
  /** the first of an edge's outcomes, which lie together; −1 where it has not been expanded */
  firstOutcome: Int32Array;
  /** 0 where it has been expanded and nothing is known of what the act leads to */
  outcomeCount: Int32Array;
  /** expected reward until the act, or the option, is over */
  reward: Float64Array;
  /** how sure the model is of the outcomes, in [0, 1] */
  sure: Float64Array;
  /** observations that the prediction rests on, and the variance of the rewards */
  evidence: Float64Array;
  variance: Float64Array;
  edgeWorth: Float64Array;
  edgeHope: Float64Array;
  edgeSettled: Int32Array;
  /** shape [outcomes]; a node, or −1 where nothing follows */
  child: Int32Array;
  /** probability, discounted by the steps that the act takes */
  weight: Float64Array;
  /** how often a simulation went this way */
  drawn: Int32Array;
}

/** A tree without nodes. */
export const newTree = (): Tree => ({
  nodes: 0,
  edges: 0,
  outcomes: 0,
  situation: new Int32Array(64),
  depth: new Int32Array(64),
  visits: new Int32Array(64),
  firstEdge: new Int32Array(64),
  edgeCount: new Int32Array(64),
  passed: new Int32Array(64),
  settled: new Int32Array(64),
  guess: new Float64Array(64),
  hopeGuess: new Float64Array(64),
  worth: new Float64Array(64),
  hope: new Float64Array(64),
  act: new Int32Array(64),
  tries: new Int32Array(64),
  prior: new Float64Array(64),
  firstOutcome: new Int32Array(64),
  outcomeCount: new Int32Array(64),
  reward: new Float64Array(64),
  sure: new Float64Array(64),
  evidence: new Float64Array(64),
  variance: new Float64Array(64),
  edgeWorth: new Float64Array(64),
  edgeHope: new Float64Array(64),
  edgeSettled: new Int32Array(64),
  child: new Int32Array(64),
  weight: new Float64Array(64),
  drawn: new Int32Array(64),
});

/** Adds a node that nothing has been tried of. */
export function addNode(tree: Tree, situation: number, depth: number, guess: number, hope: number): number {
  const node = tree.nodes++;
  if (node === tree.situation.length) {
    for (const key of ["situation", "depth", "visits", "firstEdge", "edgeCount", "passed", "settled"] as const)
      tree[key] = longer(tree[key], 0, 0);
    for (const key of ["guess", "hopeGuess", "worth", "hope"] as const) tree[key] = longer(tree[key], 0, 0);
  }
  tree.situation[node] = situation;
  tree.depth[node] = depth;
  tree.visits[node] = 0;
  tree.firstEdge[node] = -1;
  tree.edgeCount[node] = 0;
  tree.passed[node] = -1;
  tree.settled[node] = 0;
  tree.guess[node] = guess;
  tree.hopeGuess[node] = hope;
  tree.worth[node] = guess;
  tree.hope[node] = hope;
  return node;
}

/** Adds an edge that has not been tried to a node; the edges of a node are added one right after another. */
export function addEdge(tree: Tree, node: number, act: number, prior: number): void {
  const edge = tree.edges++;
  if (edge === tree.act.length) {
    for (const key of ["act", "tries", "firstOutcome", "outcomeCount", "edgeSettled"] as const)
      tree[key] = longer(tree[key], 0, 0);
    for (const key of ["prior", "reward", "sure", "evidence", "variance", "edgeWorth", "edgeHope"] as const)
      tree[key] = longer(tree[key], 0, 0);
  }
  if (tree.edgeCount[node]!++ === 0) tree.firstEdge[node] = edge;
  tree.act[edge] = act;
  tree.tries[edge] = 0;
  tree.prior[edge] = prior;
  tree.firstOutcome[edge] = -1;
  tree.outcomeCount[edge] = 0;
  tree.reward[edge] = 0;
  tree.sure[edge] = 1;
  tree.evidence[edge] = Infinity;
  tree.variance[edge] = 0;
  tree.edgeWorth[edge] = 0;
  tree.edgeHope[edge] = 0;
  tree.edgeSettled[edge] = 0;
}

/** Adds an outcome to an edge, whose first is where the outcomes ended; those of an edge are added one right after another. */
export function addOutcome(tree: Tree, edge: number, child: number, weight: number): void {
  const outcome = tree.outcomes++;
  if (outcome === tree.child.length) {
    for (const key of ["child", "drawn"] as const) tree[key] = longer(tree[key], 0, 0);
    tree.weight = longer(tree.weight, 0, 0);
  }
  tree.outcomeCount[edge]!++;
  tree.child[outcome] = child;
  tree.weight[outcome] = weight;
  tree.drawn[outcome] = 0;
}

/** Which node of a tree stands for a situation at a depth. */
export interface Lookup {
  /** −1 where there is none */
  find(situation: number, depth: number): number;
  /** Takes in the node that was added last. */
  add(node: number): void;
  clear(): void;
}

/** Open addressing with linear probing, at most half full. */
export function createLookup(tree: Tree): Lookup {
  let slots = new Int32Array(128).fill(-1);
  const slotOf = (situation: number, depth: number): number => {
    const mask = slots.length - 1;
    let slot = Math.imul(situation ^ Math.imul(depth, 0x9e3779b1), 0x85ebca6b);
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let node = slots[slot]!; node >= 0; node = slots[slot]!) {
      if (tree.situation[node] === situation && tree.depth[node] === depth) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const put = (node: number): void => {
    slots[slotOf(tree.situation[node]!, tree.depth[node]!)] = node;
  };
  return {
    find: (situation, depth) => slots[slotOf(situation, depth)]!,
    add(node) {
      if (2 * tree.nodes < slots.length) put(node);
      else {
        slots = new Int32Array(2 * slots.length).fill(-1);
        for (let each = 0; each < tree.nodes; each++) put(each);
      }
    },
    clear: () => void slots.fill(-1),
  };
}
