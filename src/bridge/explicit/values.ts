import { type InnateError, show } from "../../core/errors.ts";
import { divide, parseDecimal, type Rational } from "../../core/rational.ts";
import { createTable } from "../../exact/coded.ts";
import { columnOf, type Lines, misread } from "./lines.ts";

/** Largest power of ten of a number that is read: beyond the range of doubles nothing was meant. */
const MOST_EXPONENT = 400;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The rational that a decimal writes, .5 and 5. included; undefined where the text is none. */
function decimal(text: string): Rational | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (whole === "" && fraction === "") return undefined;
  if (Math.abs(Number(exponent)) > MOST_EXPONENT) return undefined;
  return parseDecimal(`${sign === "-" ? "-" : ""}${whole || "0"}.${fraction || "0"}e${exponent}`);
}

/** The rational that a number or a fraction of numbers writes: 0.5, 5.6e-6, 1/3; undefined where the text is none. */
function rationalOf(text: string): Rational | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return decimal(text);
  const [above, below] = [decimal(text.slice(0, slash)), decimal(text.slice(slash + 1))];
  return above === undefined || below === undefined || below.numerator === 0n ? undefined : divide(above, below);
}

/** Numbers as codes of a table: each text is read once. */
export interface Values {
  /** shape [codes]; the exact numbers */
  readonly exact: readonly Rational[];
  /** The code of the number that a text writes; undefined where it writes none. */
  read(text: string): number | undefined;
  /** The code of a number. */
  code(value: Rational): number;
}

/** No numbers yet but the given ones, which have the first codes. */
export function createValues(first: readonly Rational[] = []): Values {
  const table = createTable(first);
  const known = new Map<string, number>();
  return {
    exact: table.exact,
    code: (value) => table.code(value),
    read(text) {
      const found = known.get(text);
      if (found !== undefined) return found;
      const value = rationalOf(text);
      if (value === undefined) return undefined;
      const code = table.code(value);
      known.set(text, code);
      return code;
    },
  };
}

/** Numbers for names, in the order in which these are first met. */
export function createIndex() {
  const numbers = new Map<string, number>();
  return {
    of(name: string): number {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    },
    names: (): readonly string[] => [...numbers.keys()],
  };
}

/** The error for a text that writes no number. */
export function noNumber(lines: Lines, text: string, column: number): InnateError {
  const interval = text.startsWith("[") ? "; models with intervals are not read" : "";
  return misread(lines, `expected a number such as 0.5, 5.6e-6 or 1/3, got ${show(text)}${interval}`, column);
}

/** The code of the number that a word of a line writes. */
export function valueIn(lines: Lines, line: string, word: number, text: string, values: Values): number {
  const code = values.read(text);
  if (code === undefined) throw noNumber(lines, text, columnOf(line, word));
  return code;
}
