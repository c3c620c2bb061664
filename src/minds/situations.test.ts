import { expect, test } from "vitest";
import { beginLife, defineDrive, defineWorld, flag, oneOf, range } from "../core/index.ts";
import { MINDS } from "./index.ts";

/** Going to work pays nothing, and half of the time the world ends there, or elsewhere, which a mind may be able to tell apart or not. */
function work(endsElsewhere: boolean) {
  const world = defineWorld({
    id: "work",
    fields: { place: oneOf(["home", "work", "elsewhere"]), over: flag() },
    actions: ["stay", "go"],
    start: () => ({ place: "home", over: false }),
    transition({ place }, action, chance) {
      if (place !== "home" || action === "stay") return { place: "home", over: false };
      const over = chance.flip(0.5);
      return { place: over && endsElsewhere ? "elsewhere" : "work", over };
    },
    terminated: ({ over }) => over,
    observe: ({ place }) => place,
    discount: 0.9,
  });
  const drive = defineDrive(world, {
    pay: ({ state, action }) => (state.place === "work" ? 30 : action === "stay" ? 1 : 0),
  });
  return { world, drive };
}

// To go is worth v = 0.9·½·(30 + 0.9 v) = 22.7, to stay for ever 10. Shares of some hundred tries are within 0.1 of ½ (four standard errors).
test.each(
  ["brain-like", "brain-like-search", "brain-like-options"].flatMap((name) =>
    [false, true].map((elsewhere) => [name, elsewhere] as const),
  ),
)("%s knows what can be done where it was last seen that the world ended (elsewhere: %s)", (name, elsewhere) => {
  const { world, drive } = work(elsewhere);
  const life = beginLife(world, drive, MINDS[name]!(), { seed: 1 });
  life.run(600);
  const home = life.perceive({ place: "home", over: false }, 0);
  const values = [...life.live(100)].flatMap(({ terminated }) => (terminated ? [life.agent.value(home)] : []));
  expect(values.length).toBeGreaterThan(10);
  for (const value of values) expect(Math.abs(value - 22.7)).toBeLessThan(5);
});

test("a mind imagines no act where it foresees that the world may go on, and has only seen it end", () => {
  const world = defineWorld({
    id: "dice",
    fields: { n: range(0, 7), odd: flag() },
    actions: ["a", "b", "c"],
    start: () => ({ n: 0, odd: false }),
    transition: ({ n }, _, chance) => ({ n: chance.pick([0, 2, 5, (n + 1) % 8]), odd: chance.flip(0.5) }),
    terminated: ({ n, odd }) => n === 5 && odd,
    horizon: 3,
  });
  const drive = defineDrive(world, { pay: ({ state }) => state.n });
  for (const seed of [3, 4]) {
    const life = beginLife(world, drive, MINDS["brain-like-factored"]!(), { seed });
    const imagined = [...life.live(20)].flatMap(({ thought }) => thought?.foreseen ?? []);
    expect(imagined.length).toBeGreaterThan(20);
    for (const { action, reward } of imagined) {
      expect(world.actions).toContain(action);
      expect(reward).not.toBeNaN();
    }
  }
});
