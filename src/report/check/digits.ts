/** Most digits that a double is told apart by. */
const MOST_DIGITS = 17;

const trimmed = (text: string): string => {
  const [mantissa = "", exponent] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return exponent === undefined ? short : `${short}e${exponent.replace("+", "")}`;
};

/** A number with so many significant digits, as short as that can be said. */
export const withDigits = (value: number, digits: number): string =>
  Number.isFinite(value) ? trimmed(value.toPrecision(digits)) : value > 0 ? "infinite" : String(value);

/**
 * As many digits of a number between two bounds as are certain: the longest decimal to which both are rounded; undefined where not even
 * one digit is.
 */
export function certainDigits(low: number, high: number): string | undefined {
  if (low === high)
    return withDigits(low, MOST_DIGITS - 1) === String(low) ? String(low) : withDigits(low, MOST_DIGITS);
  for (let digits = MOST_DIGITS; digits >= 1; digits--)
    if (low.toPrecision(digits) === high.toPrecision(digits)) return withDigits(low, digits);
  return undefined;
}

/** Two bounds with as many digits as show where they part, rounded away from what lies between. */
export function boundsText(low: number, high: number): string {
  if (low === high) return withDigits(low, MOST_DIGITS);
  for (let digits = 2; digits < MOST_DIGITS; digits++) {
    const [below, above] = [outward(low, digits, -1), outward(high, digits, 1)];
    if (Number(above) - Number(below) <= 2 * (high - low)) return `${below} and ${above}`;
  }
  return `${withDigits(low, MOST_DIGITS)} and ${withDigits(high, MOST_DIGITS)}`;
}

/** A number rounded down or up to so many digits. */
function outward(value: number, digits: number, side: -1 | 1): string {
  const text = value.toPrecision(digits);
  if (side * (Number(text) - value) >= 0 || !Number.isFinite(value)) return withDigits(value, digits);
  const [, exponent = "0"] = value.toExponential(digits - 1).split("e");
  const step = Number(`${side}e${Number(exponent) - digits + 1}`);
  return withDigits(Number(text) + step, digits);
}
