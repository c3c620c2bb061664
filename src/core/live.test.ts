import { expect, test } from "vitest";
import boatRace from "../cases/boat-race.ts";
import vault from "../cases/vault.ts";
import { brainLike, linearCritic, MINDS, search } from "../minds/index.ts";
import type { AnyCase } from "./case.ts";
import { defineDrive, defineWorld, type Mind, oneOf, range, real } from "./index.ts";
import { beginLife, isSavedLife, live, resumeLife } from "./live.ts";
import { read, written } from "./snapshot.ts";

const born = (subject: AnyCase, seed = 1) => {
  const { world, drives } = subject.build({});
  const mind = MINDS["brain-like"]!();
  return { world, drive: drives.naive!, mind, life: beginLife(world, drives.naive!, mind, { seed }) };
};

test("the same seed lives the same life, another seed another", () => {
  const [one, two, other] = [1, 1, 2].map((seed) => {
    const { world, drive, mind } = born(vault);
    return [...live(world, drive, mind, { steps: 300, seed })];
  });
  expect(one).toHaveLength(300);
  expect(one).toEqual(two);
  expect(one).not.toEqual(other);
});

test("a life that is written down and read again goes on as if it had never stopped", () => {
  const { world, drive, mind, life } = born(vault);
  life.run(500);
  const saved = read(written(life.save()));
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  expect([...resumeLife(world, drive, mind, saved).live(200)]).toEqual([...life.live(200)]);
});

test("two futures of one past share nothing but the past", () => {
  const { life } = born(boatRace);
  life.run(100);
  const fork = life.fork();
  fork.run(1000);
  expect(life.step).toBe(100);
  expect([...life.live(50)]).toEqual([...born(boatRace).life.live(150)].slice(100));
});

test("two futures with other draws differ", () => {
  const { life } = born(vault);
  life.run(100);
  expect([...life.fork(7).live(100)]).not.toEqual([...life.fork(8).live(100)]);
});

test("what is damaged is refused", () => {
  const text = written(born(vault).life.save());
  expect(() => read(text.replace("vault", "vaults"))).toThrow("its checksum does not match");
  expect(() => read(text.slice(0, -2))).toThrow("its checksum does not match");
  expect(() => read("{}")).toThrow("not a saved life");
});

test("a saved life goes on only in its own world, with its own mind", () => {
  const { world, drive, mind, life } = born(vault);
  const { world: race, drive: arrows } = born(boatRace);
  const saved = life.save();
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  expect(() => resumeLife(race, arrows, mind, saved)).toThrow('was lived in "vault", not in "boat-race"');
  expect(() => resumeLife(world, drive, { ...mind, name: "other" }, saved)).toThrow('a mind "brain-like"');
});

const meeting = defineWorld({
  id: "meeting",
  fields: { mine: oneOf(["left", "right"]), partner: oneOf(["left", "right"], { role: "person" }) },
  actions: ["left", "right"],
  start: () => ({ mine: "left", partner: "left" }),
  transition: (_, action) => ({ mine: action, partner: "left" }),
  horizon: 10,
});
const meet = defineDrive(meeting, { met: ({ state, action }) => (state.partner === action ? 1 : 0) });
const alone = defineDrive(meeting, { right: ({ state }) => (state.partner === "right" ? 1 : 0) });
const together = () => ({ partner: { mind: MINDS["brain-like"]!(), drive: alone } });

test("another mind lives where the world would script a person, and learns under its own drive", () => {
  const scripted = beginLife(meeting, meet, MINDS["brain-like"]!(), { seed: 1 });
  expect([...scripted.live(50)].every(({ state }) => state.partner === "left")).toBe(true);
  const shared = beginLife(meeting, meet, MINDS["brain-like"]!(), { seed: 1 }, together());
  shared.run(500);
  const later = [...shared.live(50)];
  // Both are deterministic worlds of two acts, in which one try of each tells all.
  expect(later.every(({ state, reward }) => state.partner === "right" && reward === 1)).toBe(true);
});

test("a life in company goes on as if it had never stopped", () => {
  const mind = MINDS["brain-like"]!();
  const life = beginLife(meeting, meet, mind, { seed: 1 }, together());
  life.run(25);
  const resumed = resumeLife(meeting, meet, mind, life.save(), together());
  expect([...resumed.live(50)]).toEqual([...life.live(50)]);
});

test("another mind that has acted and not learned goes on with the search that it made", () => {
  const company = () => ({ partner: { mind: MINDS["brain-like-search"]!(), drive: meet } });
  const mind = MINDS.sarsa!();
  const life = beginLife(meeting, meet, mind, { seed: 1 }, company());
  let resumed = beginLife(meeting, meet, mind, { seed: 1 }, company());
  for (let step = 0; step < 30; step++) {
    life.run(1);
    resumed.run(1);
    resumed = resumeLife(meeting, meet, mind, resumed.save(), company());
  }
  expect(resumed.save()).toEqual(life.save());
});

test("another mind needs a field whose values can be its acts", () => {
  const other = { mind: MINDS["brain-like"]!(), drive: alone };
  expect(() => beginLife(meeting, meet, MINDS["brain-like"]!(), { seed: 1 }, { partners: other })).toThrow(
    'another mind cannot live in "partners" (did you mean "partner"?)',
  );
});

test("looking at what a mind thinks, or would do, leaves no trace in it", () => {
  const { life } = born(vault);
  const { life: watched } = born(vault);
  for (const { state, thought } of watched.live(300)) {
    expect(thought?.plan?.length).toBeGreaterThan(0);
    watched.agent.greedy(watched.perceive(state, 2));
    watched.agent.value(watched.perceive(state, 3));
  }
  life.run(300);
  expect(watched.save()).toEqual(life.save());
});

/** A counter that breaks as told at 3. */
const counter = (breaks: { readonly next?: number; readonly reward?: number; readonly thrown?: boolean }) => {
  const world = defineWorld({
    id: "counter",
    fields: { count: range(0, 9) },
    actions: ["on"],
    start: () => ({ count: 0 }),
    transition({ count }) {
      if (count === 3 && breaks.thrown === true) throw new RangeError("no more");
      return { count: count === 3 ? (breaks.next ?? 4) : count + 1 };
    },
    horizon: 5,
  });
  const drive = defineDrive(world, { pay: ({ state }) => (state.count === 3 ? (breaks.reward ?? 1) : 1) });
  return beginLife(world, drive, MINDS["brain-like"]!(), { seed: 7 });
};

test.each([
  ["a reward that is not finite", { reward: Number.NaN }, 'term "pay" is NaN, expected a finite number'],
  [
    "a reward too large to reckon with",
    { reward: 1e101 },
    "counter: a moment pays 1e+101, and minds can reckon with 1e+100 at most; scale all terms down alike, which changes nothing that a drive says",
  ],
  ["a state out of its bounds", { next: 10 }, "count = 10, expected a whole number from 0 to 9"],
  ["an error that the world throws", { thrown: true }, "counter: no more"],
])("%s names the step and the seed, and the life until then is kept", (_, breaks, message) => {
  const life = counter(breaks);
  expect(() => life.run(10)).toThrow(`${message}, at step 3 of the life with seed 7`);
  expect(life.step).toBe(3);
  expect(isSavedLife(life.save())).toBe(true);
});

test("a sound world is lived in to the end", () => {
  expect(counter({}).run(10)).toBe(10);
});

test("a world that another mind has ended is named as that, not as a mistake of the mind", () => {
  const { world, drive, mind } = born(vault);
  const leaver: Mind = {
    ...mind,
    wake: (body, memory) => ({ ...mind.wake(body, memory), act: () => ({ action: 2 }) }),
  };
  // The third value of place is exit, in which the vault's world has ended.
  expect(() => beginLife(world, drive, mind, { seed: 1 }, { place: { mind: leaver, drive } }).run(1)).toThrow(
    /^.*has ended in \{place: "exit".* another mind may not live in a field whose values end the world/,
  );
});

test("an act that cannot be taken is the mind's mistake, and named", () => {
  const { world, drive, mind } = born(vault);
  const stubborn: Mind = {
    name: "stubborn",
    newborn: mind.newborn,
    wake: (body, memory) => ({ ...mind.wake(body, memory), act: () => ({ action: 1 }) }),
  };
  expect(() => beginLife(world, drive, stubborn, { seed: 1 }).run(1)).toThrow(
    'mind "stubborn" chose "take", which cannot be taken; it could take enter, leave',
  );
});

test("a critic that diverges names the step and the seed, and the life until then is kept", () => {
  const walk = defineWorld({
    id: "walk",
    fields: { at: real(0, 1) },
    actions: ["left", "right"],
    start: () => ({ at: 0.5 }),
    transition: ({ at }, action) => ({ at: Math.max(0, Math.min(1, at + (action === "right" ? 0.1 : -0.1))) }),
    horizon: 50,
  });
  const drive = defineDrive(walk, { right: ({ nextState }) => nextState.at });
  const mindWith = (stepSize: number) => brainLike({ critic: linearCritic({ stepSize, trace: 1 }), planner: search() });
  const life = beginLife(walk, drive, mindWith(8), { seed: 3 });
  expect(() => life.run(2000)).toThrow(/the linear critic diverges.*, at step \d+ of the life with seed 3$/);
  expect(isSavedLife(life.save())).toBe(true);
  expect(() => beginLife(walk, drive, mindWith(0.1), { seed: 3 }).run(300)).not.toThrow();
});
