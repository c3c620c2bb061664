import { expect, test } from "vitest";
import { corridor } from "../../test/support/worlds.ts";
import { enumerate } from "../exact/enumerate.ts";
import { askedOf } from "./question.ts";

const { model } = enumerate(corridor);

test.each([
  ["a discount of 1", { discount: 1 }, "total", 1],
  ["a discount below 1", { discount: 0.9 }, "discounted", 0.9],
])("%s of the world without a horizon is the question", (_, world, criterion, discount) => {
  const { question } = askedOf({ ...corridor, ...world }, model, {});
  expect(question).toMatchObject({ criterion, discount, origin: "the world's discount" });
});

test("a world without horizon and discount, which may go on for ever, is discounted", () => {
  expect(askedOf(corridor, model, {}).question).toMatchObject({ criterion: "discounted", discount: 0.99 });
});
