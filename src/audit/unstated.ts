import { plain } from "../exact/figure.ts";
import type { Solution } from "../exact/model.ts";
import type { Context } from "./analysis.ts";
import { accepted } from "./checks/accepted.ts";
import { findingsOf } from "./finding.ts";
import { quantity } from "./quantity.ts";
import type { Audit, SourceLine } from "./report.ts";
import { type Head, UNMEASURED } from "./summary.ts";

const VERDICT =
  "The case states no intent, so nothing was judged: these are kinds of behaviour near the drive's optimum, a sample; say which were meant.";

/** What can be said of a drive where nothing says what was meant: what it pays, and whether what was accepted is still done. */
export function unstated(
  context: Context,
  optimum: Solution,
  uniform: number,
  locate: (term: string) => SourceLine | undefined,
): Omit<Audit, keyof Head | "exactness"> {
  const findings = findingsOf(context, accepted(context, optimum), locate);
  return {
    ...UNMEASURED,
    verdict: findings[0]?.claim ?? VERDICT,
    optimum: quantity(optimum.start),
    uniform: quantity(plain(uniform)),
    priceOfHonesty: quantity(plain(Number.NaN)),
    findings,
    notes: [],
  };
}
