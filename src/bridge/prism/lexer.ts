import { problem, type Source } from "./source.ts";
import type { Place } from "./syntax.ts";

/** One word of a text; its kind "end" is after the last. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "symbol" | "end";
  /** as written; of a string what stands between the quotes */
  readonly text: string;
  readonly at: Place;
  /** characters of the text before it, and to its end */
  readonly start: number;
  readonly end: number;
}

/** Words that cannot be names; the single letters are operators of properties. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    "A bool clock const ctmc C double dtmc E endinit endinvariant endmodule endobservables endrewards endsystem false " +
    "formula filter func F global G init invariant I int label max mdp min module X nondeterministic observable " +
    "observables of Pmax Pmin P pomdp popta probabilistic prob pta rate rewards Rmax Rmin R S stochastic system true U W"
  ).split(" "),
);

const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const WORDS: readonly (readonly [Exclude<Token["kind"], "end">, RegExp])[] = [
  ["name", /[A-Za-z_]\w*/y],
  ["number", /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["string", /"[^"\n]*"/y],
  // "<-" is not one of them, so that x<-1 is a comparison; "==" and "&&" are, so that their error can say what to write.
  ["symbol", /<=>|\.\.|=>|<=|>=|!=|->|\|\|\||\|\||==|&&|[-+*/<>=!&|?:;,.'()[\]{}#^]/y],
];

/**
 * The words of a text, without blanks and comments.
 *
 * @throws InnateError at a character that begins no word
 */
export function tokensOf(source: Source): readonly Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let offset = 0;
  const here = (): Place => ({ line, column: offset - lineStart + 1 });
  const skip = (length: number): void => {
    for (const end = offset + length; offset < end; offset++)
      if (text[offset] === "\n") {
        line++;
        lineStart = offset + 1;
      }
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0];
  };
  const word = (): Token | undefined => {
    for (const [kind, pattern] of WORDS) {
      const found = match(pattern);
      if (found === undefined) continue;
      const [start, end] = [offset, offset + found.length];
      const token = { kind, text: kind === "string" ? found.slice(1, -1) : found, at: here(), start, end };
      skip(found.length);
      return token;
    }
    return undefined;
  };
  for (;;) {
    skip(match(BLANK)?.length ?? 0);
    if (offset === text.length) break;
    const token = word();
    if (token === undefined) {
      const character = String.fromCodePoint(text.codePointAt(offset)!);
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
      const shown = /\p{C}/u.test(character) ? `the character U+${code}` : `"${character}"`;
      const cause =
        character === '"' ? "this quotation mark is not closed on its line" : `${shown} begins nothing here`;
      throw problem(source, here(), cause);
    }
    tokens.push(token);
  }
  tokens.push({ kind: "end", text: "", at: here(), start: offset, end: offset });
  return tokens;
}
