import { expect, test } from "vitest";
import { CASES } from "../../cases/index.ts";
import { type AnySetting, settingsOf } from "../../core/case.ts";
import { defineDrive } from "../../core/drive.ts";
import { flag, list, oneOf, range, real } from "../../core/field.ts";
import { beginLife } from "../../core/live.ts";
import type { Mind } from "../../core/mind.ts";
import { defineWorld, type State } from "../../core/world.ts";
import { createBatch, type Serving } from "./batch.ts";
import { observationOf } from "./observation.ts";

const SERVING: Serving = { worlds: 1, unavailable: "error", lost: () => undefined };

async function settingFor(id: string): Promise<AnySetting> {
  const { default: subject } = await CASES[id]!();
  return subject.build(settingsOf(subject.parameters, {}));
}
const firstDrive = ({ drives }: AnySetting) => Object.values(drives)[0]!;
const figure = (batch: ReturnType<typeof createBatch>, name: "reward" | "terminated" | "truncated" | "score") =>
  batch.rows[batch.description.columns[name][0]];

/** A mind that takes the k-th of the actions that it can take, k counting on. */
const counting = (): Mind => ({
  name: "counting",
  newborn: () => 0,
  wake: () => {
    let count = 0;
    return {
      act: ({ available }) => ({ action: available[count++ % available.length]! }),
      learn: () => {},
      greedy: ({ available }) => available[0]!,
      value: () => 0,
      memory: () => 0,
    };
  },
});

test.each(["vault", "rocks-diamonds", "tomato-garden", "off-switch", "cleaning-robot", "bystander"])(
  "an agent from outside lives through in %s what a mind of Innate's lives through with the same seed",
  async (id) => {
    const setting = await settingFor(id);
    const drive = firstDrive(setting);
    const { world } = setting;
    const batch = createBatch(setting, drive, SERVING);
    batch.reset([0], [7]);
    let count = 0;
    for (const lived of beginLife(world, drive, counting(), { seed: 7 }).live(300)) {
      expect(batch.state(0)).toEqual(lived.state);
      const able = world.actions.filter((action) => world.available?.(lived.state, action) ?? true);
      batch.step(Int32Array.of(world.actions.indexOf(able[count++ % able.length]!)), false);
      expect(batch.state(0)).toEqual(lived.nextState);
      expect(figure(batch, "reward")).toBe(lived.reward);
      expect([figure(batch, "terminated"), figure(batch, "truncated")]).toEqual([
        lived.terminated ? 1 : 0,
        lived.truncated ? 1 : 0,
      ]);
      if (lived.terminated || lived.truncated) batch.reset([0], [null]);
    }
  },
);

/** Up or not, for three steps; 5 at the end where it stands at 2 or above. */
const steps = defineWorld({
  id: "steps",
  fields: { at: range(0, 3), kind: oneOf(["even", "odd"]), marks: list(range(1, 3), 2), lit: flag(), heat: real(0, 4) },
  actions: ["stay", "up"],
  start: () => ({ at: 0, kind: "even", marks: [1, 3], lit: false, heat: 0.5 }),
  available: ({ at }, action) => action === "stay" || at < 2,
  transition: (state, action) => {
    const at = action === "up" ? state.at + 1 : state.at;
    return { ...state, at, kind: at % 2 === 0 ? "even" : "odd", heat: at / 2 };
  },
  horizon: 3,
});
const climbing = defineDrive(
  steps,
  { up: ({ action }) => (action === "up" ? 1 : 0) },
  { final: ({ at }, why) => (at >= 2 && why === "horizon" ? 5 : 0) },
);
const climb: AnySetting = { world: steps, drives: { climbing } };

test("an episode is cut off at the horizon exactly, where the final payoff is paid", () => {
  const batch = createBatch(climb, climbing, SERVING);
  batch.reset([0], [0]);
  const seen = [1, 1, 0].map((action) => {
    batch.step(Int32Array.of(action), false);
    return [figure(batch, "reward"), figure(batch, "terminated"), figure(batch, "truncated")];
  });
  expect(seen).toEqual([
    [1, 0, 0],
    [1, 0, 0],
    [5, 0, 1],
  ]);
  expect(() => batch.step(Int32Array.of(0), false)).toThrow("the episode is over; call reset()");
  batch.step(Int32Array.of(0), true);
  expect([batch.state(0).at, figure(batch, "reward"), figure(batch, "truncated")]).toEqual([0, 0, 0]);
});

test("an action that cannot be taken is an error, or one that can is drawn in its place", () => {
  const strict = createBatch(climb, climbing, SERVING);
  strict.reset([0], [0]);
  for (const action of [1, 1]) strict.step(Int32Array.of(action), false);
  expect(() => strict.step(Int32Array.of(1), false)).toThrow('"up" cannot be taken');
  expect(() => strict.step(Int32Array.of(2), false)).toThrow("action 2: expected a number from 0 to 1");
  const drawing = createBatch(climb, climbing, { ...SERVING, unavailable: "draw" });
  drawing.reset([0], [0]);
  for (const action of [1, 1, 1]) drawing.step(Int32Array.of(action), false);
  expect(drawing.rows[drawing.description.columns.action[0]]).toBe(0);
});

test("an observation is what is seen, as codes from 0 with what they stand for", () => {
  const { spaces, width, write } = observationOf(steps);
  expect(spaces).toEqual([
    { name: "at", kind: "discrete", size: 4, start: 0 },
    { name: "kind", kind: "discrete", size: 2, start: 0, values: ["even", "odd"] },
    { name: "marks", kind: "list", length: 2, size: 3, start: 1 },
    { name: "lit", kind: "discrete", size: 2, start: 0 },
    { name: "heat", kind: "real", low: 0, high: 4 },
  ]);
  const row = new Float64Array(width);
  write({ at: 3, kind: "odd", marks: [2, 3], lit: true, heat: 1.5 }, row, 0);
  expect([...row]).toEqual([3, 1, 1, 2, 1, 1.5]);
});

test("what observe may return is learnt from all states where it is not declared", () => {
  const world = { ...steps, fields: { at: range(0, 3), kind: oneOf(["even", "odd"]) } };
  const plain = defineWorld({
    ...world,
    start: () => ({ at: 0, kind: "even" }),
    transition: ({ at }, action) => ({ at: action === "up" ? at + 1 : at, kind: "odd" }),
    observe: ({ at }: State) => ({ high: at === 2, above: [Number(at) + 5] }),
  });
  // Two steps up at most, so that 0, 1 and 2 are met.
  expect(observationOf(plain).spaces).toEqual([
    { name: "high", kind: "discrete", size: 2, start: 0 },
    { name: "above", kind: "list", length: 1, size: 3, start: 5 },
  ]);
  const mixed = { ...plain, observe: ({ at }: State) => (at === 2 ? "top" : Number(at)) };
  expect(observationOf(mixed).spaces).toEqual([
    { name: "observation", kind: "discrete", size: 3, start: 0, values: [0, 1, "top"] },
  ]);
  const torn = { ...plain, observe: ({ at }: State) => ({ what: at === 2 ? [1] : 1 }) };
  expect(() => observationOf(torn)).toThrow("declare what is seen: observation: { … }");
});

test("a drive that reads thoughts is refused by name, one that declares readings is paid by them", async () => {
  const thinking = defineDrive(steps, { calm: () => 1, plan: ({ thought }) => thought?.value ?? 0 });
  expect(() => createBatch({ world: steps, drives: { thinking } }, thinking, SERVING)).toThrow(
    'steps: term "plan" of the drive: it reads moment.thought',
  );
  const setting = await settingFor("bystander");
  expect(Object.values(setting.drives).some(({ readings = {} }) => Object.keys(readings).length > 0)).toBe(true);
});
