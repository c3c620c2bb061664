import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasGymnasium, python as interpreter } from "../../../test/support/python.ts";
import { type Python, startPython } from "../python.ts";
import { makeEnvironments } from "./client.ts";

describe.skipIf(!hasGymnasium)("environments in Python", () => {
  let python: Python;
  beforeAll(async () => {
    python = await startPython({ python: interpreter });
  });
  afterAll(() => python.close());

  test("what an environment is, is known before a step", async () => {
    const lake = await makeEnvironments(python, "FrozenLake-v1");
    expect(lake).toMatchObject({
      id: "FrozenLake-v1",
      horizon: 100,
      observationSpace: { kind: "discrete", n: 16, start: 0 },
      actionSpace: { kind: "discrete", n: 4, start: 0 },
      hasTable: true,
    });
    expect(lake.parameters.find(({ name }) => name === "is_slippery")).toEqual({ name: "is_slippery", default: true });
  });

  test("copies are reset by their seeds and stepped in one batch", async () => {
    const poles = await makeEnvironments(python, "CartPole-v1", { count: 3 });
    const first = await poles.reset([1, 2, 1]);
    expect(first.observations.length).toBe(12);
    expect([...first.observations.slice(0, 4)]).toEqual([...first.observations.slice(8)]);
    expect([...first.observations.slice(0, 4)]).not.toEqual([...first.observations.slice(4, 8)]);
    const step = await poles.step(Int32Array.of(0, 1, 0));
    expect([...step.rewards]).toEqual([1, 1, 1]); // CartPole pays 1 for every step
    expect([...step.terminated, ...step.truncated]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("some of the copies are stepped, or reset in place of a step", async () => {
    const poles = await makeEnvironments(python, "CartPole-v1", { count: 2 });
    await poles.reset([1, 2]);
    const both = await poles.step(Int32Array.of(0, 1));
    await poles.reset([1, 2]);
    const second = await poles.step(Int32Array.of(1), { indices: Int32Array.of(1) });
    expect([...second.observations]).toEqual([...both.observations.slice(4)]);
    const { rewards } = await poles.step(Int32Array.of(0, 1), { resets: Uint8Array.of(0, 1) });
    expect([...rewards]).toEqual([1, 0]); // a reset pays nothing
  });
});
