import { InvalidArgumentError } from "commander";

/** A number above 0 from the command line. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError("Expected a number above 0.");
  return value;
}

/** A whole number of at least 1 from the command line. */
export function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("Expected a whole number of at least 1.");
  return value;
}

/** A whole number of at least 0 from the command line. */
export function seed(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("Expected a whole number of at least 0.");
  return value;
}

/** A discount in (0, 1]. */
export function discount(text: string): number {
  const value = positive(text);
  if (value > 1) throw new InvalidArgumentError("Expected a number above 0 and at most 1.");
  return value;
}

/** A list with one more whole number of at least 1. */
export const wholes = (text: string, before: readonly number[]): readonly number[] => [...before, whole(text)];

/** A list with one more value, for options that may be repeated. */
export const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** Settings with one more `name=value`. */
export function setting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Expected name=value.");
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
