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
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("Expected a number above 0 and at most 1.");
  return value;
}

/** A list with one more whole number of at least 1. */
export const wholes = (text: string, before: readonly number[]): readonly number[] => [...before, whole(text)];

/** A list with one more value, for options that may be repeated. */
export const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

type Pairs = Readonly<Record<string, string>>;
/** Pairs with one more, typed with "=" between. */
const pair =
  (expected: string) =>
  (text: string, before: Pairs): Pairs => {
    const at = text.indexOf("=");
    if (at < 1) throw new InvalidArgumentError(`Expected ${expected}.`);
    return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
  };
/** Settings with one more `name=value`. */
export const setting = pair("name=value");
/** Settings with more of them: PRISM writes several constants as one, `N=16,MAX=2`. A comma of a value, as in `max(1,2)`, stays there. */
export const settings = (text: string, before: Pairs): Pairs =>
  text.split(/,(?=\s*[A-Za-z_]\w*\s*=)/).reduce((all, one) => setting(one, all), before);
/** Other minds with one more `field=mind` or `field=mind/drive`. */
export const other = pair("field=mind or field=mind/drive");
