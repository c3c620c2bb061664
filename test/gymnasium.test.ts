import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, innate, root } from "./support/cli.ts";
import { hasGymnasium, hasPython, python } from "./support/python.ts";

/** Environments on the command line; what their tables mean is tested beside the code. */
const env = { INNATE_PYTHON: python, COLUMNS: "80" };
const finite = { env: { ...env, PYTHONPATH: join(root, "test/fixtures/gymnasium") } };

describe.skipIf(!hasGymnasium)("an environment of Gymnasium", () => {
  test("Taxi is audited exactly from its table, and earns 7.93", async () => {
    const { status, stdout, stderr } = await innate(["audit", "gym:Taxi", "--horizon", "30"], { env });
    expect(status).toBe(3); // nothing says what was meant
    expect(stdout).toMatch(/^gym:Taxi, drive paid +no intent stated$/m);
    // 404 of 500 states are reached: not those in which a passenger who is not in the taxi has arrived, but for the end.
    expect(stdout.replaceAll(/\n +/g, " ")).toContain(
      "exact over all 404 states, from the environment's own table, which 20,000 of its steps agree with",
    );
    // Breadth-first search: src/bridge/gymnasium/optima.test.ts.
    expect(stdout).toContain("earns 7.93;");
    expect(stderr).toContain("gym:Taxi: nothing says what was meant by the environment");
  });

  test("is drawn where it has a map, and its actions take the names that are given", async () => {
    const show = ["show", "gym:FrozenLake-v1", "--set", "is_slippery=false", "--actions", "left,down,right,up"];
    const { status, stdout } = await innate(show, { env });
    expect(status).toBe(0);
    expect(stdout).toContain("Start\n  AFFF\n  FHFH\n  FFFH\n  HFFG\n");
    expect(stdout).toContain("Actions    left, down, right, up\n");
    expect(stdout).toContain("Time       100 steps, no discount\n");
    expect(stdout).toMatch(/16 reachable states of 16 that the fields describe/);
  });

  test("is enumerated by copies where it has no table, and its traces are replayed", async () => {
    const cwd = folder(undefined, {
      "meant.mjs": "export const intent = { reach: { end: (cell) => cell === 4 }, score: () => -1 };\n",
    });
    const options = { ...finite, cwd };
    const place = ["--import", "finite", "--with", "meant.mjs"];
    const { status, stdout } = await innate(["audit", "gym:finite/Cut-v0", ...place, "--json"], options);
    // The end pays 1 whenever it is reached within the 20 steps, so an optimal agent may dawdle.
    expect(status).toBe(1);
    const [audit] = JSON.parse(stdout).audits;
    expect(audit).toMatchObject({
      question: { horizon: 20 },
      basis:
        "by taking every action in a copy of every state, twice each; 2,000 steps of it agree; starts are those of 100 seeds",
      optimum: { exact: "1" },
    });
    const replayed = await innate(["replay", "-", ...place], { ...options, input: stdout });
    expect(replayed).toMatchObject({ status: 0, stdout: expect.stringContaining("Holds: ") });
  });

  test.each([
    ["audit gym:FrozenLak-v1", 2, 'gym:FrozenLak-v1: no environment "FrozenLak-v1"; the nearest are FrozenLake-v1'],
    ["audit gym:FrozenLake-v1 --set slippery=false", 2, '"slippery" is not an argument of it; it takes desc, map_name'],
    ["audit gym:FrozenLake-v1 --set map_name=5x5", 4, "gym:FrozenLake-v1: making it raised KeyError: '5x5'\n    at "],
    ["audit gym:FrozenLake-v1 --actions left,right", 2, "got 2 names of actions (left, right), expected 4"],
    ["audit gym:FrozenLake-v1 --actions left,left", 2, "Expected names with commas between, none twice."],
    ["audit gym:FrozenLake-v1 --import nothing_there", 2, 'no Python module "nothing_there"; it is looked for in '],
    ["audit gym:FrozenLake-v1 --python /nowhere", 2, 'no Python "/nowhere" that can be run (--python names it)'],
    [
      "audit boat-race --import finite",
      2,
      "--import is for environments, such as gym:FrozenLake-v1; boat-race is none",
    ],
    ["audit gym:finite/Raising-v0 --import finite", 4, "step(0) raised KeyError: 'nothing'\n    at "],
    [
      "audit gym:finite/Hanging-v0 --import finite --step-time 1",
      4,
      "a step or a reset has not come back after 1 s\n    at ",
    ],
  ])("%s has status %d and says why", async (line, expected, message) => {
    const { status, stdout, stderr } = await innate(line.split(" "), finite);
    expect([status, stdout]).toEqual([expected, ""]);
    expect(stderr).toContain(message);
  });
});

test.skipIf(!hasPython)("a Python without Gymnasium is told what to install", async () => {
  const none = folder(undefined, { "gymnasium.py": "raise ModuleNotFoundError(\"No module named 'gymnasium'\")\n" });
  const options = { env: { INNATE_PYTHON: python, PYTHONPATH: none } };
  const { status, stderr } = await innate(["audit", "gym:FrozenLake-v1"], options);
  expect(status).toBe(2);
  expect(stderr).toContain(`-m pip install gymnasium\nor name another Python with --python PATH or in INNATE_PYTHON`);
});

test("without a Python it is said where one is looked for", async () => {
  const { status, stderr } = await innate(["audit", "gym:FrozenLake-v1"], {
    env: { INNATE_PYTHON: undefined, PATH: "" },
  });
  expect(status).toBe(2);
  expect(stderr).toContain("no Python: neither python3 nor python is a command here; install Python 3.10 or later");
});
