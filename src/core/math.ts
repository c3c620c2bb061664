/**
 * Transcendental functions with the same bits on every engine, which `Math.exp` and its like do not have: they are made of
 * + − × ÷ alone, which IEEE 754 fixes to the last bit, as it does `Math.sqrt`.
 *
 * See docs/decisions/0010-exp-and-ln.md for why they are not a library's.
 */

/** ln 2 in two parts, the first with its last 21 bits 0, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const MANTISSA = 2 ** 52;
const LN_2PI = 1.8378770664093453;

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** 2 to the power of −1022 … 1023; doubling is exact. */
const POWERS = new Float64Array(2046);
for (let k = 0, power = 2 ** -1022; k < POWERS.length; k++, power *= 2) POWERS[k] = power;

/** 2 to the power of an exponent from −1022 to 1023. */
const powerOfTwo = (exponent: number): number => POWERS[exponent + 1022]!;

/** e to the power of x, to within 1 unit in the last place where the result is a normal number. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.2) return 0;
  const k = Math.round(x / Math.LN2);
  const rest = x - k * LN2_HIGH - k * LN2_LOW;
  // |rest| ≤ ln 2 / 2, so that 14 terms of the series are enough.
  let series = 1;
  for (let term = 14; term >= 2; term--) series = 1 + (rest / term) * series;
  const half = Math.trunc(k / 2);
  return (1 + rest * series) * powerOfTwo(half) * powerOfTwo(k - half);
}

/** The natural logarithm of x, to within 1 unit in the last place or 2⁻⁵³; −Infinity for 0, NaN below. */
export function ln(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  const isSubnormal = x < 2 ** -1022;
  double[0] = isSubnormal ? x * MANTISSA : x;
  const written = Number(bits[0]! >> 52n) - 1023;
  let mantissa = double[0]! * (1 / powerOfTwo(Math.min(written, 1022))) * (written === 1023 ? 0.5 : 1);
  let exponent = isSubnormal ? written - 52 : written;
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  // ln m = 2·artanh s with |s| ≤ 0.172, so that 11 terms of the series are enough.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let k = 10; k >= 1; k--) series = square * (1 / (2 * k + 1) + series);
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}

/** π/2 in two parts, the first with its last 20 bits 0, so that its product with a count below 2²⁰ is exact. */
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_LOW = 6.077100506506192e-11;

/** The series of the sine (from = 1) or the cosine (from = 0) of x, |x| ≤ π/4. */
function wave(x: number, from: 0 | 1): number {
  const square = x * x;
  let series = 1;
  for (let term = 18 + from; term > 1; term -= 2) series = 1 - (square / (term * (term - 1))) * series;
  return from === 1 ? x * series : series;
}

/** Sine of x − turns·π/2 quarter turns on: sine, cosine, −sine, −cosine, … */
function turned(x: number, turns: number): number {
  if (!(Math.abs(x) <= 2 ** 20)) return Number.NaN;
  const count = Math.round(x / (Math.PI / 2));
  const rest = x - count * QUARTER_HIGH - count * QUARTER_LOW;
  const quarter = (((count + turns) % 4) + 4) % 4;
  const value = wave(rest, quarter % 2 === 0 ? 1 : 0);
  return quarter < 2 ? value : -value;
}

/** The sine of x radians, to within 2⁻⁵² for |x| ≤ 100; NaN above 2²⁰. */
export const sin = (x: number): number => turned(x, 0);

/** The cosine of x radians, to within 2⁻⁵² for |x| ≤ 100; NaN above 2²⁰. */
export const cos = (x: number): number => turned(x, 1);

/**
 * The natural logarithm of the gamma function at x > 0, to about 14 digits: Stirling's series, reached by the recurrence
 * Γ(x + 1) = x·Γ(x) where x is small.
 */
export function lnGamma(x: number): number {
  let product = 1;
  let at = x;
  for (; at < 10; at++) product *= at;
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (at - 0.5) * ln(at) - at + 0.5 * LN_2PI + series - ln(product);
}
