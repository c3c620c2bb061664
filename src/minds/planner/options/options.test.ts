import { describe, expect, test } from "vitest";
import { omniscient } from "../../../../test/support/faculties.ts";
import { FOUR_ROOMS, ONE_ROOM, rooms } from "../../../../test/support/rooms.ts";
import { defineDrive, defineWorld, range } from "../../../core/index.ts";
import { beginLife, resumeLife } from "../../../core/live.ts";
import { isSolution, solve } from "../../../exact/solve.ts";
import { brainLike } from "../../brain-like.ts";
import type { Faculties } from "../planner.ts";
import { SEARCH, search, wakeSearch } from "../search/search.ts";
import { bottlenecksOf } from "./bottlenecks.ts";
import { discover, type OptionsMemory } from "./discover.ts";
import { graphOf } from "./graph.ts";
import { type PlansMemory, searchWithOptions, skillsOf } from "./options.ts";

const DISCOUNT = 0.9;
type Rooms = ReturnType<typeof rooms>;
const knowing = ({ learned }: Rooms) => omniscient(learned, { discount: DISCOUNT }).faculties;

describe("bottlenecks", () => {
  const placesOf = (map: readonly string[], slips = false) => {
    const made = rooms(map, { slips });
    return bottlenecksOf(graphOf(knowing(made))).map((state) => [made.cells[state]!.row, made.cells[state]!.column]);
  };
  const DOORWAYS = [
    [3, 6],
    [6, 1],
    [7, 9],
    [10, 6],
  ];

  test("of four rooms are the four doorways, though each room has two", () => {
    expect(placesOf(FOUR_ROOMS)).toEqual(DOORWAYS);
    expect(placesOf(FOUR_ROOMS, true)).toEqual(DOORWAYS);
  });

  test("there are none in an open room, nor in front of a niche", () => {
    expect(placesOf(ONE_ROOM)).toEqual([]);
    expect(placesOf(["########", "#S.....#", "#......#", "###.####", "###.####", "########"])).toEqual([]);
  });
});

/** What an option brings from within a room, by following how likely each situation is from step to step, until a doorway or the end. */
function followed({ model, rewards, body }: Faculties, found: OptionsMemory, skill: number, start: number) {
  const skills = skillsOf(body, () => found);
  let here = new Map([[start, 1]]);
  const over = new Map<number, number>();
  let reward = 0;
  for (let step = 1; step <= 1000; step++) {
    const next = new Map<number, number>();
    for (const [situation, mass] of here) {
      const action = skills.action(skill, situation);
      model.foresee(situation, action, (to, probability, ended) => {
        const share = mass * probability;
        reward += DISCOUNT ** (step - 1) * share * rewards.expect(situation, action, to);
        if (ended || found.goal.includes(to)) over.set(to, (over.get(to) ?? 0) + DISCOUNT ** step * share);
        else next.set(to, (next.get(to) ?? 0) + share);
      });
    }
    here = next;
  }
  return { reward, over };
}

describe("what an option brings", () => {
  test("on a sure way, by arithmetic", () => {
    const made = rooms(FOUR_ROOMS, { step: "-1" });
    const faculties = knowing(made);
    const found = discover(faculties);
    expect(found.goal).toHaveLength(8); // two doorways of each of four rooms
    const skills = skillsOf(faculties.body, () => found);
    const brought = skills.offered(made.start, Infinity).map((skill) => {
      const ends: (readonly [number, number, number])[] = [];
      const reward = skills.foresee(skill, made.start, (next, weight, steps) => ends.push([next, weight, steps]));
      return { reward, ends };
    });
    // From (1, 1) it is 7 steps to the doorway (3, 6), and 5 to (6, 1).
    const away = (row: number, column: number, steps: number) => ({
      reward: expect.closeTo(-(1 - DISCOUNT ** steps) / (1 - DISCOUNT), 9),
      ends: [[made.at(row, column), expect.closeTo(DISCOUNT ** steps, 9), steps]],
    });
    expect(brought).toEqual([away(3, 6, 7), away(6, 1, 5)]);
    expect(skills.offered(made.start, 6)).toHaveLength(1); // with six steps left only one can be carried through
  });

  test("where moves slip, as by following it step by step", () => {
    const made = rooms(FOUR_ROOMS, { slips: true, step: "-0.1" });
    const faculties = knowing(made);
    const found = discover(faculties);
    const skills = skillsOf(faculties.body, () => found);
    let ends = 0;
    for (const start of [made.at(1, 1), made.at(8, 9), made.at(3, 8), made.at(10, 8)])
      for (const skill of skills.offered(start, Infinity)) {
        const expected = followed(faculties, found, skill, start);
        const over = new Map<number, number>();
        const reward = skills.foresee(skill, start, (next, weight) => void over.set(next, weight));
        expect(reward).toBeCloseTo(expected.reward, 6);
        expect(over.size).toBe(expected.over.size);
        for (const [end, weight] of expected.over) expect(over.get(end)).toBeCloseTo(weight, 6);
        ends += over.size;
      }
    expect(ends).toBeGreaterThan(16); // slipping, one leaves by another door, or ends at the goal
  });
});

describe("a plan across four rooms, by a mind that knows what the room of the goal is worth", () => {
  const criterion = { kind: "discounted", discount: DISCOUNT } as const;
  /** A search from the start: how good it is, as a share of the optimum, and how far its plan goes. */
  function prepared(map: readonly string[], slips = false) {
    const made = rooms(map, { slips });
    const optimum = solve({ ...made.learned, criterion, direction: "maximise", keepValues: true, fromStarts: false });
    if (!isSolution(optimum)) throw new Error("expected a solution");
    const values = made.cells.map((_, state) => optimum.value!(0, state));
    return (withOptions: boolean, simulations: number) => {
      const faculties = knowing(made);
      const { body } = faculties;
      made.cells.forEach(({ row, column }, state) => {
        if (row > 6 && column > 6) faculties.critic.adopt(state, Infinity, values[state]!);
      });
      const found = discover(faculties);
      const skills = withOptions ? skillsOf(body, () => found) : undefined;
      const planner = wakeSearch(body, search().newborn(body), faculties, { ...SEARCH, simulations }, skills);
      return {
        share: planner.value(made.start, Infinity) / values[made.start]!,
        depth: planner.decide(made.start, Infinity).thought?.().plan?.length ?? 0,
      };
    };
  }
  /** The fewest simulations, of 8, 16, 32, …, with which a search finds 95 % of the optimum. */
  const needed = (planned: ReturnType<typeof prepared>, withOptions: boolean): number => {
    for (let simulations = 8; ; simulations *= 2)
      if (planned(withOptions, simulations).share >= 0.95) return simulations;
  };

  test.each([
    ["sure", false],
    ["slipping", true],
  ])(
    "with %s moves it needs at most an eighth of the simulations; in one open room options change nothing",
    (_, slips) => {
      const four = prepared(FOUR_ROOMS, slips);
      const one = prepared(ONE_ROOM, slips);
      expect(8 * needed(four, true)).toBeLessThanOrEqual(needed(four, false));
      expect(needed(one, true)).toBe(needed(one, false));
    },
  );

  test("the plan of 32 simulations goes as far as the room of the goal with options, and nowhere without", () => {
    // To a doorway of that room it is 14 steps: 7 to (3, 6) and 7 to (7, 9), or 5 to (6, 1) and 9 to (10, 6).
    const [four, one] = [prepared(FOUR_ROOMS), prepared(ONE_ROOM)];
    expect(four(true, 32).depth).toBeGreaterThanOrEqual(14);
    expect(four(false, 32).depth).toBeLessThan(8);
    expect(one(true, 32).depth).toBe(one(false, 32).depth);
  });
});

describe("a life in four rooms", () => {
  const isFree = (row: number, column: number) => (FOUR_ROOMS[row]?.[column] ?? "#") !== "#";
  const MOVES = {
    up: { down: -1, right: 0 },
    down: { down: 1, right: 0 },
    left: { down: 0, right: -1 },
    right: { down: 0, right: 1 },
  } as const;
  const world = defineWorld({
    id: "four-rooms",
    fields: { row: range(1, 11), column: range(1, 11) },
    actions: ["up", "down", "left", "right"],
    start: () => ({ row: 1, column: 1 }),
    transition(state, action) {
      const next = { row: state.row + MOVES[action].down, column: state.column + MOVES[action].right };
      return isFree(next.row, next.column) ? next : state;
    },
    terminated: ({ row, column }) => row === 11 && column === 11,
    discount: DISCOUNT,
  });
  const drive = defineDrive(world, {
    goal: ({ nextState }) => (nextState.row === 11 && nextState.column === 11 ? 1 : 0),
  });

  test("the mind finds the doorways as it learns its world, finds the goal, and goes on bit for bit where it was saved", () => {
    const kind = searchWithOptions({ simulations: 24 });
    const awake: PlansMemory[] = [];
    const planner: typeof kind = {
      ...kind,
      wake(body, memory, faculties) {
        awake.push(memory);
        return kind.wake(body, memory, faculties);
      },
    };
    const mind = brainLike({ planner });
    const life = beginLife(world, drive, mind, { seed: 1 });
    life.run(400);
    expect(awake[0]!.options.goal).toHaveLength(0);
    life.run(1600);
    expect(awake[0]!.options.goal).toHaveLength(8);
    const saved = structuredClone(life.save());
    const before = life.episode;
    life.run(300);
    expect(life.episode - before).toBeGreaterThan(12); // the goal is 20 steps from the start
    const resumed = resumeLife(world, drive, mind, saved);
    resumed.run(300);
    expect(resumed.save()).toEqual(life.save());
  });
});
