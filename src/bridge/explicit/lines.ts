import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { caseError, InnateError, messageOf, show } from "../../core/errors.ts";

/** Called now and then with the bytes of a file that have been read, of all that it has; what it throws ends the reading. */
export type OnBytes = (done: number, of: number) => void;

/** A text file, line by line: it is never held as a whole. */
export interface Lines {
  /** what messages call the file */
  readonly name: string;
  /** the number of the line read last, from 1 */
  readonly number: number;
  /** The next line without its end; undefined after the last one. */
  next(): string | undefined;
  close(): void;
}

const CHUNK = 2 ** 20;

/**
 * The lines of a file.
 *
 * @param name - what messages call it
 * @throws InnateError `usage` if it cannot be read
 */
function openLines(file: string, name: string, onBytes: OnBytes = () => {}): Lines {
  const attempt = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw new InnateError("usage", `${name}: it cannot be read: ${messageOf(error)}`, { cause: error });
    }
  };
  const descriptor = attempt(() => openSync(file, "r"));
  const size = fstatSync(descriptor).size;
  const buffer = Buffer.allocUnsafe(CHUNK);
  const decoder = new StringDecoder("utf8");
  let [text, at, done, number] = ["", 0, 0, 0];
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  const more = (): boolean => {
    const bytes = isOpen ? attempt(() => readSync(descriptor, buffer)) : 0;
    done += bytes;
    if (bytes === 0) close();
    else onBytes(done, size);
    text = text.slice(at) + (bytes === 0 ? decoder.end() : decoder.write(buffer.subarray(0, bytes)));
    at = 0;
    return bytes > 0;
  };
  return {
    name,
    get number() {
      return number;
    },
    next() {
      let end = text.indexOf("\n", at);
      while (end < 0 && more()) end = text.indexOf("\n");
      if (end < 0 && at === text.length) return undefined;
      const last = end < 0 ? text.length : end;
      const line = text.slice(at, text.charCodeAt(last - 1) === 13 && last > at ? last - 1 : last);
      at = end < 0 ? text.length : end + 1;
      number++;
      return line;
    },
    close,
  };
}

/** What a function makes of the lines of a file, which is closed whatever happens. */
export function withLines<T>(file: string, name: string, onBytes: OnBytes | undefined, read: (lines: Lines) => T): T {
  const lines = openLines(file, name, onBytes);
  try {
    return read(lines);
  } finally {
    lines.close();
  }
}

/** The words of a line, between blanks. */
export const wordsOf = (line: string): readonly string[] => line.match(/\S+/g) ?? [];

/** The column, from 1, of a word of a line. */
export function columnOf(line: string, word: number): number {
  const found = [...line.matchAll(/\S+/g)][word];
  return (found?.index ?? line.length) + 1;
}

/**
 * The error for the line read last, "model.tra:3:5: …"; before the first line, "model.tra: …".
 *
 * @param column - from 1
 */
export const misread = ({ name, number }: Lines, message: string, column?: number): InnateError =>
  misreadAt(name, number, message, column);
export const misreadAt = (name: string, line: number, message: string, column?: number): InnateError =>
  caseError(`${name}${line === 0 ? "" : `:${line}`}${column === undefined ? "" : `:${column}`}: ${message}`);

/** The whole number that a word writes, without a sign; NaN where it writes none. */
export function wholeOf(word: string): number {
  if (word.length === 0 || word.length > 15) return Number.NaN;
  let value = 0;
  for (let k = 0; k < word.length; k++) {
    const digit = word.charCodeAt(k) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = 10 * value + digit;
  }
  return value;
}

/** Most states of a model that is read. */
export const MOST_STATES = 2 ** 27;

/**
 * The whole number below a bound that a word of a line writes.
 *
 * @param what - what it counts, for the error: "state"
 * @param below - the bound
 */
export function indexIn(lines: Lines, line: string, word: number, text: string, what: string, below: number): number {
  const value = wholeOf(text);
  if (value < below) return value;
  const expected = below === 0 ? "none, as there are none" : `a ${what} from 0 to ${below - 1}`;
  throw misread(lines, `expected ${expected}, got ${show(text)}`, columnOf(line, word));
}
