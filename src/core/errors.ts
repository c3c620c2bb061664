/**
 * Who is at fault when Innate cannot give an answer:
 * `case`: the world, drive or intent is unsound; `undecided`: a limit was reached, or the question has no exact answer;
 * `usage`: the request itself is wrong.
 */
export type Fault = "case" | "undecided" | "usage";

/** An error that a user can act on, as opposed to a fault of Innate's own. */
export class InnateError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InnateError";
    this.fault = fault;
  }
}

/** The error for a case that is unsound: the world, drive or intent named first, then what was expected and what came. */
export const caseError = (message: string, options?: ErrorOptions): InnateError =>
  new InnateError("case", message, options);

const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
};

/** The known names, those most like the given one first. */
export const nearest = (name: string, known: readonly string[]): readonly string[] =>
  [...known]
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);

/** " (did you mean "x"?)" where a known name is close to the given one, and "" otherwise. */
export function didYouMean(name: string, known: readonly string[]): string {
  const [best] = nearest(name, known);
  if (best === undefined || editDistance(name.toLowerCase(), best.toLowerCase()) > Math.max(2, name.length / 2))
    return "";
  return ` (did you mean "${best}"?)`;
}

/**
 * Refuses keys that nothing reads, which are most often misspelt ones.
 *
 * @param owner - who was given the keys, for the error: `vault: defineWorld`
 * @throws if a key is not one of the known ones
 */
export function onlyKeys(given: object, known: readonly string[], owner: string): void {
  const extra = Object.keys(given).find((key) => !known.includes(key));
  if (extra === undefined) return;
  const takes = known.length === 1 ? known[0] : `${known.slice(0, -1).join(", ")} and ${known.at(-1)}`;
  throw caseError(`${owner}: "${extra}" is not known${didYouMean(extra, known)}; expected only ${takes}`);
}

/** A value as it would be written in code, shortened to fit into one line of an error. */
export function show(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint" || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a promise (remove async)";
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const parts = Object.entries(value).map(([key, item]) => `${key}: ${show(item)}`);
    return shorten(`{${parts.join(", ")}}`);
  }
  return shorten(Array.isArray(value) ? `[${value.map(show).join(", ")}]` : (JSON.stringify(value) ?? String(value)));
}
const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}…` : text);

/** What a thrown value says, with the place in the user's code where the stack names one. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : `threw ${show(thrown)}`;
