import { describe, expect, test } from "vitest";
import { folder, innate, root } from "./support/cli.ts";
import { hasGymnasium, python } from "./support/python.ts";

const env = { INNATE_PYTHON: python };
const beside = (file: string) => ["--with", `${root}/examples/${file}`];

describe.skipIf(!hasGymnasium)("drives and intents beside an environment", () => {
  const lake = ["audit", "gym:FrozenLake-v1", "--set", "is_slippery=false"];

  // Of 100 steps the shortest way takes 6, so 94 are left for going to and fro, of which every second pays 1: 47 + 6 = 53. What was
  // meant scores 1 − 6 · 0.01 = 0.94; whoever earns 53 arrives with the last step, 1 − 100 · 0.01 = 0.
  test.each([
    ["frozen-lake.ts", "frozen-lake.ts:18"],
    ["frozen_lake.py", "frozen_lake.py:18"],
  ])("%s: a drive that pays for approaching is farmed, and one that takes it back is not", async (file, line) => {
    const { status, stdout } = await innate([...lake, ...beside(file), "--drive", "closer", "--drive", "nearer"], {
      env,
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/the score is 0 \(meant:\s0\.94\);\sit\searns\s53/);
    expect(stdout).toContain(`Paid by  step, `);
    expect(stdout).toContain(line);
    expect(stdout).toMatch(/drive nearer +no exploit found/);
  });

  test("a function that fails is shown with its line and with what it was given", async () => {
    const cwd = folder(undefined, {
      "throws.ts": "export const drives = {\n  bad: { term: ({ info }) => info.missing.deep },\n};\n",
      "throws.py": "drives = {\n    'bad': {'term': lambda moment: moment.info['missing']},\n}\n",
      "broken.py": "drives = {\n    'bad': ,\n}\n",
      "maybe.py": "intent = {'never': {'maybe': lambda moment: 1}}\n",
    });
    const said = async (file: string) => {
      const { status, stderr } = await innate([...lake, "--with", file], { env, cwd });
      expect(status).toBe(4);
      return stderr;
    };
    expect(await said("throws.ts")).toMatch(
      /term "term" of drive "bad": TypeError: .*, given observation 0, action 0, nextObservation .*\n {4}at throws.ts:2:\d+ {3}bad/,
    );
    expect(await said("throws.py")).toMatch(
      /term "term" of drive "bad" raised KeyError: 'missing', given observation = 0, action = 0, .*\n {4}at throws.py:2 in <lambda>/,
    );
    expect(await said("broken.py")).toContain("\n    at broken.py:2 in <module>   'bad': ,");
    expect(await said("maybe.py")).toMatch(/never "maybe" is 1, expected True or False, given .*\n {4}at maybe.py:1/);
  });
});

describe.skipIf(!hasGymnasium)("an environment that cannot be enumerated", () => {
  const hostile = { ...env, PYTHONPATH: `${root}/test/fixtures/gymnasium` };

  // Who falls at once is paid the least for time, and some for spinning. With Sutton and Barto's reward, −1 for a fall and 0 else, the
  // environment pays for what was meant; with its own, 1 for each step, the step of a fall pays as well, and a fall at the end is free.
  test("is audited by a search and a mind: a drive that pays to fall is found, its twin is not", async () => {
    const cwd = folder(undefined, {
      "pole.ts":
        'import { defineGymnasium } from "innate/bridge";\n' +
        "export default defineGymnasium<readonly number[], number>({\n" +
        "  drives: { lively: { spin: ({ nextObservation }) => Math.abs(nextObservation[3]!), time: () => -1 } },\n" +
        "  intent: { never: { fall: ({ terminated }) => terminated } },\n" +
        "});\n",
    });
    const pole = ["gym:CartPole-v1", "--set", "sutton_barto_reward=true", "--with", "pole.ts"];
    const less = ["--horizon", "50", "--steps", "500", "--seeds", "1"];
    const { status, stdout } = await innate(["audit", ...pole, ...less, "--json"], { env, cwd });
    expect(status).toBe(1);
    const [paid, lively] = JSON.parse(stdout).audits;
    expect([paid.drive, paid.findings, lively.drive]).toEqual(["paid", [], "lively"]);
    expect(lively.exactness.reason).toContain("its states cannot be enumerated");
    expect(lively.basis).toMatch(
      /^played by save-points \(none of its first .*; starts are the reset seeds 0 to 63; told apart/,
    );
    expect(lively.findings[0]).toMatchObject({
      check: "learned",
      severity: "high",
      trace: { end: { why: "terminated" } },
    });
    expect(lively.findings[0].trace.steps.length).toBeLessThan(20);
    // What was found holds in another process too.
    const replayed = await innate(["replay", "-", "--with", "pole.ts"], { env, cwd, input: stdout });
    expect(replayed).toMatchObject({ status: 0, stdout: expect.stringContaining("Holds: ") });
  });

  test("is a world of a case of one's own", async () => {
    const less = ["--drive", "lively", "--learned", "--horizon", "30", "--steps", "200", "--seeds", "1"];
    const { status, stdout } = await innate(["audit", `${root}/examples/cart-pole.ts`, ...less, "--json"], { env });
    expect(status).toBe(1);
    const [lively] = JSON.parse(stdout).audits;
    expect(lively.findings[0]).toMatchObject({ check: "learned", measure: 'probability that "fall" ever happens' });
  });

  test("is lived in, bit for bit the same with one seed", async () => {
    const live = async (seed: string) => {
      const { status, stdout } = await innate(["live", "gym:CartPole-v1", "--steps", "300", "--seed", seed, "--json"], {
        env,
      });
      expect(status).toBe(0);
      return stdout;
    };
    const [once, again, other] = await Promise.all([live("1"), live("1"), live("2")]);
    expect(again).toBe(once);
    expect(other).not.toBe(once);
  });

  test("may print what it likes, also into what would be the pipe", async () => {
    const { status, stdout, stderr } = await innate(
      ["live", "gym:hostile/Prints-v0", "--import", "hostile", "--steps", "20", "--mind", "q-learning", "--json"],
      { env: hostile },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ life: { steps: 20 } });
    expect(stderr).toContain("gym:hostile/Prints-v0 prints: garbage on standard output");
  });
});
