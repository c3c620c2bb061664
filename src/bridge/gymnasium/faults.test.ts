import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isAlive, root } from "../../../test/support/cli.ts";
import { hasGymnasium, python as interpreter } from "../../../test/support/python.ts";
import { type Python, startPython } from "../python.ts";
import { type Environments, makeEnvironments } from "./client.ts";

const paths = [join(root, "test/fixtures/gymnasium")];

/** Makes an environment of test/fixtures/gymnasium/finite.py. */
const make = (python: Python, name: string, timeout?: number): Promise<Environments> =>
  makeEnvironments(python, `finite/${name}-v0`, {
    imports: ["finite"],
    paths,
    ...(timeout === undefined ? {} : { timeout }),
  });

async function play(python: Python, name: string): Promise<void> {
  const environment = await make(python, name);
  await environment.reset([0]);
  for (let step = 0; step < 3; step++) await environment.step(Int32Array.of(1));
}

describe.skipIf(!hasGymnasium)("an environment that", () => {
  let python: Python;
  beforeAll(async () => {
    python = await startPython({ python: interpreter });
  });
  afterAll(() => python.close());

  test("keeps to Gymnasium's interface plays", () => play(python, "Corridor"));

  test("prints leaves the wire alone", () => play(python, "Printing"));

  const five = "expected five (observation, reward, terminated, truncated, info)";
  test.each([
    ["Old", `step returned 4 values, ${five}: it has the interface of Gym before 0.26, with one \`done\``],
    ["Unseeded", "reset takes no seed; expected reset(self, *, seed=None, options=None)"],
    ["Bare", "reset returned 0, expected a pair (observation, info) with a dict as info"],
    ["Nan", "step returned the reward nan, expected a finite number"],
    ["Unpaid", "step returned the reward None (NoneType), expected a number"],
    ["Outside", "observation 7 is not in the observation space Discrete(5): 7 is outside [0, 4]"],
    ["Shape", "expected shape (3,) of Box(0.0, 1.0, (3,), float32), got (2,)"],
    ["Undecided", "step returned terminated = None (NoneType), expected True or False"],
    ["Written", "its observation space is or holds a Text, whose elements have no fixed size"],
    ["Raising", "step(1) raised KeyError: 'nothing'"],
  ])("is %s is an error that says so", async (name, message) => {
    const playing = play(python, name);
    await expect(playing).rejects.toThrow(`gym:finite/${name}-v0: `);
    await expect(playing).rejects.toThrow(message);
  });

  test("raises is shown with its own line", async () => {
    await expect(play(python, "Raising")).rejects.toThrow(
      /finite\.py:\d+ in step {3}return super\(\)\.step\(\{\}\["nothing"\]\)/,
    );
  });
});

describe.skipIf(!hasGymnasium)("a process that", () => {
  // Stuck holds Python's lock, so that nothing in it can say where it stands.
  test.each([
    ["Hanging", /\n {4}at .*finite\.py:\d+ in step {3}time\.sleep\(1\)$/, "Python ended with status 1"],
    [
      "Stuck",
      /; the last it printed:\n {4}about to be stuck$/,
      'Python did not answer "step" within 0.7 s and was ended',
    ],
  ])("is %s is ended, and it is said where", async (name, where, later) => {
    const python = await startPython({ python: interpreter });
    const environment = await make(python, name, 700);
    await environment.reset([0]);
    const step = environment.step(Int32Array.of(1));
    await expect(step).rejects.toThrow(`gym:finite/${name}-v0: "step" has not come back after 0.7 s`);
    await expect(step).rejects.toThrow(where);
    await vi.waitFor(() => expect(isAlive(python.pid)).toBe(false), { timeout: 5000, interval: 50 });
    await expect(environment.step(Int32Array.of(1))).rejects.toThrow(later);
    await python.close();
  });

  test.each([
    ["Crashing", 'Python ended by SIGSEGV during "step"; the last it printed:\n    about to crash'],
    ["Leaving", 'Python ended with status 7 during "step"'],
  ])("is %s is an error that says how it ended", async (name, message) => {
    const python = await startPython({ python: interpreter });
    await expect(play(python, name)).rejects.toThrow(`gym:finite/${name}-v0: ${message}`);
    await python.close();
  });

  test("is stuck ends with the Node that started it, however that ends", async () => {
    const script = `
      import { startPython } from ${JSON.stringify(pathToFileURL(join(root, "dist/bridge/python.js")).href)};
      import { makeEnvironments } from ${JSON.stringify(pathToFileURL(join(root, "dist/bridge/gymnasium/client.js")).href)};
      const python = await startPython({ python: ${JSON.stringify(interpreter)} });
      const options = { imports: ["finite"], paths: ${JSON.stringify(paths)} };
      const environment = await makeEnvironments(python, "finite/Stuck-v0", options);
      await environment.reset([0]);
      void environment.step(Int32Array.of(1));
      setTimeout(() => console.log(python.pid), 300);`;
    const node = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((settle) => node.stdout.once("data", (text) => settle(Number(text))));
    expect(isAlive(pid)).toBe(true);
    node.kill("SIGKILL");
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000, interval: 50 });
  });

  test("is asked for nothing goes when it is closed", async () => {
    const python = await startPython({ python: interpreter });
    expect(isAlive(python.pid)).toBe(true);
    await python.close();
    expect(isAlive(python.pid)).toBe(false);
  });
});
