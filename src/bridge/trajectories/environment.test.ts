import { describe, expect, test } from "vitest";
import { judge } from "../../audit/recorded/judge.ts";
import { declaredBy } from "../gymnasium/declared.ts";
import { recordedEnvironment } from "./environment.ts";
import type { RawStep } from "./steps.ts";

const raw = (step: Partial<RawStep>): RawStep => ({
  line: 1,
  isSeen: true,
  from: 0,
  to: 1,
  action: 0,
  reward: 1,
  terminated: false,
  truncated: false,
  info: {},
  ...step,
});
const declared = declaredBy(
  {
    drives: { own: { seen: (moment: { readonly info: { readonly cost: number } }) => -moment.info.cost } },
    intent: {
      never: {
        far: ({ nextObservation }: { readonly nextObservation: readonly number[] }) => (nextObservation[0] ?? 0) > 2,
      },
      reach: { end: ([x]: readonly number[]) => x === 2 },
      score: ({ reward }: { readonly reward: number }) => reward,
    },
  },
  "meant.ts",
);
const place = (line: number): string => `run.jsonl:${line}`;

describe("what was recorded in an environment", () => {
  test("is read by the functions of a file beside it as Gymnasium showed it", () => {
    const { setting, toEpisode } = recordedEnvironment("gym:Line-v0", declared);
    const steps = [
      raw({ from: [0, 0], to: [2, 0], info: { cost: 3 } }),
      raw({ line: 2, from: [2, 0], to: [3, "Infinity"], info: { cost: 4 }, reward: 5, terminated: true }),
    ];
    const episodes = [
      toEpisode({ number: 0, steps }, place),
      toEpisode({ number: 1, steps: steps.slice(0, 1) }, place),
    ];
    const { items, drives, unfinished } = judge({ ...setting, discount: 1, lost: () => undefined }, episodes);
    expect(items.map(({ name, violated, figure }) => [name, violated, figure?.value])).toEqual([
      ["far", 1, 0.5],
      ["end", 0, 1],
      ["score", 0, 6],
    ]);
    expect(items[0]?.shortest?.trace.end.state).toEqual({ "observation[0]": 3, "observation[1]": Infinity });
    expect(drives.map(({ drive, earned, different }) => [drive, earned?.value, different])).toEqual([
      ["paid", 6, 0],
      ["own", -7, 3],
    ]);
    expect(unfinished).toBe(1);
  });

  test.each<readonly [readonly RawStep[], string]>([
    [[raw({ from: "start" })], 'run.jsonl:1: expected an observation made of numbers, lists and objects, got "start"'],
    [[raw({ to: [1, null] })], "run.jsonl:1: expected an observation"],
    [[raw({ action: "left" })], 'run.jsonl:1: expected an action made of numbers, lists and objects, got "left"'],
    [
      [raw({}), raw({ line: 2, from: 3 })],
      "run.jsonl:2: expected the episode to go on in 1, where the step before led, got 3",
    ],
  ])("%j is refused: %s", (steps, message) => {
    const { toEpisode } = recordedEnvironment("gym:Line-v0", undefined);
    expect(() => toEpisode({ number: 0, steps }, place)).toThrow(message);
  });
});
