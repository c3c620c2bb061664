/** The text of a block without the blocks, calls and lists inside it. */
function flat(text: string): string {
  let before = text;
  for (;;) {
    const after = before.replace(/\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]/g, "");
    if (after === before) return after;
    before = after;
  }
}

/** The text up to the brace that closes what is open at its start. */
function block(text: string): string {
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    if (text[k] === "{") depth++;
    if (text[k] === "}" && depth-- === 0) return text.slice(0, k);
  }
  return "";
}

/** The names of the drives that a case file's text gives to defineCase; a guess, made without running the file. */
export function drivesIn(text: string): readonly string[] {
  const [, ...rest] = text.split(/\bdrives\s*:\s*\{/);
  return rest.flatMap((after) =>
    flat(block(after))
      .split(",")
      .map((entry) =>
        entry
          .split(":")[0]!
          .trim()
          .replace(/^["'](.*)["']$/, "$1"),
      )
      .filter((name) => /^[\w$-]+$/.test(name)),
  );
}
