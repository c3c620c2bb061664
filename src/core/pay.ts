import type { Drive, Ending, Term } from "./drive.ts";
import { caseError } from "./errors.ts";
import { termValue } from "./life.ts";
import type { Moment } from "./moment.ts";
import { equals, fromComputed, multiply, ONE, toNumber } from "./rational.ts";

/** Most values of a term whose weighted amounts are kept. */
const MOST_KEPT = 4096;

/** The amount that a term's value comes to with its weight: the double nearest to their exact product. */
function weighing<S, A extends string>({ weight }: Term<S, A>): (value: number) => number {
  const plain = equals(weight, ONE);
  const known = new Map<number, number>();
  return (value) => {
    if (plain && Number.isSafeInteger(value)) return value;
    let amount = known.get(value);
    if (amount === undefined) {
      amount = toNumber(multiply(weight, fromComputed(value)));
      if (known.size < MOST_KEPT) known.set(value, amount);
    }
    return amount;
  };
}

/** The most that a mind can be paid for a moment: it reckons with sums of squares of rewards, which have to stay finite. */
const MOST_PAID = 1e100;

/** Pays for one moment after another, in doubles: what a mind is paid while it lives. */
export interface Payer<S, A extends string> {
  /** shape [terms]: what each term paid for the last moment; written anew for each */
  readonly terms: readonly number[];
  /** shape [terms]: by what a moment's reward weighs what each term paid */
  readonly weights: readonly number[];
  /**
   * What a moment pays. What `final` pays where the episode is over is paid one step later, and has the discount's weight.
   *
   * @throws if a term is not a finite number, or what it pays in all is more than minds can reckon with
   */
  pay(moment: Moment<S, A>, why?: Ending): number;
}

export function payerOf<S, A extends string>(drive: Drive<S, A>, discount: number): Payer<S, A> {
  const amounts = drive.terms.map(weighing);
  const weights = drive.terms.map(({ pays }) => ("each" in pays ? 1 : discount));
  const terms = drive.terms.map(() => 0);
  return {
    terms,
    weights,
    pay(moment, why) {
      let reward = 0;
      for (let k = 0; k < terms.length; k++) {
        const amount = amounts[k]!(termValue(drive, drive.terms[k]!, moment, why));
        terms[k] = amount;
        reward += weights[k]! * amount;
      }
      if (!(Math.abs(reward) <= MOST_PAID))
        throw caseError(
          `${drive.world.id}: a moment pays ${reward}, and minds can reckon with ${MOST_PAID} at most; ` +
            "scale all terms down alike, which changes nothing that a drive says",
        );
      return reward;
    },
  };
}
