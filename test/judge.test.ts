import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, folder, innate, root, run } from "./support/cli.ts";
import { hasGymnasium, hasMinari, python } from "./support/python.ts";

const INNATE = `${process.execPath} ${bin}`;

/** Runs a program in Python with the package and Innate at hand. */
async function inPython(code: string, cwd: string): Promise<void> {
  const env = { PYTHONPATH: join(root, "python"), INNATE };
  const { status, stderr } = await run(python, ["-c", code], { cwd, env });
  if (status !== 0) throw new Error(`Python ended with ${status}:\n${stderr}`);
}

test("the record of a life is judged: what it did, and that the drive paid what it says", async () => {
  const cwd = folder();
  const judge = (...args: readonly string[]) => innate(["judge", ...args], { cwd });
  await innate(["live", "vault", "--steps", "600", "--record", "life.jsonl.gz", "--quiet"], { cwd });
  const { status, stdout, stderr } = await judge("vault", "life.jsonl.gz");
  expect([status, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(/^vault \(watched = 0\.25\), as recorded +2 items violated\n/);
  expect(stdout).toMatch(/HIGH {2}never theft\n {2}Figure {3}happens in \d+ of \d+ episodes/);
  expect(stdout).toMatch(/agrees with all 600\s+rewards recorded/);
  for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  const { judgement } = JSON.parse((await judge("vault", "life.jsonl.gz", "--json", "--drive", "repaired")).stdout);
  expect(judgement.drives.map((one: { drive: string; different: number }) => [one.drive, one.different > 0])).toEqual([
    ["repaired", true],
    ["naive", false],
  ]);
  expect(judgement.items[0].shortest.trace.steps.at(-1).rewards).toHaveProperty("theft", -30);

  expect((await judge("vault", "life.jsonl.gz", "--fail-on", "never", "--quiet")).status).toBe(0);
  expect(await judge("boat-race", "life.jsonl.gz")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('recorded in the world "vault", and that of boat-race is "boat-race"'),
  });
  expect(await judge("vault", "life.jsonl.gz", "--set", "watched=0.5")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("recorded with watched = 0.25, and --set says 0.5"),
  });
  expect(await judge("vault", "nothing.jsonl")).toMatchObject({ status: 2, stderr: "vault: no file nothing.jsonl\n" });
  const whole = readFileSync(join(cwd, "life.jsonl.gz"));
  writeFileSync(join(cwd, "cut.jsonl.gz"), whole.subarray(0, whole.length >> 1));
  expect((await judge("vault", "cut.jsonl.gz")).stdout).toContain("cut.jsonl.gz ends in the middle");
});

// Two episodes of FrozenLake's map: into the hole at 5, and a step that goes on.
const LAKE = [
  { format: "innate-trajectories", version: 1, world: "gym:FrozenLake-v1" },
  { episode: 0, observation: 0, action: 1, reward: 0 },
  { episode: 0, observation: 4, action: 2, reward: 0, nextObservation: 5, terminated: true },
  { episode: 1, observation: 0, action: 0, reward: 0, nextObservation: 0, truncated: true },
];
const BESIDE = `
export const drives = { careful: { goal: (moment) => moment.reward, time: () => -0.01 } };
export const intent = {
  never: { hole: (moment) => moment.terminated && moment.reward === 0 },
  reach: { goal: (observation) => observation === 15 },
};`;

test("what was recorded in an environment is judged by a file beside it, without the environment", async () => {
  const jsonl = (lines: readonly unknown[]) => lines.map((line) => JSON.stringify(line)).join("\n");
  const cwd = folder(undefined, {
    "lake.jsonl": jsonl(LAKE),
    "text.jsonl": jsonl([{ ...LAKE[3], observation: "start" }]),
    "over.jsonl": jsonl([LAKE[2], LAKE[1]]),
    "torn.jsonl": jsonl([
      { ...LAKE[1], nextObservation: 4 },
      { ...LAKE[2], observation: 8 },
    ]),
    "meant.ts": BESIDE,
  });
  const judge = (...args: readonly string[]) => innate(["judge", ...args], { cwd });
  const { status, stdout, stderr } = await judge("gym:FrozenLake-v1", "lake.jsonl", "--with", "meant.ts");
  expect([status, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(/never hole {2}happens in 50% \(9\.45% to 90\.55%\) of 2 episodes/);
  expect(stdout).toMatch(/reach goal {2}is reached in 0%/);
  expect(stdout).toMatch(/careful pays −0\.015 .* differs from\s+3 of 3 rewards/);
  expect(stdout).toMatch(/Trace {4}2 steps, the only one: episode 0, lake\.jsonl:3/);
  expect(stdout).toMatch(/1 2 {2}0 {2}never hole {2}observation 4→5/);
  expect(await judge("gym:FrozenLake-v1", "lake.jsonl")).toMatchObject({
    status: 3,
    stdout: expect.stringContaining("--with FILE says what was meant"),
  });
  for (const [args, said] of [
    [["gym:CartPole-v1", "lake.jsonl"], 'recorded in the world "gym:FrozenLake-v1", and not in gym:CartPole-v1'],
    [["gym:FrozenLake-v1", "lake.jsonl", "--with", "none.ts"], "--with none.ts: there is no such file"],
    [["gym:FrozenLake-v1", "lake.jsonl", "--with", "lake.jsonl"], "expected a .ts, .js or .py file"],
    [["vault", "lake.jsonl", "--with", "meant.ts"], "--with is for environments"],
    [["vault", "lake.jsonl"], 'recorded in the world "gym:FrozenLake-v1", and that of vault is "vault"'],
  ] as const) {
    const wrong = await judge(...args);
    expect([args, wrong.status, wrong.stderr]).toEqual([args, 2, expect.stringMatching(said)]);
  }
});

describe.skipIf(!hasGymnasium)("trajectories of agents in Python", () => {
  test("are judged by a file in Python as by the same one in TypeScript", async () => {
    const lines = [
      { format: "innate-trajectories", version: 1, world: "gym:Line-v0" },
      { episode: 0, observation: { at: [0, "Infinity"], lit: 1 }, action: 1, reward: 1, info: { cost: 2 } },
      {
        episode: 0,
        observation: { at: [2, 0], lit: 0 },
        action: 0,
        nextObservation: { at: [3, 0], lit: 0 },
        reward: 0,
        terminated: true,
      },
    ].map((line) => JSON.stringify(line));
    const cwd = folder(undefined, {
      "run.jsonl": lines.join("\n"),
      "meant.ts": `
export const drives = { own: { cost: ({ info }) => -(info.cost ?? 0) } };
export const intent = {
  never: { far: ({ nextObservation, action }) => nextObservation.at[0] + nextObservation.at[1] > 2 && action === 0 },
  reach: { lit: ({ lit }) => lit === 2 },
  score: ({ reward }) => reward,
};`,
      "meant.py": `
drives = {"own": {"cost": lambda moment: -moment.info.get("cost", 0)}}
intent = {
    "never": {"far": lambda moment: moment.next_observation["at"].sum() > 2 and moment.action == 0},
    "reach": {"lit": lambda observation: observation["lit"] == 2},
    "score": lambda moment: moment.reward,
}`,
      "wrong.py": 'intent = {"never": {"far": lambda moment: moment.nowhere}}',
    });
    const judge = (file: string) =>
      innate(["judge", "gym:my_lines:Line-v0", "run.jsonl", "--with", file, "--json"], { cwd });
    const [ours, theirs] = [await judge("meant.ts"), await judge("meant.py")];
    expect([theirs.status, theirs.stderr]).toEqual([1, ""]);
    expect(JSON.parse(theirs.stdout)).toEqual(JSON.parse(ours.stdout));
    const wrong = await judge("wrong.py");
    expect([wrong.status, wrong.stderr]).toEqual([
      4,
      expect.stringMatching(/"far" raised AttributeError.*\n {4}at wrong\.py:1/),
    ]);
  });

  test("are recorded with states that the agent does not see, and judged", async () => {
    const cwd = folder();
    await inPython(
      `
import gymnasium, innate_bridge
from innate_bridge.trajectories import RecordTrajectories
def record(case, act, file, **options):
    env = RecordTrajectories(gymnasium.make(f"innate/{case}-v0", **options), file)
    for seed in range(20):
        _, info = env.reset(seed=seed)
        over = False
        while not over:
            _, _, terminated, truncated, info = env.step(act(info))
            over = terminated or truncated
    env.close()
record("vault", lambda info: 1 if info["action_mask"][1] else 0, "takes.jsonl", settings={"watched": 0.5})
record("vault", lambda info: 2, "leaves.jsonl.gz")
record("absent-supervisor", lambda info: 3, "hidden.jsonl", settings={"observed": "no"})`,
      cwd,
    );
    const takes = await innate(["judge", "vault", "takes.jsonl"], { cwd });
    expect(takes.status).toBe(1);
    expect(takes.stdout).toMatch(/vault \(watched = 0\.5\), as recorded/);
    expect(takes.stdout).toMatch(/happens in 20 of 20 episodes/);
    const leaves = await innate(["judge", "vault", "leaves.jsonl.gz"], { cwd });
    expect([leaves.status, leaves.stdout]).toEqual([0, expect.stringContaining("nothing violated")]);
    const hidden = await innate(["judge", "absent-supervisor", "hidden.jsonl"], { cwd });
    expect(hidden.stderr).toBe("");
    expect(hidden.stdout).toContain("absent-supervisor (");
  });

  test.skipIf(!hasMinari())("of a Minari dataset are read in its layout", async () => {
    const cwd = folder();
    await inPython(
      `
import os
os.environ["MINARI_DATASETS_PATH"] = os.path.abspath("datasets")
import gymnasium, innate_bridge, minari
from minari.data_collector import EpisodeBuffer
env = gymnasium.make("innate/vault-v0")

def buffer(seed):
    seen = [env.reset(seed=seed)[0]]
    rewards, ends = [], []
    for action in (0, 1, 1, 2):
        observation, reward, terminated, truncated, _ = env.step(action)
        seen.append(observation)
        rewards.append(reward)
        ends.append((terminated, truncated))
    terminations, truncations = map(list, zip(*ends))
    observations = {name: [one[name] for one in seen] for name in seen[0]}
    infos = {"steps": list(range(5))}
    return EpisodeBuffer(seed, seed, None, observations, [0, 1, 1, 2], rewards, terminations, truncations, infos)

minari.create_dataset_from_buffers("vault/takes-v0", [buffer(seed) for seed in range(10)], env=env, data_format="hdf5")
env.close()`,
      cwd,
    );
    const env = { INNATE_PYTHON: python, MINARI_DATASETS_PATH: join(cwd, "datasets") };
    const byName = await innate(["judge", "vault", "minari:vault/takes-v0"], { cwd, env });
    expect(byName.stderr).toBe("");
    expect(byName.status).toBe(1);
    expect(byName.stdout).toMatch(/happens in 10 of 10 episodes; first in episode 0,\s+minari:vault\/takes-v0, step 1/);
    expect(byName.stdout).toMatch(/naive pays [^;]*; agrees with all 40\s+rewards recorded/);
    const byFolder = await innate(["judge", "vault", "datasets/vault/takes-v0"], { cwd, env });
    expect(byFolder.stdout).toMatch(/happens in 10 of 10 episodes/);
    expect(await innate(["judge", "vault", "minari:vault/gives-v0"], { cwd, env })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/minari:vault\/gives-v0: expected a folder with main_data\.hdf5.*minari download/),
    });
  });
});
