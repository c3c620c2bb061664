/* What the measurements of minds share: words of the command line, and figures in tables. */

/** Ends with what is wrong with the command line. */
export function refuse(message) {
  console.error(message);
  process.exit(2);
}

/** The names in a list with commas; all that are known where none is given. */
export function chosen(text, known, what) {
  const names = text?.split(",") ?? known;
  const odd = names.find((name) => !known.includes(name));
  if (odd !== undefined) refuse(`no ${what} is named "${odd}"; expected some of ${known.join(", ")}`);
  return names;
}

/** A whole number of the command line. */
export function whole(text, what, least = 1) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    refuse(`${what} ${text}: expected a whole number, at least ${least}`);
  return number;
}

/** Shows on a terminal what is being measured, in place of what was shown before. */
export const status = (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);

/** A list from the least to the greatest. */
export const sorted = (values) => [...values].sort((a, b) => a - b);
/** The middle of a list; the lower one where there are two. */
export const median = (values) => sorted(values)[(values.length - 1) >> 1];

const two = (value) => value.toFixed(2);
/** A figure with its interval: "0.93 [0.90, 0.96]". */
export const withInterval = ({ value, low, high }) => `${two(value)} [${two(low)}, ${two(high)}]`;

/** Prints a row of a table whose columns have the given widths; the first `names` of them are flush left. */
export const printRow = (cells, widths, names) =>
  console.log(
    cells
      .map((cell, k) => (k < names ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join("")
      .trimEnd(),
  );
