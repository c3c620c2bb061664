// What must not compile. `tsc --noEmit` checks this file; nothing runs it. A line that compiles after all makes its
// `@ts-expect-error` an error.
import { expectTypeOf } from "vitest";
import {
  type AnyCase,
  type Case,
  defineCase,
  defineDrive,
  defineIntent,
  defineWorld,
  flag,
  list,
  type Moment,
  oneOf,
  override,
  type ParameterValues,
  range,
  rest,
  rewardsAlong,
  type StateOf,
  simulate,
  sum,
  type World,
} from "./index.ts";

const fields = {
  place: oneOf(["hall", "vault"]),
  gold: range(0, 2),
  watched: flag({ role: "sensor" }),
  doors: list(flag(), 2),
};
interface Vault {
  readonly place: "hall" | "vault";
  readonly gold: number;
  readonly watched: boolean;
  readonly doors: readonly boolean[];
}

const world = defineWorld({
  id: "vault",
  fields,
  actions: ["enter", "take"],
  start: (chance) => ({ place: "hall", gold: 0, watched: chance.flip(0.5), doors: [true, false] }),
  transition(state, action, chance, phase) {
    expectTypeOf(state).toEqualTypeOf<StateOf<typeof fields>>();
    expectTypeOf(state.place).toEqualTypeOf<"hall" | "vault">();
    expectTypeOf(state.gold).toEqualTypeOf<number>();
    expectTypeOf(state.watched).toEqualTypeOf<boolean>();
    expectTypeOf(state.doors).toEqualTypeOf<readonly boolean[]>();
    expectTypeOf(action).toEqualTypeOf<"enter" | "take">();
    expectTypeOf(phase).toEqualTypeOf<number>();
    expectTypeOf(chance.pick(["a", "b"])).toEqualTypeOf<"a" | "b">();
    expectTypeOf(
      chance.weighted([
        ["a", 0.5],
        ["b", rest],
      ]),
    ).toEqualTypeOf<"a" | "b">();
    // @ts-expect-error: a field that is not declared
    state.speed;
    // @ts-expect-error: an action that does not exist
    if (action === "fly") return state;
    // @ts-expect-error: a value that the field has not
    if (state.place === "cellar") return state;
    // @ts-expect-error: states are not changed but made anew
    state.gold = 1;
    // @ts-expect-error: nor are their lists
    state.doors[0] = true;
    return { ...state, gold: state.gold + 1 };
  },
  available(state, action) {
    // @ts-expect-error: a field that is not declared
    state.speed;
    return action !== "take" || state.place === "vault";
  },
  // @ts-expect-error: a field that is not declared
  terminated: (state) => state.speed === 0,
  seen: ({ state, action, nextState }) => state.watched && action === "take" && nextState.gold > 0,
  truth: { watched: (state) => state.place === "hall" },
  signals: { caught: ({ state, nextState }) => state.watched && nextState.gold > state.gold },
});
expectTypeOf(world).toEqualTypeOf<World<StateOf<typeof fields>, "enter" | "take">>();
expectTypeOf<StateOf<typeof fields>>().toExtend<Vault>();
expectTypeOf<Vault>().toExtend<StateOf<typeof fields>>();

const spec = { id: "vault", fields, actions: ["enter", "take"], horizon: 6 } as const;
const hall = { place: "hall", gold: 0, watched: false, doors: [true, true] } as const;
const start = () => hall;

defineWorld({
  ...spec,
  start,
  // @ts-expect-error: a misspelt key beside a spread
  transition: (state) => ({ ...state, glod: 1 }),
});
defineWorld({
  ...spec,
  start,
  // @ts-expect-error: a misspelt key without a spread
  transition: () => ({ place: "hall", glod: 0, watched: false, doors: [true, true] }),
});
defineWorld({
  ...spec,
  start,
  // @ts-expect-error: a field too few
  transition: () => ({ place: "hall", gold: 0, watched: false }),
});
defineWorld({
  ...spec,
  start,
  // @ts-expect-error: a value outside oneOf
  transition: (state) => ({ ...state, place: "cellar" }),
});
defineWorld({
  ...spec,
  start,
  // @ts-expect-error: a number where a flag is declared
  transition: (state) => ({ ...state, watched: 1 }),
});
defineWorld({
  ...spec,
  // @ts-expect-error: a misspelt key in the start state
  start: () => ({ ...hall, glod: 1 }),
  transition: (state) => state,
});
defineWorld({
  ...spec,
  // @ts-expect-error: a start state without its fields
  start: () => ({}),
  transition: (state) => state,
});
defineWorld({
  ...spec,
  start,
  transition: (state) => state,
  // @ts-expect-error: truth for a field that is not there
  truth: { wached: () => true },
});
defineWorld({
  ...spec,
  start,
  transition: (state) => state,
  // @ts-expect-error: truth of another type than its field
  truth: { watched: () => 3 },
});
// @ts-expect-error: a role that does not exist
flag({ role: "spy" });
// @ts-expect-error: a field of objects
oneOf([{ a: 1 }]);

const naive = defineDrive(world, {
  gold(moment) {
    expectTypeOf(moment).toEqualTypeOf<Moment<StateOf<typeof fields>, "enter" | "take">>();
    return moment.nextState.gold - moment.state.gold;
  },
});
// @ts-expect-error: a field that is not declared
defineDrive(world, { gold: ({ nextState }) => nextState.glod });
// @ts-expect-error: an action that does not exist
defineDrive(world, { theft: ({ action }) => (action === "steal" ? -1 : 0) });
// @ts-expect-error: a term that pays no number
defineDrive(world, { theft: ({ action }) => action === "take" });
// @ts-expect-error: a field that is not declared
defineDrive(world, {}, { final: (state) => state.glod });
// @ts-expect-error: a reason for an end that does not exist
defineDrive(world, {}, { final: (_, why) => (why === "tired" ? 1 : 0) });
// @ts-expect-error: a field that is not declared
override(naive, { gold: ({ state }) => state.glod });

const wait = { signal: "caught", within: 3, continuation: () => "enter" as const };
const afraid = defineDrive(
  world,
  {
    fear(moment) {
      expectTypeOf(moment.thought.readings).toEqualTypeOf<Readonly<Record<"caught", number>>>();
      return -moment.thought.readings.caught;
    },
  },
  { readings: { caught: wait } },
);
// @ts-expect-error: a reading that is not declared
defineDrive(world, { fear: ({ thought }) => -thought.readings.cought }, { readings: { caught: wait } });
// @ts-expect-error: a drive that declares no readings may find no thought
defineDrive(world, { fear: ({ thought }) => -thought.readings.caught });
// @ts-expect-error: a continuation that takes an action that does not exist
defineDrive(world, {}, { readings: { caught: { signal: "caught", within: 3, continuation: () => "fly" } } });
// @ts-expect-error: a continuation that reads a field that is not declared
defineDrive(world, {}, { readings: { caught: { ...wait, continuation: (state) => state.glod } } });
override(afraid, { fear: ({ thought }) => -2 * thought.readings.caught }, { readings: { caught: wait } });
// @ts-expect-error: a reading that is not declared
override(afraid, { fear: ({ thought }) => -2 * thought.readings.cought }, { readings: { caught: wait } });

const intent = defineIntent(world, {
  score: ({ nextState }) => nextState.gold,
  never: { theft: ({ action }) => action === "take" },
  reach: { vault: (state) => state.place === "vault" },
});
// @ts-expect-error: a field that is not declared
defineIntent(world, { score: ({ nextState }) => nextState.glod });
// @ts-expect-error: a field that is not declared
defineIntent(world, { reach: { vault: (state) => state.room === "vault" } });
// @ts-expect-error: an action that does not exist
defineIntent(world, { never: { theft: ({ action }) => action === "steal" } });
// @ts-expect-error: keepPossible reads a state, not a moment
defineIntent(world, { keepPossible: { vault: ({ nextState }) => nextState.gold > 0 } });

const other = defineWorld({
  id: "corridor",
  fields: { cell: range(0, 3) },
  actions: ["left", "right"],
  start: () => ({ cell: 0 }),
  transition: (state) => state,
  horizon: 3,
});
const strange = defineDrive(other, { cell: ({ nextState }) => nextState.cell });
const strangeIntent = defineIntent(other, { score: ({ nextState }) => nextState.cell });

expectTypeOf(defineCase({ world, drives: { naive }, intent })).toEqualTypeOf<
  Case<StateOf<typeof fields>, "enter" | "take">
>();
// @ts-expect-error: a drive of another world
defineCase({ world, drives: { naive, strange }, intent });
// @ts-expect-error: an intent of another world
defineCase({ world, drives: { naive }, intent: strangeIntent });
// @ts-expect-error: drives of two worlds
sum(naive, strange);
// @ts-expect-error: a drive of another world
rewardsAlong(world, strange, "e");
// @ts-expect-error: an action that does not exist
simulate(world, () => "fly", 0);
// Cases of many worlds stand in one list.
const all: readonly AnyCase[] = [
  defineCase({ world, drives: { naive } }),
  defineCase({ world: other, drives: { strange } }),
];
expectTypeOf(all).items.toExtend<AnyCase>();

const parameters = {
  watched: { default: 0.25, low: 0, high: 1 },
  guard: { default: "asleep", options: ["asleep", "awake"] },
} as const;
expectTypeOf<ParameterValues<typeof parameters>>().toEqualTypeOf<{
  readonly watched: number;
  readonly guard: "asleep" | "awake";
}>();
defineCase({
  parameters: {
    watched: { default: 0.25, low: 0, high: 1 },
    guard: { default: "asleep", options: ["asleep", "awake"] },
  },
  build(values) {
    expectTypeOf(values.watched).toEqualTypeOf<number>();
    expectTypeOf(values.guard).toEqualTypeOf<"asleep" | "awake">();
    // @ts-expect-error: a parameter that is not there
    values.wached;
    // @ts-expect-error: an option that is not there
    if (values.guard === "drunk") return { world, drives: { naive } };
    return { world, drives: { naive }, intent };
  },
});
defineCase({
  parameters: { watched: { default: 0.25, low: 0, high: 1 } },
  // @ts-expect-error: a drive of another world
  build: () => ({ world, drives: { strange } }),
});
