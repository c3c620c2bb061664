import { InnateError, show } from "../core/errors.ts";
import type { Unbounded } from "../exact/stationary.ts";
import type { Context } from "./analysis.ts";
import { termPayoffs } from "./arena.ts";
import { findingsOf } from "./finding.ts";
import { pathRound } from "./paths/path.ts";
import { stateOf } from "./paths/trace.ts";
import type { Audit, SourceLine } from "./report.ts";
import { type Head, UNMEASURED } from "./summary.ts";

const ENDLESS = { value: Infinity, low: Infinity, high: Infinity };

/**
 * What is left of an audit where total reward grows without bound: the loop that collects it is the finding.
 *
 * @throws InnateError `undecided` where the total has no limit, with the cycle, or no verdict was reached
 */
export function divergence(
  context: Context,
  unbounded: Unbounded,
  locate: (term: string) => SourceLine | undefined,
): Omit<Audit, keyof Head | "exactness"> {
  const { world } = context.subject.setting;
  const advice = "give --horizon or --discount";
  if (unbounded.kind === "undecided")
    throw new InnateError(
      "undecided",
      `${world.id}: ${context.criterion.kind === "average" ? "the average" : "total reward"} is not decided: ${unbounded.why}; ${advice}`,
    );
  const isHidden = context.arena.beliefs !== undefined;
  const states = isHidden ? [] : unbounded.cycle.map(({ state }) => show(stateOf(context, state)));
  if (unbounded.kind === "no limit" || unbounded.toward === "worse") {
    const how = unbounded.kind === "no limit" ? "goes up and down for ever" : "falls without bound, whatever is done";
    const where = states.length === 0 ? "" : ` along ${states.join(", ")}`;
    throw new InnateError("undecided", `${world.id}: total reward has no optimum: it ${how}${where}; ${advice}`);
  }
  const path = pathRound(context, unbounded.cycle);
  const term = payingTerm(context, unbounded.cycle);
  const claim = `An optimal agent goes round for ever: "${context.driveName}" pays without bound, so no policy is best.`;
  const findings = findingsOf(
    context,
    [
      {
        check: "loop",
        severity: "high",
        claim,
        measure: "total reward",
        figure: ENDLESS,
        meant: ENDLESS,
        path,
        term,
        policies: "a policy whose total reward grows without bound",
        notes: [`total reward is not a question with an answer here: ${advice}`],
      },
    ],
    locate,
  );
  return {
    verdict: claim,
    optimum: ENDLESS,
    uniform: { value: Number.NaN, low: Number.NaN, high: Number.NaN },
    ...UNMEASURED,
    priceOfHonesty: ENDLESS,
    findings,
    notes: ["the intent was not judged: no policy is optimal"],
  };
}

/** The term that pays most along a cycle, as the agent expects it. */
function payingTerm(context: Context, cycle: readonly { readonly row: number }[]): string | undefined {
  const paid = termPayoffs(context, context.columns).map(({ rows }) => {
    const { codes, values } = rows[0]!;
    return cycle.reduce((sum, { row }) => sum + values[codes[row]!]!, 0);
  });
  return context.drive.terms[paid.indexOf(Math.max(...paid))]?.name;
}
