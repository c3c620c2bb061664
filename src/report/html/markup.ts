/** HTML that is safe to stand in a page: everything that came from a user has been escaped. */
export interface Markup {
  readonly html: string;
}
type Part = Markup | string | number | undefined | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text with every character that means something in HTML, or that HTML cannot hold, replaced. */
export const escapeText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that HTML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

const put = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(put).join("");
};

/** A template's own text without its line breaks and the indentation after them. */
const joined = (text: string): string => (text.includes("\n") ? text.replace(/\n\s*/g, "") : text);

/**
 * Markup from a template: markup in it stays as it is, text is escaped, lists are joined, and lines of the template are joined
 * without a space.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  html: strings.map((text, k) => joined(text) + put(parts[k])).join(""),
});

/** Text that this package wrote itself and that is not escaped: the style, the script. */
export const raw = (text: string): Markup => ({ html: text });

/** Data for the script: JSON in which nothing can end the element that it stands in. */
export const dataIsland = (value: unknown): Markup =>
  raw(
    JSON.stringify(value)
      .replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
      .replace(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`),
  );

/** A coordinate in an SVG, to a hundredth of a unit. */
export const at = (value: number): string => String(Math.round(value * 100) / 100);
