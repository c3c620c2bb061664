import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../src/audit/index.ts";
import { CASES } from "../src/cases/index.ts";
import { bin, root, run } from "./support/cli.ts";
import { hasGymnasium, python } from "./support/python.ts";

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

  // Fixed seeds. The mean of 4000 episodes is off by over 4.9 standard errors once in a million times.
  test.each(["vault", "boat-race"])(
    "a random agent earns in %s what the exact engine says, and another does not",
    async (id) => {
      const exact = [...audit((await CASES[id]!()).default, { name: id })][0]!.uniform.value;
      const off = await inPython(`
import numpy as np
env = gymnasium.make_vec("innate/${id}-v0", num_envs=400)

def off(choose):
    env.action_space.seed(1)
    env.reset(seed=1)
    returns, running, over = [[] for _ in range(400)], np.zeros(400), np.zeros(400, bool)
    while min(map(len, returns)) < 10:
        _, reward, terminated, truncated, _ = env.step(choose(env.action_space.sample()))
        running = np.where(over, 0, running + reward)
        over = terminated | truncated
        for k in np.flatnonzero(over):
            returns[k].append(running[k])
    played = np.array([own[:10] for own in returns])  # as many of each, for long episodes to count as much as short ones
    return abs(played.mean() - ${exact}) / (played.std() / played.size**0.5)

print(json.dumps([off(lambda action: action), off(lambda action: np.minimum(action, 1))]))`);
      expect(off).toEqual([expect.toSatisfy((z) => z < 4.9), expect.toSatisfy((z) => z > 4.9)]);
    },
  );
});
