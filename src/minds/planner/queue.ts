import { longer } from "../arrays.ts";

/** A queue of numbered nodes, as plain data: a binary heap with the most urgent node first. */
export interface QueueMemory {
  size: number;
  /** shape [capacity]: the nodes, in heap order */
  nodes: Int32Array;
  /** shape [nodes]: how urgent each node is, whether or not it waits */
  urgency: Float64Array;
  /** shape [nodes]: where in the heap a node waits, plus 1; 0 where it does not */
  place: Int32Array;
}

export const newQueue = (): QueueMemory => ({
  size: 0,
  nodes: new Int32Array(),
  urgency: new Float64Array(),
  place: new Int32Array(),
});

function put(queue: QueueMemory, node: number, at: number): void {
  queue.nodes[at] = node;
  queue.place[node] = at + 1;
}

function rise(queue: QueueMemory, from: number): void {
  const node = queue.nodes[from]!;
  const urgency = queue.urgency[node]!;
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const other = queue.nodes[above]!;
    if (queue.urgency[other]! >= urgency) break;
    put(queue, other, at);
    at = above;
  }
  put(queue, node, at);
}

function sink(queue: QueueMemory, from: number): void {
  const node = queue.nodes[from]!;
  const urgency = queue.urgency[node]!;
  let at = from;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= queue.size) break;
    if (below + 1 < queue.size && queue.urgency[queue.nodes[below + 1]!]! > queue.urgency[queue.nodes[below]!]!)
      below++;
    const other = queue.nodes[below]!;
    if (queue.urgency[other]! <= urgency) break;
    put(queue, other, at);
    at = below;
  }
  put(queue, node, at);
}

/** Lets a node wait, at least as urgently as given. */
export function raise(queue: QueueMemory, node: number, urgency: number): void {
  if (node >= queue.place.length) {
    queue.place = longer(queue.place, node + 1, 0);
    queue.urgency = longer(queue.urgency, node + 1, 0);
  }
  const waiting = queue.place[node]!;
  if (waiting > 0) {
    if (queue.urgency[node]! >= urgency) return;
    queue.urgency[node] = urgency;
    rise(queue, waiting - 1);
    return;
  }
  queue.urgency[node] = urgency;
  if (queue.size === queue.nodes.length) queue.nodes = longer(queue.nodes, 16, 0);
  queue.nodes[queue.size] = node;
  rise(queue, queue.size++);
}

/** Takes the most urgent node out; −1 where none waits. */
export function pop(queue: QueueMemory): number {
  if (queue.size === 0) return -1;
  const node = queue.nodes[0]!;
  queue.place[node] = 0;
  const last = queue.nodes[--queue.size]!;
  if (queue.size > 0) {
    queue.nodes[0] = last;
    sink(queue, 0);
  }
  return node;
}
