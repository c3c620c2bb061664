import { formatRational } from "../../core/rational.ts";
import type { Criterion } from "../../exact/model.ts";
import type { Decision, Decisions, Side } from "./hackability.ts";

type Names = readonly [string, string];

/** What EPIC and STARC compare, and how: the choices that their definitions leave open. */
export const EPIC = (discount: number) => ({
  name: "EPIC" as const,
  coverage:
    "uniform states that have not ended, uniform actions of those available, next states as the world draws them",
  canonicalisation: `m(s) is made 0, the mean reward over uniform actions and next states, those included that the world cannot make; discount ${discount}`,
  norm: "√((1 − correlation)/2)",
});

export const STARC = (criterion: Criterion) => {
  const isTimed = criterion.kind === "finite";
  return {
    name: "STARC" as const,
    coverage: isTimed
      ? "every step, state that can be reached by then and available action, each once"
      : "every state and available action, each once",
    canonicalisation: `value-adjusted levelling: r(s, a) + discount·E V(s′) − V(s), V of the uniform policy${isTimed ? " and the step" : ""}`,
    norm: "half the L2 distance of the two, each divided by its L2 norm",
  };
};

/** The sets of policies over which hackability is decided. */
export function setsOf(
  criterion: Criterion,
  isHidden: boolean,
): { readonly deterministic: string; readonly all: string } {
  const seen = isHidden ? " by what they observe, rewards not observed" : "";
  return {
    deterministic:
      criterion.kind === "finite"
        ? `deterministic policies of clock and past${seen}`
        : `deterministic stationary policies${seen}`,
    all: `all policies, randomised ones included${seen}`,
  };
}

/** What policy one side of a witness is; the reward of the first name prefers it. */
export function policyText(side: Side, [own, other]: Names): string {
  switch (side.kind) {
    case "best":
      return `best for ${own} and, of those, worst for ${other}`;
    case "worst":
      return `worst for ${other} and, of those, best for ${own}`;
    case "found":
      return "a deterministic policy";
    case "farthest":
      return `farthest apart: ${own} is most above ${other}, each as a share of its range`;
    case "switch":
      return `best for both for ${side.steps} step${side.steps === 1 ? "" : "s"}, then worst for both`;
    case "coin":
      return `a coin tossed before the start: with probability ${formatRational(side.probability)} a policy that is best for both, else one that is worst for both`;
  }
}

/** Why no two policies of a set are ordered oppositely, or why that is not decided. */
export function reasonText(decision: Exclude<Decision, { readonly outcome: "hackable" }>, names: Names): string {
  if (decision.outcome === "undecided") return decision.reason;
  switch (decision.why) {
    case "constant":
      return `${names[decision.which]} pays every policy the same`;
    case "equivalent":
      return "both order all policies alike: one is the other times a positive number, plus what every policy is paid";
    case "compared":
      return `none of the ${decision.compared} different pairs of returns that they earn are ordered oppositely`;
  }
}

/** The decisions in one sentence. */
export function verdictText({ deterministic, all }: Decisions, names: Names): string {
  const [first, second] = names;
  if (deterministic.outcome === "hackable")
    return `${first} and ${second} are hackable: one policy earns more ${first} and less ${second} than another.`;
  if (all.outcome === "hackable")
    return deterministic.outcome === "unhackable"
      ? `${first} and ${second} are hackable by tossing coins, and unhackable by deterministic policies.`
      : `${first} and ${second} are hackable by tossing coins; by deterministic policies was not decided.`;
  if (all.outcome === "unhackable") return `${first} and ${second} are unhackable: ${reasonText(all, names)}.`;
  return `Whether ${first} and ${second} are hackable was not decided.`;
}
