import type { Graph } from "./graph.ts";

/** How far around a situation it is looked whether it holds two parts together, in steps. */
const RADIUS = 4;
/** Situations that each of the two parts must have. */
const LEAST = 4;
/** Bottlenecks are further apart than this: one of a corridor's situations stands for those beside it. */
const APART = 2;

type Near = Pick<Graph, "situations" | "nearStart" | "near">;

/**
 * The bottlenecks of a graph, ascending: situations without which what lies around them falls into two parts that know nothing of one
 * another, as a doorway does between two rooms, even where another door leads round. Of those side by side the one whose smaller part is
 * largest.
 *
 * A local and exact form of the cuts of Şimşek, Wolfe & Barto (2005, "Identifying useful subgoals in reinforcement learning by local graph
 * partitioning"): it needs no threshold on a score, and an open room has none.
 */
export function bottlenecksOf(graph: Near): readonly number[] {
  const around = createBall(graph);
  const found: { readonly situation: number; readonly smaller: number }[] = [];
  for (let situation = 0; situation < graph.situations; situation++) {
    const smaller = secondPart(graph, situation, around(situation, RADIUS));
    if (smaller >= LEAST) found.push({ situation, smaller });
  }
  found.sort((a, b) => b.smaller - a.smaller || a.situation - b.situation);
  const taken = new Set<number>();
  const bottlenecks: number[] = [];
  for (const { situation } of found) {
    if (taken.has(situation)) continue;
    bottlenecks.push(situation);
    for (const near of around(situation, APART)) taken.add(near);
  }
  return bottlenecks.sort((a, b) => a - b);
}

/** The situations within some steps of one, itself first. */
function createBall({ situations, nearStart, near }: Near) {
  const seen = new Int32Array(situations).fill(-1);
  let round = 0;
  return (centre: number, radius: number): readonly number[] => {
    const ball = [centre];
    const mark = round++;
    seen[centre] = mark;
    for (let step = 0, from = 0; step < radius; step++) {
      const end = ball.length;
      for (; from < end; from++)
        for (let k = nearStart[ball[from]!]!; k < nearStart[ball[from]! + 1]!; k++) {
          const next = near[k]!;
          if (seen[next] === mark) continue;
          seen[next] = mark;
          ball.push(next);
        }
    }
    return ball;
  };
}

/** The size of the second largest part into which a ball falls without its centre; 0 where it stays in one piece. */
function secondPart({ nearStart, near }: Near, centre: number, ball: readonly number[]): number {
  const waiting = new Set(ball);
  waiting.delete(centre);
  let [largest, second] = [0, 0];
  for (const seed of ball) {
    if (!waiting.delete(seed)) continue;
    const part = [seed];
    for (const situation of part)
      for (let k = nearStart[situation]!; k < nearStart[situation + 1]!; k++)
        if (waiting.delete(near[k]!)) part.push(near[k]!);
    if (part.length > largest) [largest, second] = [part.length, largest];
    else if (part.length > second) second = part.length;
  }
  return second;
}

/** The number of the room of each situation, a part that hangs together without the bottlenecks; −1 for the bottlenecks. */
export function roomsOf({ situations, nearStart, near }: Near, bottlenecks: readonly number[]): Int32Array {
  const room = new Int32Array(situations).fill(-2);
  for (const situation of bottlenecks) room[situation] = -1;
  let rooms = 0;
  for (let seed = 0; seed < situations; seed++) {
    if (room[seed] !== -2) continue;
    const part = [seed];
    room[seed] = rooms;
    for (const situation of part)
      for (let k = nearStart[situation]!; k < nearStart[situation + 1]!; k++) {
        if (room[near[k]!] !== -2) continue;
        room[near[k]!] = rooms;
        part.push(near[k]!);
      }
    rooms++;
  }
  return room;
}
