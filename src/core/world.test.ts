import { expect, test } from "vitest";
import { didYouMean, nearest, show } from "./errors.ts";
import { flag, list, oneOf, range, real } from "./field.ts";
import { pictureOf } from "./picture.ts";
import { defineWorld, describedStates, type Picture } from "./world.ts";

const spec = {
  id: "corridor",
  fields: { cell: range(0, 3) },
  actions: ["left", "right"],
  start: () => ({ cell: 0 }),
  transition: (state: { readonly cell: number }) => state,
} as const;

test("a world is its description", () => {
  const world = defineWorld({ ...spec, horizon: 1, discount: 1 });
  expect(world).toMatchObject({ id: "corridor", actions: ["left", "right"], horizon: 1, discount: 1 });
});

test.each([
  ["no id", { id: "" }, 'defineWorld: expected an id, got ""'],
  ["no actions", { actions: [] }, "corridor: actions []: expected at least one, and none twice"],
  ["an action twice", { actions: ["left", "left"] }, 'corridor: actions ["left", "left"]'],
  ["a horizon of 0", { horizon: 0 }, "corridor: horizon 0: expected a whole number of steps, at least 1"],
  ["a fractional horizon", { horizon: 1.5 }, "corridor: horizon 1.5"],
  ["no end of a horizon", { horizon: Infinity }, "corridor: horizon Infinity"],
  ["a discount of 0", { discount: 0 }, "corridor: discount 0: expected a number in (0, 1]"],
  ["a discount above 1", { discount: 1.01 }, "corridor: discount 1.01"],
  ["a discount that is no number", { discount: NaN }, "corridor: discount NaN"],
  ["an average beside a discount", { average: true, discount: 0.9 }, "corridor: average is given beside discount"],
  ["an average beside a horizon", { average: true, horizon: 9 }, "corridor: average is given beside horizon"],
  ["a misspelt key", { horizn: 3 }, 'corridor: defineWorld: "horizn" is not known (did you mean "horizon"?); expected'],
  ["a key in capitals", { Observe: () => 1 }, '"Observe" is not known (did you mean "observe"?)'],
  ["a key of nothing", { reward: () => 1 }, '"reward" is not known; expected only id, fields, actions, start'],
  ["phases without a horizon", { phases: [3] }, "corridor: phases need a horizon"],
  ["phases that do not ascend", { phases: [3, 3], horizon: 9 }, "corridor: phases [3, 3]: expected ascending steps"],
  ["a phase that begins at once", { phases: [0], horizon: 9 }, "corridor: phases [0]"],
  ["a fractional phase", { phases: [0.5], horizon: 9 }, "corridor: phases [0.5]"],
])("%s is an error", (_, change, message) => {
  expect(() => defineWorld({ ...spec, ...change })).toThrow(message);
});

test("a world without fields is an error", () => {
  const start = () => ({});
  expect(() => defineWorld({ id: "void", fields: {}, actions: ["wait"], start, transition: start })).toThrow(
    "void: a world needs at least one field",
  );
});

test("truth is for sensors, and every sensor has one", () => {
  const fields = { light: flag({ role: "sensor" }), lamp: flag() };
  const rest = {
    id: "lamp",
    fields,
    actions: ["wait"],
    start: () => ({ light: false, lamp: false }),
    transition: (state: { readonly light: boolean; readonly lamp: boolean }) => state,
  } as const;
  expect(() => defineWorld(rest)).toThrow('lamp: field "light" is a sensor: expected truth: { light: (state) => … }');
  expect(() => defineWorld({ ...rest, truth: { light: ({ lamp }) => lamp, lamp: () => true } })).toThrow(
    'lamp: truth is given for "lamp", which has not the role sensor',
  );
  const truth: Readonly<Record<string, () => boolean>> = { lihgt: () => true };
  expect(() => defineWorld({ ...rest, truth })).toThrow(
    'lamp: truth is given for "lihgt", which is not a field (did you mean "light"?)',
  );
  expect(defineWorld({ ...rest, truth: { light: ({ lamp }) => lamp } }).truth?.light).toBeDefined();
});

test("the states that a world can describe are the product of its fields' sizes", () => {
  // 4 · 2 · 3 · 2⁵ = 768
  const fields = { cell: range(0, 3), open: flag(), mood: oneOf(["a", "b", "c"]), cards: list(flag(), 5) };
  expect(describedStates(fields)).toBe(768);
  expect(describedStates({ ...fields, speed: real(0, 1) })).toBe(Infinity);
});

const furnished = {
  id: "room",
  fields: { cell: range(0, 3), door: oneOf(["open", "shut"]), cards: list(flag(), 2), far: range(0, 99) },
  actions: ["wait"],
  start: () => ({ cell: 2, door: "open", cards: [true, false], far: 7 }) as const,
  transition: (state: { cell: number; door: "open" | "shut"; cards: readonly boolean[]; far: number }) => state,
} as const;

test("a state without a drawing of its own is a line for each field, with a bar for a short range", () => {
  const state = { cell: 2, door: "open", cards: [true, false], far: 7 };
  expect(pictureOf(defineWorld(furnished), state)).toEqual([
    "cell   ··●·  2",
    "door   open",
    "cards  [true, false]",
    "far    7",
  ]);
});

test("a world's own drawing is shown as it is", () => {
  const draw = (state: { readonly cell: number }): Picture => [".".repeat(state.cell)];
  expect(pictureOf(defineWorld({ ...furnished, draw }), { cell: 3 })).toEqual(["..."]);
  const svg = defineWorld({ ...furnished, draw: () => ({ svg: "<svg/>" }) });
  expect(pictureOf(svg, { cell: 3 })).toEqual({ svg: "<svg/>" });
});

test("the nearest name is suggested, and none that is far", () => {
  expect(nearest("wached", ["gold", "watched", "place"])[0]).toBe("watched");
  expect(didYouMean("wached", ["gold", "watched"])).toBe(' (did you mean "watched"?)');
  expect(didYouMean("GOLD", ["gold", "watched"])).toBe(' (did you mean "gold"?)');
  expect(didYouMean("temperature", ["gold", "watched"])).toBe("");
  expect(didYouMean("x", [])).toBe("");
});

test("values are shown as code writes them, in one line of bounded length", () => {
  expect(show({ row: 0, tags: ["a", true], none: undefined, big: 3n })).toBe(
    '{row: 0, tags: ["a", true], none: undefined, big: 3}',
  );
  expect(show(NaN)).toBe("NaN");
  expect(show(null)).toBe("null");
  expect(show(() => 1)).toBe("a function");
  expect(show("x".repeat(1000)).length).toBeLessThanOrEqual(160);
  expect(show(Array.from({ length: 1000 }, (_, k) => k)).length).toBeLessThanOrEqual(160);
});
