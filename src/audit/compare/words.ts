import { formatRational } from "../../core/rational.ts";
import type { Criterion } from "../../exact/model.ts";
import type { Decision, Decisions, Side } from "./hackability.ts";

type Names = readonly [string, string];

/** What EPIC and STARC compare, and how: the choices that their definitions leave open. */
export const EPIC = (discount: number) => ({
  name: "EPIC" as const,
  coverage:
    "a uniform state in which the world has not ended, a uniform action of those available, the next state by the world",
  canonicalisation: `canonically shaped with discount ${discount}: m(s), the mean reward over uniform actions and uniform next states independent of s, is made 0 everywhere, moments that the world cannot make included`,
  norm: "Pearson distance √((1 − correlation)/2)",
});

export const STARC = (criterion: Criterion) => ({
  name: "STARC" as const,
  coverage:
    criterion.kind === "finite"
      ? "every step, state that can be reached by then and available action counts once"
      : "every state and available action counts once",
  canonicalisation: `value-adjusted levelling by the uniform policy: r(s, a) + discount · E V(s′) − V(s)${criterion.kind === "finite" ? ", V by step" : ""}`,
  norm: "half the L2 distance of the two, each divided by its L2 norm",
});

/** The sets of policies over which hackability is decided. */
export function setsOf(
  criterion: Criterion,
  isHidden: boolean,
): { readonly deterministic: string; readonly all: string } {
  const seen = isHidden ? ", which see what the world shows and are not told what they are paid" : "";
  return {
    deterministic:
      criterion.kind === "finite"
        ? `deterministic policies, which may depend on the clock and the past${seen}`
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
      return `where ${own} is most above ${other}, each as a share of its range`;
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
