import type { Faculties } from "../planner.ts";
import { spanOf } from "../span.ts";
import { bottlenecksOf, roomsOf } from "./bottlenecks.ts";
import { type Graph, graphOf } from "./graph.ts";

/** Weight of arriving at a bottleneck a step later: options hurry. */
const HURRY = 0.95;
/** Passes over a room until a change below this, and at most so many. */
const CLOSE = 1e-9;
const PASSES = 200;
/** Rooms with more situations than this are left without options. */
const LARGEST = 5000;

/**
 * Temporally extended options (Sutton, Precup & Singh 1999): each leads through one room to one of the bottlenecks beside it, by the shortest
 * way in the learned model, and is over there or wherever else the room is left. Beside what it does stands what it brings: for each
 * situation where it can be begun the discounted reward until it is over, and the distribution of where and when that is.
 */
export interface OptionsMemory {
  /** shape [options]: the bottleneck that each leads to */
  readonly goal: Int32Array;
  /** shape [situations + 1]: where the entries of each situation begin, one for each option that can be begun there */
  readonly entryStart: Int32Array;
  /** shape [entries] */
  readonly option: Int32Array;
  readonly action: Int32Array;
  readonly reward: Float64Array;
  /** shape [entries + 1]: where the ends of each entry begin */
  readonly endStart: Int32Array;
  /** shape [ends]: 2·situation, plus 1 where the world ends there */
  readonly end: Int32Array;
  /** probability, discounted by the steps until then */
  readonly weight: Float64Array;
  /** mean steps until then */
  readonly steps: Float64Array;
}

export const noOptions = (): OptionsMemory => toMemory([], [], 0);

interface Entry {
  readonly situation: number;
  readonly option: number;
  readonly action: number;
  readonly reward: number;
  readonly ends: readonly { readonly to: number; readonly weight: number; readonly steps: number }[];
}

/** The options that the learned model has bottlenecks for, without regard to reward; what they bring by the learned rewards. */
export function discover(faculties: Faculties): OptionsMemory {
  const graph = graphOf(faculties);
  const bottlenecks = bottlenecksOf(graph);
  const room = roomsOf(graph, bottlenecks);
  const cells: number[][] = Array.from({ length: Math.max(...room, -1) + 1 }, () => []);
  room.forEach((number, situation) => {
    cells[number]?.push(situation);
  });
  /** the bottlenecks beside each room */
  const doors = cells.map(() => new Set<number>());
  for (const door of bottlenecks)
    for (let k = graph.nearStart[door]!; k < graph.nearStart[door + 1]!; k++)
      if (room[graph.near[k]!]! >= 0) doors[room[graph.near[k]!]!]!.add(door);
  const goals: number[] = [];
  const entries: Entry[] = [];
  cells.forEach((inside, number) => {
    if (inside.length > LARGEST) return;
    for (const goal of doors[number]!) {
      const others = [...doors[number]!].filter((door) => door !== goal);
      for (const entry of cross(graph, faculties, goal, inside, others))
        entries.push({ ...entry, option: goals.length });
      goals.push(goal);
    }
  });
  entries.sort((a, b) => a.situation - b.situation || a.option - b.option);
  return toMemory(goals, entries, graph.situations);
}

/** The option that leads through a room to a goal: what it does and brings from each of its situations and from its other doors. */
function cross(
  graph: Graph,
  { body, situations }: Faculties,
  goal: number,
  inside: readonly number[],
  doors: readonly number[],
): readonly Omit<Entry, "option">[] {
  const actions = body.actions.length;
  const { discount } = spanOf(body);
  const { rowStart, to, probability } = graph;
  const order = [...outwards(graph, goal, inside), ...doors];
  /** the place of each situation inside in the order */
  const place = new Map(order.slice(0, order.length - doors.length).map((situation, k) => [situation, k]));
  const placeOf = (code: number): number => ((code & 1) === 1 ? -1 : (place.get(code >> 1) ?? -1));

  /** shape [order]: how soon the goal is reached, 1 at once and 0 never; and by which action */
  const nearness = new Float64Array(order.length);
  const chosen = new Int32Array(order.length).fill(-1);
  settle(order.length, (k) => {
    let best = 0;
    for (const action of situations.available(order[k]!)) {
      const row = order[k]! * actions + action;
      let soon = 0;
      for (let outcome = rowStart[row]!; outcome < rowStart[row + 1]!; outcome++) {
        const code = to[outcome]!;
        const at = placeOf(code);
        soon += HURRY * probability[outcome]! * (code === 2 * goal ? 1 : at < 0 ? 0 : nearness[at]!);
      }
      if (soon > best + CLOSE) {
        best = soon;
        chosen[k] = action;
      }
    }
    const change = Math.abs(best - nearness[k]!);
    nearness[k] = best;
    return change;
  });

  /** where it may be over, and for each place the weight of being over there and the steps until then, times that weight */
  const ends = new Map<number, { readonly weight: Float64Array; readonly steps: Float64Array }>();
  const reward = new Float64Array(order.length);
  order.forEach((situation, k) => {
    if (chosen[k]! < 0) return;
    const row = situation * actions + chosen[k]!;
    for (let outcome = rowStart[row]!; outcome < rowStart[row + 1]!; outcome++)
      if (placeOf(to[outcome]!) < 0 && !ends.has(to[outcome]!))
        ends.set(to[outcome]!, { weight: new Float64Array(order.length), steps: new Float64Array(order.length) });
  });
  settle(order.length, (k) => {
    if (chosen[k]! < 0) return 0;
    const row = order[k]! * actions + chosen[k]!;
    let paid = graph.reward[row]!;
    for (let outcome = rowStart[row]!; outcome < rowStart[row + 1]!; outcome++) {
      const at = placeOf(to[outcome]!);
      if (at >= 0) paid += discount * probability[outcome]! * reward[at]!;
    }
    let change = Math.abs(paid - reward[k]!);
    reward[k] = paid;
    for (const [code, { weight, steps }] of ends) {
      let mass = 0;
      let long = 0;
      for (let outcome = rowStart[row]!; outcome < rowStart[row + 1]!; outcome++) {
        const share = discount * probability[outcome]!;
        const at = placeOf(to[outcome]!);
        if (at < 0 && to[outcome] !== code) continue;
        mass += share * (at < 0 ? 1 : weight[at]!);
        long += share * (at < 0 ? 1 : steps[at]! + weight[at]!);
      }
      change = Math.max(change, Math.abs(mass - weight[k]!));
      weight[k] = mass;
      steps[k] = long;
    }
    return change;
  });
  return order.flatMap((situation, k) => {
    const over = [...ends].flatMap(([code, { weight, steps }]) =>
      weight[k]! > 0 ? [{ to: code, weight: weight[k]!, steps: steps[k]! / weight[k]! }] : [],
    );
    if (chosen[k]! < 0 || !ends.has(2 * goal)) return [];
    return [{ situation, action: chosen[k]!, reward: reward[k]!, ends: over }];
  });
}

/** Passes over places until nothing changes any more; `update` returns the change at one place. */
function settle(places: number, update: (place: number) => number): void {
  for (let pass = 0; pass < PASSES; pass++) {
    let change = 0;
    for (let place = 0; place < places; place++) change = Math.max(change, update(place));
    if (change < CLOSE) return;
  }
}

/** The situations of a room, those next to the goal first: in this order one pass is enough where nothing is random. */
function outwards({ nearStart, near }: Graph, goal: number, inside: readonly number[]): readonly number[] {
  const waiting = new Set(inside);
  const order = [goal];
  for (const situation of order)
    for (let k = nearStart[situation]!; k < nearStart[situation + 1]!; k++)
      if (waiting.delete(near[k]!)) order.push(near[k]!);
  return order.slice(1);
}

/** Entries, ascending by situation, in columns. */
function toMemory(goals: readonly number[], entries: readonly Entry[], situations: number): OptionsMemory {
  const entryStart = new Int32Array(situations + 1);
  for (const { situation } of entries) entryStart[situation + 1]!++;
  for (let situation = 0; situation < situations; situation++) entryStart[situation + 1]! += entryStart[situation]!;
  const endStart = new Int32Array(entries.length + 1);
  entries.forEach(({ ends }, k) => {
    endStart[k + 1] = endStart[k]! + ends.length;
  });
  const ends = entries.flatMap((entry) => entry.ends);
  return {
    goal: Int32Array.from(goals),
    entryStart,
    option: Int32Array.from(entries, ({ option }) => option),
    action: Int32Array.from(entries, ({ action }) => action),
    reward: Float64Array.from(entries, ({ reward }) => reward),
    endStart,
    end: Int32Array.from(ends, ({ to }) => to),
    weight: Float64Array.from(ends, ({ weight }) => weight),
    steps: Float64Array.from(ends, ({ steps }) => steps),
  };
}
