/**
 * Syntax errors of users' files as they cross from the thread that loads modules, which keeps of an error little more than its
 * message: the message carries the place as JSON behind a mark.
 */

export interface SyntaxPlace {
  readonly file: string;
  /** 1-based */
  readonly line: number;
  /** 1-based */
  readonly column: number;
  readonly message: string;
}

const MARK = "innate syntax error: ";

const text = (value: unknown, key: string): string => {
  const item: unknown = value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined;
  return item === undefined ? "" : String(item);
};

/** The first sentence of a parser's message, its long list of what it would have taken cut off. */
const brief = (message: string): string => {
  const expected = message.split(". Expected ");
  return expected.length === 2 && expected[1]!.length > 60 ? expected[0]! : message;
};

/** The error to throw from a module hook for what the TypeScript parser threw. */
export function syntaxError(file: string, thrown: unknown): SyntaxError {
  const line = Number(text(thrown, "startLine")) || 1;
  const column = (Number(text(thrown, "startColumn")) || 0) + 1;
  const place: SyntaxPlace = { file, line, column, message: brief(text(thrown, "message") || String(thrown)) };
  return new SyntaxError(MARK + JSON.stringify(place));
}

/** The place that a thrown syntax error names; undefined where it is another error. */
export function syntaxPlace(thrown: unknown): SyntaxPlace | undefined {
  const message = text(thrown, "message");
  const at = message.indexOf(MARK);
  if (at < 0) return undefined;
  const place: SyntaxPlace = JSON.parse(message.slice(at + MARK.length));
  return place;
}
