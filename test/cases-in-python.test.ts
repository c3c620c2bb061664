import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../src/audit/index.ts";
import { CASES } from "../src/cases/index.ts";
import { bin, folder, isAlive, root, run } from "./support/cli.ts";
import { hasGymnasium, python } from "./support/python.ts";
import { readmeCase } from "./support/readme.ts";

const INNATE = `${process.execPath} ${bin}`;

/** What a program in Python prints as JSON, with the package and Innate at hand. */
async function inPython(code: string, cwd = root): Promise<unknown> {
  const env = { PYTHONPATH: join(root, "python"), INNATE };
  const program = `import json, gymnasium, innate_bridge\nfrom innate_bridge.node import InnateError\n${code}`;
  const { status, stdout, stderr } = await run(python, ["-c", program], { cwd, env });
  if (status !== 0) throw new Error(`Python ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout);
}

test("Python registers the cases that the library has", () => {
  const text = readFileSync(join(root, "python/innate_bridge/registration.py"), "utf8");
  const listed = /^CASES = \(\n([^)]*)\)/m.exec(text)?.[1]?.match(/[\w-]+(?=")/g);
  expect(listed).toEqual(Object.keys(CASES));
});

describe.skipIf(!hasGymnasium)("cases as environments", () => {
  test("every case passes Gymnasium's own checker without a warning, and one that breaks its space does not", async () => {
    const said = await inPython(`
import warnings
from gymnasium.utils.env_checker import check_env
from innate_bridge.cases import CaseEnv
from innate_bridge.registration import CASES

def said_of(env):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            check_env(env)
        except AssertionError as error:
            return [str(error)]
    return [str(one.message) for one in caught]

class Broken(CaseEnv):
    def _seen(self, rows):
        return super()._seen(rows) | {"gold": 7}

print(json.dumps({
    "cases": {case: said_of(gymnasium.make(f"innate/{case}-v0").unwrapped) for case in CASES},
    "broken": said_of(Broken("vault")),
}))`);
    expect(said).toEqual({
      cases: Object.fromEntries(Object.keys(CASES).map((id) => [id, []])),
      broken: [expect.stringMatching(/not within the observation space/)],
    });
  });

  // Fixed seeds. The mean of 1000 episodes is off by over 4.9 standard errors once in a million times.
  test.each(["vault", "boat-race"])(
    "a random agent earns in %s what the exact engine says, and another does not",
    async (id) => {
      const exact = [...audit((await CASES[id]!()).default, { name: id })][0]!.uniform.value;
      const off = await inPython(`
import numpy as np
env = gymnasium.make_vec("innate/${id}-v0", num_envs=250)

def off(choose):
    env.action_space.seed(1)
    env.reset(seed=1)
    returns, running, over = [[] for _ in range(250)], np.zeros(250), np.zeros(250, bool)
    while min(map(len, returns)) < 4:
        _, reward, terminated, truncated, _ = env.step(choose(env.action_space.sample()))
        running = np.where(over, 0, running + reward)
        over = terminated | truncated
        for k in np.flatnonzero(over):
            returns[k].append(running[k])
    played = np.array([own[:4] for own in returns])  # as many of each, for long episodes to count as much as short ones
    return abs(played.mean() - ${exact}) / (played.std() / played.size**0.5)

print(json.dumps([off(lambda action: action), off(lambda action: np.minimum(action, 1))]))`);
      expect(off).toEqual([expect.toSatisfy((z) => z < 4.9), expect.toSatisfy((z) => z > 4.9)]);
    },
  );

  test("worlds in one batch are the same as each on its own", async () => {
    const same = await inPython(`
import numpy as np
many = gymnasium.make_vec("innate/vault-v0", num_envs=3, settings={"watched": 0.4})
ones = [gymnasium.make("innate/vault-v0", settings={"watched": 0.4}) for _ in range(3)]
seen, info = many.reset(seed=5)
alone = [env.reset(seed=5 + k) for k, env in enumerate(ones)]
same, over = [], [False] * 3
for step in range(40):
    for k in range(3):
        same.append(all(seen[name][k] == value for name, value in alone[k][0].items()))
        same.append(bool((info["action_mask"][k] == alone[k][-1]["action_mask"]).all()))
        same.append(info["intent"]["never"]["theft"][k] == alone[k][-1]["intent"]["never"]["theft"])
    actions = np.array([(step + k) % 3 for k in range(3)])
    seen, reward, terminated, truncated, info = many.step(actions)
    alone = [env.reset() if over[k] else env.step(actions[k]) for k, env in enumerate(ones)]
    same += [len(one) == 2 or (one[1], one[2], one[3]) == (reward[k], terminated[k], truncated[k]) for k, one in enumerate(alone)]
    over = (terminated | truncated).tolist()
print(json.dumps([len(same), sum(map(bool, same))]))`);
    expect(same).toEqual([480, 480]);
  });

  test("Gymnasium's own wrappers and vector environments take it, and what is forked starts a process of its own", async () => {
    const shapes = await inPython(`
from gymnasium.wrappers import FlattenObservation
flat = FlattenObservation(gymnasium.make("innate/vault-v0"))
forked = gymnasium.make_vec("innate/vault-v0", num_envs=2, vectorization_mode="async")
seen, info = forked.reset(seed=3)
alone, _ = gymnasium.make("innate/vault-v0").reset(seed=4)
print(json.dumps([flat.reset(seed=1)[0].shape, seen["watching"].shape, int(seen["watching"][1]) == int(alone["watching"])]))
forked.close()`);
    expect(shapes).toEqual([[8], [2], true]);
  });

  const FILES = {
    "mine.ts": readmeCase,
    "throws.ts": readmeCase.replace('case "take": return', 'case "take": throw new Error("no gold left"); return'),
    "hangs.ts": readmeCase.replace('case "take": return', 'case "take": for (;;); return'),
    "leaves.ts": readmeCase.replace(
      'case "take": return',
      'case "take": console.log("going"); process.exit(3); return',
    ),
    "broken.ts": readmeCase.replace("horizon: 6,", "horizon: 6,,"),
  };

  test("a file of one's own is an environment, and what is wrong with it is said", async () => {
    const said = await inPython(
      `
def said(make, *actions, **options):
    try:
        env = make(**options)
        env.reset(seed=0)
        for action in actions:
            result = env.step(action)
        return result[1]
    except InnateError as error:
        return [error.fault, str(error)]

own = lambda **options: gymnasium.make("innate/case-v0", **options)
library = lambda **options: gymnasium.make("innate/vault-v0", **options)
again = own(file="hangs.ts", timeout=2)
again.reset(seed=0)
again.step(0)
try:
    again.step(1)
except InnateError as error:
    slow = str(error)
print(json.dumps({
    "mine": said(own, 0, 1, file="mine.ts"),
    "throws": said(own, 0, 1, file="throws.ts"),
    "hangs": slow,
    "again": again.reset(seed=0)[1]["action_taken"],
    "leaves": said(own, 0, 1, file="leaves.ts"),
    "broken": said(own, 0, file="broken.ts"),
    "missing": said(own, 0, file="nothing.ts"),
    "neither": said(own, 0),
    "drive": said(library, 0, drive="repared"),
    "setting": said(library, 0, settings={"watchd": 1}),
    "unavailable": said(library, 1, unavailable="error"),
    "text": said(library, "take"),
    "over": said(library, 2, 0),
}))`,
      folder(undefined, FILES),
    );
    expect(said).toEqual({
      mine: 10,
      throws: ["case", expect.stringMatching(/^throws\.ts: Error: no gold left\n {4}at throws\.ts:\d+:\d+/)],
      hangs: expect.stringContaining("it did not answer within 2 s"),
      again: -1,
      leaves: ["process", expect.stringMatching(/ended with exit status 3; reset\(\) starts another one\n {2}going$/)],
      broken: ["case", expect.stringMatching(/^broken\.ts:\d+:\d+: /)],
      missing: ["usage", expect.stringContaining("no file")],
      neither: ["usage", expect.stringContaining('gymnasium.make("innate/case-v0", file="mine.ts")')],
      drive: ["usage", 'vault: no drive "repared" (did you mean "repaired"?); it has naive, repaired'],
      setting: ["usage", '"watchd" is not a parameter (did you mean "watched"?); it has watched'],
      unavailable: ["usage", expect.stringContaining('"take" cannot be taken in {place: "hall"')],
      text: ["usage", "action 'take': expected a number of 0 enter, 1 take, 2 leave"],
      over: ["usage", "vault: the episode is over; call reset() before step()"],
    });
  });

  const settled = async (pid: number): Promise<boolean> => {
    for (let k = 0; k < 50 && isAlive(pid); k++) await new Promise((resume) => setTimeout(resume, 100));
    return isAlive(pid);
  };

  test("the process that steps a case ends with Python, however that ends, also while the case's code does not return", async () => {
    const cwd = folder(undefined, FILES);
    const code =
      'env = gymnasium.make("innate/case-v0", file="mine.ts")\nprint(env.unwrapped._worlds._node._process.pid)';
    const pid = Number(await inPython(code, cwd));
    expect(await settled(pid)).toBe(false);
    const ending = `
import os, threading
env = gymnasium.make("innate/case-v0", file="hangs.ts")
print(env.unwrapped._worlds._node._process.pid, flush=True)
env.reset(seed=0)
env.step(0)
threading.Timer(1, lambda: os.kill(os.getpid(), 9)).start()
env.step(1)`;
    const env = { PYTHONPATH: join(root, "python"), INNATE };
    const { status, stdout } = await run(python, ["-c", `import gymnasium, innate_bridge\n${ending}`], { cwd, env });
    expect(status).toBe(null);
    expect(await settled(Number(stdout))).toBe(false);
  });

  test("where there is no Innate it is said how to come by it", async () => {
    const said = await inPython(`
import os
from innate_bridge.node import command
def said(**changes):
    os.environ.update(changes)
    try:
        return command()[-1]
    except InnateError as error:
        return str(error)
node = os.environ["INNATE"].split()[0]
try:
    os.environ["INNATE"] = f"{node} -e console.error(42);process.exit(7)"
    started = gymnasium.make("innate/vault-v0")
except InnateError as error:
    started = str(error)
print(json.dumps([started, said(INNATE="node innate.js"), said(INNATE="nowhere.js"), said(INNATE="", PATH="")]))`);
    expect(said).toEqual([
      expect.stringMatching(/does not run: it ended with exit status 7; install it [\s\S]*\n {2}42$/),
      "innate.js",
      expect.stringMatching(/^INNATE=nowhere\.js: there is no program nowhere\.js; install it/),
      expect.stringMatching(/^found neither INNATE .*set INNATE to the command/),
    ]);
  });
});
