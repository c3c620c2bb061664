import type { Quantity } from "../audit/report.ts";

/** Significant digits of a number that is not shown exactly. */
const DIGITS = 4;

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

const signed = (value: number, digits: string): string => (value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits);

/** How a number that is not finite is said in words; undefined for one that is. */
export function inWords(value: number): string | undefined {
  if (Number.isNaN(value)) return "unknown";
  if (value === Infinity) return "unbounded";
  return value === -Infinity ? "unbounded below" : undefined;
}

/** A number as short as it can be said: all of a whole number or a short decimal, else four significant digits. */
export function formatNumber(value: number, digits = DIGITS): string {
  const words = inWords(value);
  if (words !== undefined) return words;
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e15)) {
    const [mantissa = "0", exponent = "0"] = magnitude.toExponential(digits - 1).split("e");
    const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
    return signed(value, `${short}e${exponent.replace("+", "")}`);
  }
  const written = String(magnitude);
  const whole = Number.isInteger(magnitude) || written.replace(/^0\.0*|\./g, "").length <= digits + 2;
  const [integer = "0", fraction] = (whole ? written : rounded(magnitude, digits)).split(".");
  return signed(value, fraction === undefined ? grouped(integer) : `${grouped(integer)}.${fraction}`);
}

/** The magnitude with the given significant digits, but never fewer than its whole part has. */
function rounded(magnitude: number, digits: number): string {
  const whole = Math.max(1, String(Math.trunc(magnitude)).length);
  const fixed = magnitude >= 1 ? magnitude.toFixed(Math.max(0, digits - whole)) : magnitude.toPrecision(digits);
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
}

/** A number with its sign always shown: "+2", "−1", "0". */
export const formatSigned = (value: number): string =>
  value > 0 && Number.isFinite(value) ? `+${formatNumber(value)}` : formatNumber(value);

/** A probability as a percentage to two decimals, or as many as it takes to be neither 0% nor 100% where it is not that. */
export function formatPercent(probability: number): string {
  if (Number.isNaN(probability)) return "unknown";
  if (probability === 0) return "0%";
  if (probability === 1) return "100%";
  if (probability < 0) return `−${formatPercent(-probability)}`;
  const percent = 100 * probability;
  if (percent < 0.0001) return `${formatNumber(probability, 2)}`;
  if (percent > 100.0001) return `${formatNumber(percent)}%`;
  if (percent > 99.9999) return "over 99.9999%";
  if (percent >= 0.01 && percent <= 99.99) return `${Number(percent.toFixed(2))}%`;
  const short = [4, 5, 6, 7].map((digits) => Number(percent.toPrecision(digits))).find((rounded) => rounded < 100);
  return `${short ?? 100}%`;
}

/** Whether the bounds of a quantity are so far apart that they have to be shown. */
const uncertain = ({ value, low, high }: Quantity): boolean =>
  Number.isFinite(high - low) && high - low > 1e-6 * Math.max(1e-6, Math.abs(value));

const FRACTION = /^-?\d{1,3}\/\d{1,3}$/;

/** Whether a figure of this name is a probability, and so is shown as a percentage. */
export const isProbability = (measure: string): boolean => /^(probability|chance|share)\b/i.test(measure);

/**
 * A quantity in words of its measure: "44", "0.2944", "13/120 (0.1083)", "12.5%", "3.1 ± 0.2", "16.4 to 19.5"
 * where it is known at one end only, "unbounded".
 *
 * @param measure - what the quantity is; a probability is shown as a percentage
 */
export function formatQuantity(quantity: Quantity, measure = ""): string {
  const { value, low, high, exact } = quantity;
  if (isProbability(measure)) {
    if (exact === undefined && uncertain(quantity)) return `${formatPercent(low)} to ${formatPercent(high)}`;
    return formatPercent(value);
  }
  const words = inWords(value);
  if (words !== undefined) return words;
  if (exact === undefined && uncertain(quantity) && (value === low || value === high))
    return `${formatNumber(low)} to ${formatNumber(high)}`;
  if (exact === undefined && uncertain(quantity))
    return `${formatNumber(value)} ± ${formatNumber(Math.max(high - value, value - low), 2)}`;
  const decimal = formatNumber(value);
  if (exact === undefined || !FRACTION.test(exact) || Number(decimal.replace("−", "-")) === value) return decimal;
  return `${exact.replace("-", "−")} (${decimal})`;
}

/** A multiple of a weight: "×0.5", "×1/3". */
export function formatMultiple(quantity: Quantity): string {
  const { value, exact } = quantity;
  return exact !== undefined && FRACTION.test(exact) && String(value).length > 6
    ? `×${exact.replace("-", "−")}`
    : `×${formatNumber(value)}`;
}

/** A count with its noun: "1 state", "12 states". */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${formatNumber(number)} ${number === 1 ? noun : plural}`;
