import type { Rational } from "../../core/rational.ts";

/** Most digits after the point of a decimal that is written in place of a fraction. */
const MOST_DIGITS = 400;
const LONGEST = 18;

/** The decimal that a rational is, 0.25; undefined where it has no end. */
export function finiteDecimal({ numerator, denominator }: Rational): string | undefined {
  let [rest, twos, fives] = [denominator, 0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  const digits = Math.max(twos, fives);
  if (rest !== 1n || digits > MOST_DIGITS) return undefined;
  const shifted = (numerator * 10n ** BigInt(digits)) / denominator;
  const text = (shifted < 0n ? -shifted : shifted).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${shifted < 0n ? "-" : ""}${whole}${digits === 0 ? "" : `.${text.slice(-digits)}`}`;
}

/** The decimal that a rational is, where it is short; undefined where a fraction says more. */
export function shortDecimal(value: Rational): string | undefined {
  const decimal = finiteDecimal(value);
  return decimal !== undefined && decimal.length <= LONGEST ? decimal : undefined;
}

/** A number as it is, for readers that take fractions: 0.25, 1/3. */
export const exactText = (value: Rational): string => shortDecimal(value) ?? `${value.numerator}/${value.denominator}`;
