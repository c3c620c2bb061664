import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { audit } from "../audit/audit.ts";
import { simulate } from "../core/index.ts";
import hungryThirsty, { world } from "./hungry-thirsty.ts";

const TO_WATER = ["right", "right", "right", "right", "right", "drink"] as const;
const BACK = ["left", "left", "left", "left", "left"] as const;

test("who is thirsty cannot eat", () => {
  expect(along(hungryThirsty.build({}), "fitness", "eeee")).toMatchObject({ paid: 0, score: 0 });
});

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
  "a meal stills hunger for its own step, without thirst only (seed %d)",
  (seed) => {
    const plan = [...TO_WATER, ...BACK, "eat", "eat", "up", "eat"] as const;
    const life = [...simulate(world, (_, step) => plan[step], seed)];
    for (const { state, action, nextState } of life)
      expect(nextState.hungry).toBe(!(action === "eat" && !state.thirsty));
    expect(life[TO_WATER.length - 1]?.nextState.thirsty).toBe(false);
  },
);

const pressureOf = (drive: string) => {
  const [found] = audit(hungryThirsty, { name: "hungry-thirsty", drives: [drive] });
  const fitness = new Map(found?.pressure.map(({ lookahead, worst }) => [lookahead, worst[0]!]));
  return { fitness, optimum: found?.items[0]?.worst.value };
};

// From the food, 5 steps lead to the water, the 6th is the drink, 5 lead back, the 12th is the meal. Who is paid for meals alone and
// looks 6 or 8 steps ahead sees none at the end of the way to the water, and strays; who is paid for being without thirst too sees
// the drink, and from there the meal. All figures by the exact solver.
test("for an agent of little foresight the best thing to be paid for is not the fitness", () => {
  const [own, shaped] = [pressureOf("fitness"), pressureOf("shaped")];
  expect(shaped.optimum).toBe(own.optimum);
  for (const steps of [6, 8]) {
    expect(shaped.fitness.get(steps)).toBeCloseTo(own.optimum!, 9);
    expect(own.fitness.get(steps)).toBeLessThan(own.optimum! / 8);
  }
});

test("with foresight enough for both ways and a meal the fitness is as good", () => {
  expect(pressureOf("fitness").fitness.get(15)).toBeCloseTo(pressureOf("shaped").fitness.get(15)!, 9);
});

test("who sees neither the drink nor the meal does as badly with either", () => {
  expect(pressureOf("fitness").fitness.get(4)).toBeLessThan(1);
  expect(pressureOf("shaped").fitness.get(4)).toBeLessThan(1);
});
