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
    expect(stdout).toContain("the score is 0 (meant: 0.94); it\nearns 53");
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
