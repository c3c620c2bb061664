import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../test/support/cli.ts";
import { optimumOf } from "../../../test/support/optimum.ts";
import { hasGymnasium, python as interpreter } from "../../../test/support/python.ts";
import { formatRational, rational } from "../../core/rational.ts";
import { type Python, startPython } from "../python.ts";
import { makeEnvironments } from "./client.ts";
import { paidDrive } from "./setting.ts";
import { type Table, tableOf } from "./table.ts";
import { tableWorld } from "./world.ts";

describe.skipIf(!hasGymnasium)("the table of an environment", () => {
  let python: Python;
  beforeAll(async () => {
    python = await startPython({ python: interpreter });
  });
  afterAll(() => python.close());

  async function read(id: string, kwargs = {}, options: Parameters<typeof tableOf>[1] = {}) {
    const environment = await makeEnvironments(python, id, {
      kwargs,
      imports: ["finite"],
      paths: [join(root, "test/fixtures/gymnasium")],
      timeLimit: false,
    });
    const table = await tableOf(environment, { seeds: 5, ...options });
    return { environment, table };
  }
  async function readWhole(...args: Parameters<typeof read>) {
    const { environment, table } = await read(...args);
    if (table.how === "none") throw new Error(table.reason);
    const made = tableWorld(table, environment, environment.owner, undefined);
    const paid = paidDrive({ ...made, terms: [], columns: { ofMoment: () => 0, ofState: () => 0 } });
    return { table, paid, ...made };
  }
  const outcomesOf = (table: Table, state: number, action: number) =>
    table
      .outcomes(state, action)
      .map(({ probability, next, reward, terminated }) => [formatRational(probability), next, reward, terminated]);

  test("is its own where it has one, in exact numbers", async () => {
    const { table } = await readWhole("FrozenLake-v1");
    expect(table).toMatchObject({ how: "table", states: 16, actions: 4, seeds: null, unread: 0 });
    // From the first cell, left slips up, left and down (gymnasium's description of FrozenLake).
    expect(outcomesOf(table, 0, 0)).toEqual([
      ["1/3", 0, 0, false],
      ["1/3", 0, 0, false],
      ["1/3", 4, 0, false],
    ]);
  });

  test("comes from copies where it has none", async () => {
    const { table, world } = await readWhole("finite/Corridor-v0");
    expect(table).toMatchObject({ how: "copies", states: 5, actions: 2, seeds: 5, horizon: null });
    expect(outcomesOf(table, 3, 1)).toEqual([["1", 4, 1, true]]);
    expect(Object.keys(world.fields)).toEqual(["observation"]);
  });

  test("leaves out a count of steps that nothing depends on, and says where episodes are cut off", async () => {
    const { table, world } = await readWhole("finite/Cut-v0");
    expect(table).toMatchObject({ states: 5, horizon: 20 });
    expect(world.horizon).toBe(20);
  });

  test("keeps a count of steps that the reward depends on", async () => {
    const { table, paid } = await readWhole("finite/Fading-v0");
    expect(table.states).toBeGreaterThan(20);
    // The count says by itself when it is over. Four steps to the end pay 1 − 4/20.
    expect(optimumOf(paid).exact).toEqual(rational(4n, 5n));
  });

  test("takes states for one that nothing tells apart", async () => {
    const { table } = await readWhole("finite/Remembering-v0");
    expect(table.states).toBe(5);
  });

  test("tells states apart that look alike and go on differently, without showing it", async () => {
    const { table, world } = await readWhole("finite/Blind-v0");
    expect(table.states).toBe(5);
    const states = [0, 1].map((hidden) => ({ observation: 0, hidden }));
    expect(states.map((state) => world.observe?.(state))).toEqual([{ observation: 0 }, { observation: 0 }]);
  });

  test("names the parts of what is shown, and every combination of actions", async () => {
    const { table, world, view } = await readWhole("finite/Parts-v0");
    expect(table).toMatchObject({ states: 10, actions: 4 });
    expect(Object.keys(world.fields)).toEqual(["lit", "place[0]", "place[1]"]);
    expect(world.actions).toEqual(["0,0", "0,1", "1,0", "1,1"]);
    const state = { "place[0]": 3, "place[1]": 1, lit: 0 };
    const nextState = { "place[0]": 4, "place[1]": 0, lit: 1 };
    expect(view.moment({ state, action: "1,1", nextState, phase: 0 })).toEqual({
      observation: { place: [3, 1], lit: 0 },
      action: [1, 1],
      nextObservation: { place: [4, 0], lit: 1 },
      reward: 1,
      terminated: true,
      truncated: false,
      info: {},
    });
  });

  test("carries the numbers of info that are asked for", async () => {
    const { table } = await readWhole("finite/Corridor-v0", {}, { infos: ["terms"] });
    expect(table.outcomes(3, 1)[0]?.info).toEqual({ "terms.goal": 1, "terms.time": -1 });
    expect(table.outcomes(0, 0)[0]?.info).toEqual({ "terms.goal": 0, "terms.time": -1 });
  });

  test("tells rewards apart that one act may pay, and states that episodes end in and go on from", async () => {
    const { world, paid } = await readWhole("finite/TwoRewards-v0");
    expect(Object.keys(world.fields)).toEqual(["observation", "ended", "outcome"]);
    // Straight on: three steps of 0, and then 0 or 2, each half of the time.
    expect(optimumOf(paid).exact).toEqual(rational(1n));
  });

  test.each([
    ["finite/Drawing-v0", "step draws random numbers (where it shows 0, action 0)"],
    ["finite/Careless-v0", "step draws random numbers (where it shows 0, action 0)"],
    ["finite/Locked-v0", "it cannot be copied (TypeError: cannot pickle '_thread.lock' object)"],
    ["finite/Endless-v0", "it has more than 300 states; what varies most: shows ("],
    ["Blackjack-v1", "step draws random numbers"],
    ["Pendulum-v1", "its actions are not finite in number: Box(-2.0, 2.0, (1,), float32)"],
  ])("of %s is none, and it is said why", async (id, reason) => {
    const { table } = await read(id, {}, { states: 300 });
    expect(table).toMatchObject({ how: "none", reason: expect.stringContaining(reason) });
  });

  test("of an environment that draws what its table does not say is none", async () => {
    const { table } = await read("finite/Table-v0", { wrong: "reward" });
    // The copies have a table all the same: the environment itself is finite.
    expect(table).toMatchObject({ how: "copies", states: 5 });
    const fickle = await read("Taxi", { fickle_passenger: true }, { seeds: 2 });
    expect(fickle.table).toMatchObject({
      how: "none",
      reason: expect.stringMatching(/^step does what its table does not say: in state .*; step draws random numbers/),
    });
  });

  test("of one that is not deterministic is an error with both results", async () => {
    await expect(read("finite/Clockwork-v0")).rejects.toThrow(
      /finite\/Clockwork-v0: it is not deterministic: where it shows 0, action 0 led to 0, reward [\d.]+, not terminated and, from a copy of the same state, to 0, reward [\d.]+, not terminated/,
    );
  });

  test.each([
    ["sum", "the probabilities of P[2][1] sum to 0.9, expected 1"],
    ["entry", "P[2][1] holds (1.0, 3, 0.0), expected (probability, next state, reward, terminated)"],
    ["next", "P[2][1] leads to state 5, expected one from 0 to 4"],
    ["missing", "its table P has no P[2][1]"],
    ["twice", "made twice alike it has two different tables"],
  ])("that is wrong (%s) is an error that says where", async (wrong, message) => {
    // The draw of "twice" is alike half of the time.
    const tries = Array.from({ length: wrong === "twice" ? 20 : 1 }, () => read("finite/Table-v0", { wrong }));
    await expect(Promise.all(tries)).rejects.toThrow(message);
  });
});
