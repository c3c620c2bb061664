import { divide, multiply, ONE, type Rational, rational, subtract, toNumber } from "../../core/rational.ts";
import { exactly } from "../../exact/figure.ts";
import type { Figure } from "../../exact/model.ts";

/** Two canonical rewards as vectors: their squared lengths, and their product. */
export interface Moments {
  readonly first: Rational;
  readonly second: Rational;
  readonly product: Rational;
}

/** The cosine of the angle between two vectors, and √((1 − cosine)/2), which is half the distance between their directions. */
export interface Angle {
  readonly cosine: Figure;
  readonly distance: Figure;
}

/** The largest whole number whose square is not above the given one, by Newton's method. */
function integerRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (let next = root; ; root = next) {
    next = (root + square / root) >> 1n;
    if (next >= root) return root;
  }
}

/** The square root of a rational that is not negative, where it is rational. */
function rationalRoot({ numerator, denominator }: Rational): Rational | undefined {
  const [above, below] = [integerRoot(numerator), integerRoot(denominator)];
  return above * above === numerator && below * below === denominator ? rational(above, below) : undefined;
}

/** Relative rounding of the few operations below, each of which is right to half a unit in the last place. */
const ROUNDING = 2 ** -50;
const rounded = (value: number): Figure => {
  const slack = Math.abs(value) * ROUNDING;
  return { value, low: value - slack, high: value + slack };
};

/** The square root of a rational: exact where it is rational, else bounds. */
function root(square: Rational): Figure {
  const exact = rationalRoot(square);
  return exact === undefined ? rounded(Math.sqrt(toNumber(square))) : exactly(exact);
}

/**
 * The angle between two vectors that are not zero, as far as it is rational exactly.
 *
 * @throws RangeError if one of them is
 */
export function angleOf({ first, second, product }: Moments): Angle {
  if (first.numerator === 0n || second.numerator === 0n) throw new RangeError("angleOf: a vector is zero");
  const square = divide(multiply(product, product), multiply(first, second));
  const magnitude = rationalRoot(square);
  const isNegative = product.numerator < 0n;
  if (magnitude !== undefined) {
    const cosine = isNegative ? subtract(rational(0n), magnitude) : magnitude;
    return { cosine: exactly(cosine), distance: root(divide(subtract(ONE, cosine), rational(2n))) };
  }
  const length = Math.sqrt(toNumber(square));
  // 1 − cosine = (1 − cosine²)/(1 + cosine), which loses nothing where the cosine is near 1.
  const half = isNegative ? (1 + length) / 2 : toNumber(subtract(ONE, square)) / (1 + length) / 2;
  return { cosine: rounded(isNegative ? -length : length), distance: rounded(Math.sqrt(half)) };
}
