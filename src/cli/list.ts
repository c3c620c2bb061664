import { readFileSync } from "node:fs";
import { CASES } from "../cases/index.ts";
import { STATUS, type Status } from "./status.ts";
import { print } from "./terminal.ts";

/** The first paragraph of the header of a case's world: "Boat race: a ring of eight cells, four of them arrow tiles." */
function summaryOf(id: string): string {
  try {
    const text = readFileSync(new URL(`../../src/cases/${id}.ts`, import.meta.url), "utf8");
    const paragraphs = [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, comment = ""]) =>
      (
        comment
          .replace(/^\s*\* ?/gm, "")
          .trim()
          .split(/\n\s*\n/)[0] ?? ""
      ).replace(/\s+/g, " "),
    );
    const [word = ""] = id.split("-");
    const titled = paragraphs.find(
      (paragraph) => paragraph.toLowerCase().startsWith(word) && /^[^.:]{1,40}: /.test(paragraph),
    );
    return titled ?? paragraphs[0] ?? "";
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
