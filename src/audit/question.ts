import type { AnyWorld } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import { DEFAULT_DISCOUNT } from "../core/world.ts";
import { everyPolicyTerminates } from "../exact/graph.ts";
import type { Criterion, Model } from "../exact/model.ts";
import { discountOf } from "../exact/time.ts";
import type { Question } from "./report.ts";

/** What is optimised, for the solvers and in words. */
export interface Asked {
  readonly criterion: Criterion;
  readonly question: Question;
}

/** Most bytes that the policies of a finite horizon may take: a bit for each row and some bytes for each step. */
const MOST_POLICY_BYTES = 2 ** 30;

/** A finite horizon, as long as its policies can be held. */
function finite(model: Model, horizon: number, discount: number): Criterion {
  const rows = Math.max(...model.phases.map(({ action }) => action.length));
  const most = Math.floor(MOST_POLICY_BYTES / (rows / 8 + 1000));
  if (horizon > most)
    throw new InnateError(
      "undecided",
      `horizon ${horizon}: at most ${most} steps can be held for ${rows} state-actions; give a discount instead`,
    );
  return { kind: "finite", horizon, discount };
}

const inWords = (criterion: Criterion): string => {
  const discount = discountOf(criterion);
  const discounted = discount < 1 ? `discount ${discount}` : "undiscounted";
  switch (criterion.kind) {
    case "finite":
      return `${criterion.horizon} step${criterion.horizon === 1 ? "" : "s"}, ${discounted}`;
    case "discounted":
      return `no horizon, ${discounted}`;
    case "total":
      return "no horizon, total reward";
    case "average":
      return "no horizon, average per step";
  }
};

const asked = (criterion: Criterion, origin: string): Asked => ({
  criterion,
  question: {
    criterion: criterion.kind,
    ...(criterion.kind === "finite" ? { horizon: criterion.horizon } : {}),
    discount: discountOf(criterion),
    origin,
    text: inWords(criterion),
  },
});

/** The criterion without a horizon: discount 1 means the total reward. */
const unlimited = (discount: number): Criterion =>
  discount < 1 ? { kind: "discounted", discount } : { kind: "total" };

/** What is asked for on request, instead of the world's own question. */
export interface Request {
  readonly horizon?: number | undefined;
  readonly discount?: number | undefined;
  /** the long-run average per step */
  readonly average?: boolean | undefined;
}

/**
 * The question of an audit: as given on request, else the world's horizon, else its discount (1: total reward), else its average; else
 * total reward if every policy terminates, else discount 0.99. A discount or the average on request, without a horizon on request,
 * replaces the world's horizon.
 *
 * @throws InnateError `usage` where a request is out of its range or contradicts another, or the world's phases need another horizon
 */
export function askedOf(world: AnyWorld, model: Model, { horizon, discount, average = false }: Request): Asked {
  if (horizon !== undefined && !(Number.isSafeInteger(horizon) && horizon >= 1))
    throw new InnateError("usage", `horizon ${horizon}: expected a whole number of steps, at least 1`);
  if (discount !== undefined && !(discount > 0 && discount <= 1))
    throw new InnateError("usage", `discount ${discount}: expected a number in (0, 1]`);
  if (average && (horizon !== undefined || discount !== undefined))
    throw new InnateError(
      "usage",
      "the average per step is asked without a horizon and without a discount: give one of them",
    );
  if (model.phases.length > 1 && horizon === undefined && (discount !== undefined || average))
    throw new InnateError("usage", `${world.id} has phases: its question needs a horizon`);
  if (horizon !== undefined) return asked(finite(model, horizon, discount ?? world.discount ?? 1), "as requested");
  if (discount !== undefined) return asked(unlimited(discount), "as requested");
  if (average) return asked({ kind: "average" }, "as requested");
  if (world.horizon !== undefined)
    return asked(finite(model, world.horizon, world.discount ?? 1), "the world's horizon");
  if (world.discount !== undefined) return asked(unlimited(world.discount), "the world's discount");
  if (world.average === true) return asked({ kind: "average" }, "the world's average");
  return everyPolicyTerminates(model)
    ? asked({ kind: "total" }, "no horizon is given and every policy terminates")
    : asked({ kind: "discounted", discount: DEFAULT_DISCOUNT }, "no horizon is given and a policy may go on for ever");
}
