import { RESERVED, type Token, tokensOf } from "./lexer.ts";
import { problem, type Source } from "./source.ts";
import type { Place } from "./syntax.ts";

/** A text that is read word by word. */
export interface Cursor {
  readonly source: Source;
  /** The word that comes `ahead` words after the next one. */
  peek(ahead?: number): Token;
  next(): Token;
  /** What was read since a word, as written. */
  since(first: Token): string;
  /** Whether the next word is one of these keywords or symbols. */
  at(...texts: readonly string[]): boolean;
  /** Reads the next word if it is this keyword or symbol. */
  take(text: string): boolean;
  /**
   * Reads this keyword or symbol.
   *
   * @param where - what it belongs to: "after the guard"
   */
  expect(text: string, where: string): Token;
  /** Reads a name that is no reserved word; `what` it names: "a variable". */
  name(what: string): Token;
  /** Throws that something else was expected than the next word; `hint` ends the message. */
  fail(expected: string, hint?: string): never;
  /** Throws that what stands here is not read, and what is in its place. */
  unsupported(at: Place, construct: string, instead: string): never;
}

/** A word as it stands in an error. */
const shown = ({ kind, text }: Token): string =>
  kind === "end" ? "the end of the text" : kind === "string" ? `the name "${text}" in quotes` : `"${text}"`;

/** Reads a text from its beginning. */
export function cursorOf(source: Source): Cursor {
  const tokens = tokensOf(source);
  let position = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(position + ahead, tokens.length - 1)]!;
  const isText = (token: Token, text: string): boolean =>
    token.text === text && (token.kind === "symbol" || token.kind === "name");
  const next = (): Token => {
    const token = peek();
    position++;
    return token;
  };
  const fail = (expected: string, hint = ""): never => {
    throw problem(source, peek().at, `expected ${expected}, got ${shown(peek())}${hint}`);
  };
  return {
    source,
    peek,
    next,
    since: ({ start }) => source.text.slice(start, tokens[position - 1]?.end ?? start),
    at: (...texts) => texts.some((text) => isText(peek(), text)),
    take(text) {
      if (!isText(peek(), text)) return false;
      position++;
      return true;
    },
    expect(text, where) {
      return isText(peek(), text) ? next() : fail(`"${text}" ${where}`);
    },
    name(what) {
      const token = peek();
      if (token.kind !== "name") return fail(`the name of ${what}`);
      if (RESERVED.has(token.text))
        throw problem(source, token.at, `expected the name of ${what}, but "${token.text}" is a reserved word`);
      return next();
    },
    fail,
    unsupported(at, construct, instead) {
      throw problem(source, at, `${construct} is not supported; ${instead}`);
    },
  };
}
