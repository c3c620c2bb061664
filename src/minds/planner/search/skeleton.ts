import type { Lookahead } from "./lookahead.ts";
import type { Tree } from "./tree.ts";

/** The situations and numbers of tries of a tree, from which it can be grown again. */
export interface Skeleton {
  /** steps left at its root */
  readonly left: number;
  /** shape [nodes · 4]: situation, depth, visits and number of edges, in order of depth, the root first */
  readonly nodes: Int32Array;
  /** shape [edges]; 0 where one has not been tried */
  readonly tries: Int32Array;
}

/** What is worth growing again of a tree from a node on, at most `most` expanded edges, those nearest to it. */
export function skeletonOf({ tree, left }: Lookahead, root: number, most: number): Skeleton {
  const kept = reach(tree, root, most);
  const start = tree.depth[root]!;
  const nodes = new Int32Array(4 * kept.length);
  const tries: number[] = [];
  kept.forEach((node, k) => {
    const count = tree.edgeCount[node]!;
    nodes.set([tree.situation[node]!, tree.depth[node]! - start, tree.visits[node]!, count], 4 * k);
    for (let edge = tree.firstEdge[node]!, end = edge + count; edge < end; edge++) tries.push(tree.tries[edge]!);
  });
  return { left: left(start), nodes, tries: Int32Array.from(tries) };
}

/** The nodes with edges below a node, in order of depth, as long as they have at most `most` expanded edges in all. */
function reach(tree: Tree, root: number, most: number): readonly number[] {
  const found = [root];
  const seen = new Uint8Array(tree.nodes);
  let expanded = 0;
  seen[root] = 1;
  for (let k = 0; k < found.length; k++) {
    const node = found[k]!;
    for (let edge = tree.firstEdge[node]!, end = edge + tree.edgeCount[node]!; edge < end; edge++) {
      const first = tree.firstOutcome[edge]!;
      if (first < 0) continue;
      expanded++;
      for (let outcome = first; outcome < first + tree.outcomeCount[edge]!; outcome++) {
        const child = tree.child[outcome]!;
        if (child < 0 || seen[child] === 1 || tree.firstEdge[child]! < 0) continue;
        seen[child] = 1;
        found.push(child);
      }
    }
    if (expanded >= most) {
      found.length = k + 1;
      break;
    }
  }
  return found.sort((a, b) => tree.depth[a]! - tree.depth[b]!);
}
