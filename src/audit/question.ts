import type { AnyWorld } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import { everyPolicyTerminates } from "../exact/graph.ts";
import type { Criterion, Model } from "../exact/model.ts";
import type { Question } from "./report.ts";

/** The discount of a world that has no horizon and may go on for ever. */
const DEFAULT_DISCOUNT = 0.99;

/** What is optimised, for the solvers and in words. */
export interface Asked {
  readonly criterion: Criterion;
  readonly question: Question;
}

const inWords = (criterion: Criterion): string => {
  const discounted =
    criterion.kind !== "total" && criterion.discount < 1 ? `discount ${criterion.discount}` : "undiscounted";
  switch (criterion.kind) {
    case "finite":
      return `${criterion.horizon} step${criterion.horizon === 1 ? "" : "s"}, ${discounted}`;
    case "discounted":
      return `no horizon, ${discounted}`;
    case "total":
      return "no horizon, total reward";
  }
};

const asked = (criterion: Criterion, origin: string): Asked => ({
  criterion,
  question: {
    criterion: criterion.kind,
    ...(criterion.kind === "finite" ? { horizon: criterion.horizon } : {}),
    discount: criterion.kind === "total" ? 1 : criterion.discount,
    origin,
    text: inWords(criterion),
  },
});

/**
 * The question of an audit: as given on request, else the world's horizon, else its discount; else total reward if every
 * policy terminates, else discount 0.99. A discount on request without a horizon on request replaces the world's horizon.
 *
 * @throws InnateError `usage` where a request is out of its range or the world's phases need another horizon
 */
export function askedOf(
  world: AnyWorld,
  model: Model,
  { horizon, discount }: { readonly horizon?: number | undefined; readonly discount?: number | undefined },
): Asked {
  if (horizon !== undefined && !(Number.isSafeInteger(horizon) && horizon >= 1))
    throw new InnateError("usage", `horizon ${horizon}: expected a whole number of steps, at least 1`);
  if (discount !== undefined && !(discount > 0 && discount <= 1))
    throw new InnateError("usage", `discount ${discount}: expected a number in (0, 1]`);
  if (model.phases.length > 1 && horizon === undefined && discount !== undefined)
    throw new InnateError("usage", `${world.id} has phases: its question needs a horizon`);
  if (horizon !== undefined)
    return asked({ kind: "finite", horizon, discount: discount ?? world.discount ?? 1 }, "as requested");
  if (discount !== undefined)
    return asked(discount < 1 ? { kind: "discounted", discount } : { kind: "total" }, "as requested");
  if (world.horizon !== undefined)
    return asked({ kind: "finite", horizon: world.horizon, discount: world.discount ?? 1 }, "the world's horizon");
  if (world.discount !== undefined && world.discount < 1)
    return asked({ kind: "discounted", discount: world.discount }, "the world's discount");
  return everyPolicyTerminates(model)
    ? asked({ kind: "total" }, "no horizon is given and every policy terminates")
    : asked({ kind: "discounted", discount: DEFAULT_DISCOUNT }, "no horizon is given and a policy may go on for ever");
}
