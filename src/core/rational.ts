/**
 * Exact rational numbers, in which probabilities, rewards and ties are decided.
 *
 * A rational is kept in lowest terms with a positive denominator, so two rationals are equal exactly when their parts are.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** The smallest positive integer that both arguments divide. */
export const leastCommonMultiple = (a: bigint, b: bigint): bigint => (a / greatestCommonDivisor(a, b)) * b;

/**
 * The rational numerator / denominator in lowest terms.
 *
 * @throws RangeError if the denominator is zero
 */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError("rational: the denominator is zero");
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const ZERO: Rational = rational(0n);
export const ONE: Rational = rational(1n);

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/;

/**
 * The rational that a decimal literal writes: 0.05 is 1/20, not the double nearest to it.
 *
 * @throws RangeError if the text is not a finite decimal
 */
export function parseDecimal(text: string): Rational {
  const match = DECIMAL.exec(text);
  if (match === null) throw new RangeError(`parseDecimal: expected a finite decimal, got "${text}"`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

/**
 * The rational that a double stands for: the shortest decimal that reads back as the same double.
 *
 * @throws RangeError if the number is not finite
 */
export const fromNumber = (value: number): Rational =>
  Number.isSafeInteger(value) ? rational(BigInt(value)) : parseDecimal(String(value));

/**
 * The rational that a computed double stands for: its shortest decimal of at most 12 digits, so that 0.1 + 0.2 is 3/10.
 *
 * @throws RangeError if the number is not finite
 */
export const fromComputed = (value: number): Rational => fromNumber(Number(value.toPrecision(12)));

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const negate = (a: Rational): Rational => ({ numerator: -a.numerator, denominator: a.denominator });
export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b));
export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);
/** @throws RangeError if the divisor is zero */
export const divide = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const equals = (a: Rational, b: Rational): boolean =>
  a.numerator === b.numerator && a.denominator === b.denominator;

const bitLength = (value: bigint): number => value.toString(2).length;

/** The double nearest to a rational, the even one of two that are equally near. */
export function toNumber(a: Rational): number {
  if (a.denominator === 1n) return Number(a.numerator);
  const magnitude = a.numerator < 0n ? -a.numerator : a.numerator;
  if (magnitude <= Number.MAX_SAFE_INTEGER && a.denominator <= Number.MAX_SAFE_INTEGER)
    return Number(a.numerator) / Number(a.denominator);
  // Scale so that the quotient keeps at least two bits more than the double will have; what is left over makes the last of
  // them 1, so that a tie is not seen where there is none. Then undo the scale in powers of two.
  const shift = Math.min(64 - (bitLength(magnitude) - bitLength(a.denominator)), 1076);
  const dividend = shift >= 0 ? magnitude << BigInt(shift) : magnitude;
  const divisor = shift >= 0 ? a.denominator : a.denominator << BigInt(-shift);
  const quotient = dividend / divisor;
  const rounded = Number(quotient * divisor === dividend ? quotient : quotient | 1n);
  const unsigned = shift > 1000 ? rounded * 2 ** -1000 * 2 ** -(shift - 1000) : rounded * 2 ** -shift;
  return a.numerator < 0n ? -unsigned : unsigned;
}

/** "13/120", or "7" for a whole number. */
export const formatRational = (a: Rational): string =>
  a.denominator === 1n ? `${a.numerator}` : `${a.numerator}/${a.denominator}`;
