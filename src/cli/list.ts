import { readFileSync } from "node:fs";
import { CASES } from "../cases/index.ts";
import { STATUS, type Status } from "./status.ts";
import { print } from "./terminal.ts";

/** The first paragraph of a case's header: "Boat race: a ring of eight cells, four of them arrow tiles." */
function summaryOf(id: string): string {
  try {
    const text = readFileSync(new URL(`../../src/cases/${id}.ts`, import.meta.url), "utf8");
    const header = /\/\*\*\s*\n((?: \*.*\n)*?) \*\s*(?:\n|\/)/.exec(text)?.[1] ?? "";
    return header
      .replace(/^ \* ?/gm, "")
      .replace(/\s+/g, " ")
      .trim();
  } catch {
    return "";
  }
}

/** Prints the library's cases, one a line; returns the exit status. */
export function listCommand({ json = false }: { readonly json?: boolean }): Status {
  const cases = Object.keys(CASES).map((id) => ({ id, summary: summaryOf(id) }));
  const width = Math.max(0, ...cases.map(({ id }) => id.length));
  print(
    json
      ? `${JSON.stringify({ schemaVersion: 1, cases })}\n`
      : `${cases.map(({ id, summary }) => `${id.padEnd(width)}  ${summary}`.trimEnd()).join("\n")}\n`,
  );
  return STATUS.clean;
}
