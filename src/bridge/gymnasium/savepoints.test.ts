import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { folder, root } from "../../../test/support/cli.ts";
import { hasGymnasium, python as interpreter } from "../../../test/support/python.ts";
import { createRandom, sampled } from "../../core/random.ts";
import type { State } from "../../core/world.ts";
import { type Python, startPython } from "../python.ts";
import { choicesOf } from "./choices.ts";
import { type MakeOptions, makeEnvironments } from "./client.ts";
import { environmentOf } from "./environment.ts";
import { type Played, type PlayOptions, playEnvironment } from "./savepoints.ts";
import { settingOf } from "./setting.ts";

describe.skipIf(!hasGymnasium)("an environment that is played by save-points", () => {
  let python: Python;
  beforeAll(async () => {
    python = await startPython({ python: interpreter });
  });
  afterAll(() => python.close());

  async function play(id: string, options: Partial<PlayOptions> = {}, make: MakeOptions = {}): Promise<Played> {
    const spec = await makeEnvironments(python, id, make);
    const owner = `gym:${id}`;
    const played = playEnvironment({
      command: interpreter,
      owner,
      id,
      spec,
      make,
      choices: options.choices ?? choicesOf(spec.actionSpace, null, owner, undefined),
      terms: [],
      infos: false,
      stepTime: 5,
      ...options,
    });
    onTestFinished(played.close);
    return played;
  }
  /** The states along some actions, the start first. */
  function along({ world }: Played, actions: readonly string[], seed: number): readonly State[] {
    const chance = sampled(createRandom(seed));
    const states = [world.start(chance)];
    for (const action of actions) states.push(world.transition(states.at(-1)!, action, chance, 0));
    return states;
  }
  const HOSTILE = { imports: ["hostile"], paths: [join(root, "test/fixtures/gymnasium")] };
  const ones = ["1", "1", "1", "1", "1"];

  const alternating = Array.from({ length: 24 }, (_, k) => `${k % 2}`);

  test("a step from a state comes to the same, whatever was done in between, and in another process", async () => {
    const played = await play("CartPole-v1");
    const { world } = played;
    const states = along(played, alternating, 0);
    // The last of them first, so that Python has to go back for each.
    for (let k = states.length - 2; k >= 0; k--) {
      const chance = sampled(createRandom(1));
      world.transition(states[k]!, "1", chance, 0);
      expect(world.transition(states[k]!, alternating[k]!, chance, 0)).toEqual(states[k + 1]);
    }
    expect(along(await play("CartPole-v1"), alternating, 0)).toEqual(states);
  });

  test("a moment shows what Gymnasium shows", async () => {
    const played = await play("CartPole-v1");
    const [state, nextState] = along(played, ["1"], 0);
    const moment = played.view.moment({ state: state!, action: "1", nextState: nextState!, phase: 0 });
    expect(moment).toMatchObject({ action: 1, reward: 1, terminated: false, truncated: false, info: {} });
    expect(moment.observation).toEqual([0, 1, 2, 3].map((k) => state![`observation[${k}]`]));
    expect(moment.nextObservation).toEqual(played.view.observation(nextState!));
  });

  // gymnasium/envs/toy_text/frozen_lake.py: on ice one step in three goes either way across, so that all of 0, 1 and 4 are met.
  test("where the environment draws, so does the world", async () => {
    const played = await play("FrozenLake-v1");
    const met = new Set<unknown>();
    const [start] = along(played, [], 0);
    for (let seed = 0; seed < 20; seed++)
      met.add(played.world.transition(start!, "2", sampled(createRandom(seed)), 0).observation);
    expect([...met].sort()).toEqual([0, 1, 4]);
  });

  test.each([
    ["Counter", undefined],
    ["Uncopyable", undefined],
    ["Liar", "is not deterministic where it says it is: step 1 after reset(seed=0), the action"],
    ["Hang", /hostile\/Hang-v0: it does not come back from .*hostile.py:\d+ in step/s],
    ["Sleep", /hostile\/Sleep-v0: it does not come back from .*hostile.py:\d+ in step/s],
    ["Crash", /hostile\/Crash-v0: it crashed Python in .*: Segmentation fault\n.*in string_at/s],
    ["Exit", /hostile\/Exit-v0: it ended Python in /],
    ["Raise", /step\(1\) raised KeyError: 'missing'\n.*hostile.py:\d+ in step {3}return/s],
    ["WrongShape", "expected shape (1,)"],
    ["NaNReward", "step returned the reward nan, expected a finite number"],
  ])("hostile/%s", async (name, expected) => {
    const walk = async () => along(await play(`hostile/${name}-v0`, { stepTime: 0.5 }, HOSTILE), ones, 0);
    if (expected === undefined) expect((await walk()).at(-1)).toMatchObject({ "observation[0]": 5 });
    else await expect(walk()).rejects.toThrow(expected);
  });

  test("what does not repeat is found when a way is taken again", async () => {
    const played = await play("hostile/LateLiar-v0", {}, HOSTILE);
    expect(played.notes[0]).toContain("it cannot be copied (TypeError: it is not to be copied)");
    // Every way of five steps: each but the first goes back to a state that was reached before.
    const walk = () => {
      for (let way = 31; way >= 0; way--) along(played, [...way.toString(2).padStart(5, "0")], 0);
    };
    expect(walk).toThrow(
      /not deterministic where it says it is: step 3 after reset\(seed=0\) gave observation \[(\d).0\], reward (\d).0 when it was taken again; at first it had given observation \[\1\], reward (?!\2)/,
    );
  });

  // hostile.py: in one of four draws one more is counted.
  test.each(["Noisy", "SeldomNoisy"])(
    "where hostile/%s draws, so does the world, and the same from the same draws",
    async (name) => {
      const played = await play(`hostile/${name}-v0`, {}, HOSTILE);
      const ends = Array.from(
        { length: 24 },
        (_, seed) => along(played, ones.slice(0, 4), seed).at(-1)!["observation[0]"],
      );
      expect(new Set(ends).size).toBeGreaterThan(1);
      const other = await play(`hostile/${name}-v0`, {}, HOSTILE);
      // In another order, as what was drawn before must not matter.
      for (const seed of [7, 3, 20])
        expect(along(other, ones.slice(0, 4), seed).at(-1)!["observation[0]"]).toBe(ends[seed]);
    },
  );

  // hostile.py: 1 for action 1, a cost of 0.25, and half a unit that no term tells.
  test.each([[["terms"]], [["reward_forward", "reward_cost"]]])(
    "terms of the reward as %j tell them, and the rest",
    async (terms) => {
      const { world, terms: names, columns } = await play("hostile/Terms-v0", { terms }, HOSTILE);
      const chance = sampled(createRandom(0));
      const state = world.start(chance);
      const nextState = world.transition(state, "1", chance, 0);
      const values = names.map((_, k) => columns.ofMoment({ state, action: "1", nextState, phase: 0 }, k));
      expect(names.map((term, k) => [term.replace("reward_", ""), values[k]])).toEqual([
        ["forward", 1],
        ["cost", -0.25],
        ["rest", 0.5],
      ]);
    },
  );

  test("a Python file says of each step what it is paid, and whether it is what was meant", async () => {
    const cwd = folder(undefined, {
      "pole.py":
        "drives = {'lively': {'spin': lambda moment: abs(moment.next_observation[3]), 'push': lambda moment: moment.action}}\n" +
        "intent = {'never': {'right': lambda moment: moment.action == 1}, 'reach': {'left': lambda observation: observation[1] < 0}}\n",
    });
    const played = await play("CartPole-v1", { declared: join(cwd, "pole.py") });
    const { drives, intent } = settingOf(played);
    const [state, nextState] = along(played, ["1"], 0);
    const moment = { state: state!, action: "1", nextState: nextState!, phase: 0 };
    const paid = drives.lively!.terms.map(({ name, pays, definition }) => [
      name,
      "each" in pays && pays.each(moment),
      Reflect.get(definition, "line"),
    ]);
    const { nextObservation } = played.view.moment(moment);
    const [, speed = 0, , spin = 0] = Array.isArray(nextObservation) ? nextObservation.map(Number) : [];
    expect(paid).toEqual([
      ["spin", Math.abs(spin), 1],
      ["push", 1, 1],
    ]);
    const held = intent!.items.map((item) =>
      item.kind === "never" ? item.holds(moment) : item.kind === "reach" && item.holds(nextState!),
    );
    expect(held).toEqual([true, speed < 0]);
  });

  test("terms that a table tells, and a rest where there is one", async () => {
    const [FINITE, id] = [{ ...HOSTILE, imports: ["finite"], python: interpreter }, "finite/Corridor-v0"];
    const { terms, columns, world, isEnumerated } = await environmentOf(id, { ...FINITE, terms: ["terms"] });
    const moment = { state: { observation: 3 }, action: "1", nextState: { observation: 4 }, phase: 0 };
    // finite.py: 1 at the end, and a time of −1 that is told and not paid.
    const values = terms.map((term, k) => [term, columns.ofMoment(moment, k)]);
    expect([isEnumerated, world.actions, values]).toEqual([
      true,
      ["0", "1"],
      [
        ["goal", 1],
        ["time", -1],
        ["rest", 1],
      ],
    ]);
    await expect(environmentOf(id, { ...FINITE, terms: ["trems"] })).rejects.toThrow(
      'gym:finite/Corridor-v0: no step has a number "trems" in its info; a table that the environment has as P tells none',
    );
  });

  test("the time of a step is over when it raises an exception", () => {
    const code = `
import signal, sys
from innate_bridge import deadline
from innate_bridge.environments import import_modules, make
from innate_bridge.savepoints import reset, step
import_modules(["finite"])
made, _ = make("finite/Raising-v0", {}, 1, False)
deadline.watch(60, sys.stderr.fileno())
reset(made.copies[0], made.observation, 0)
try:
    step(made.copies[0], made.observation, 1)
except Exception as error:
    print(error, signal.getitimer(signal.ITIMER_REAL))`;
    const PYTHONPATH = [join(root, "python"), ...HOSTILE.paths].join(":");
    const { stdout } = spawnSync(interpreter, ["-c", code], { encoding: "utf8", env: { ...process.env, PYTHONPATH } });
    expect(stdout).toMatch(/raised KeyError: 'nothing' \(0\.0, 0\.0\)/);
  });

  test("a term that no info tells is refused, with the nearest that one does", async () => {
    await expect(play("hostile/Terms-v0", { terms: ["reward_forwrd"] }, HOSTILE)).rejects.toThrow(
      'no step has "reward_forwrd" in its info (did you mean "reward_forward"?)',
    );
  });

  test("actions of real numbers are refused unless they are divided", async () => {
    const { actionSpace } = await makeEnvironments(python, "Pendulum-v1");
    expect(() => choicesOf(actionSpace, null, "gym:Pendulum-v1", undefined)).toThrow("--action-bins 3 divides");
    expect(choicesOf(actionSpace, null, "gym:Pendulum-v1", 3)).toEqual({
      names: ["-2", "0", "2"],
      rows: [[-2], [0], [2]],
    });
    const { world } = await play("Pendulum-v1", { choices: choicesOf(actionSpace, null, "gym:Pendulum-v1", 3) });
    const chance = sampled(createRandom(0));
    const state = world.start(chance);
    expect(world.transition(state, "2", chance, 0)).not.toEqual(world.transition(state, "-2", chance, 0));
  });
});
