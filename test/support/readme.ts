import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cli.ts";

/** The text of README.md. */
export const text = readFileSync(join(root, "README.md"), "utf8");

/** The blocks of README.md in one language, in their order. */
export const blocks = (language: string): readonly string[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, tag, block = ""]) =>
    tag === language ? [block] : [],
  );

/** The complete case that README.md shows. */
export const readmeCase = blocks("ts")[0] ?? "";
