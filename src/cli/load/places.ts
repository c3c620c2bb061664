import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** URL of the running package's folder, with a slash at the end. */
export const PACKAGE_URL = new URL("../../../", import.meta.url).href;
const OURS = ["dist/", "src/", "node_modules/"].map((folder) => PACKAGE_URL + folder);

/** Whether a script is part of the package, of what it needs, or of Node. */
export const isOurs = (url: string): boolean =>
  !url.startsWith("file:") || OURS.some((prefix) => url.startsWith(prefix)) || url.includes("/node_modules/");

/** A file's path as reports write it: relative to the working directory. */
export const shortPath = (file: string, cwd = process.cwd()): string => {
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  return relative(cwd, path).replaceAll("\\", "/") || path;
};

export interface Frame {
  readonly url: string;
  /** 1-based */
  readonly line: number;
  readonly column: number;
  /** the name of the function, where it has one */
  readonly call?: string;
}

/** The frames of a stack that stand in a file. */
export const framesOf = (stack: string): readonly Frame[] =>
  stack.split("\n").flatMap((row) => {
    const match = /^\s+at (?:(?:async )?(.*?) \()?((?:file:|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/.exec(row);
    if (match === null) return [];
    const [, call, file, line, column] = match;
    const url = file!.startsWith("file:") ? file! : pathToFileURL(file!).href;
    return [{ url, line: Number(line), column: Number(column), ...(call === undefined ? {} : { call }) }];
  });

/** The innermost frame of a thrown value that stands in a user's file; undefined where none does. */
export function userFrame(thrown: unknown): Frame | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const frame = framesOf(error.stack ?? "").find(({ url }) => !isOurs(url));
    if (frame !== undefined) return frame;
  }
  return undefined;
}

/** Whether a thrown value was thrown by a user's code rather than by the package while it served that code. */
export function thrownByUser(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return true;
  const [first] = framesOf(thrown.stack ?? "").filter(({ url }) => !url.startsWith("node:"));
  return first !== undefined && !isOurs(first.url);
}

/** A line of a file without the spaces around it; "" where it cannot be read. */
export function lineText(url: string, line: number): string {
  try {
    return readFileSync(fileURLToPath(url), "utf8").split(/\r?\n/)[line - 1]?.trim() ?? "";
  } catch {
    return "";
  }
}

/** "    at mine.ts:14:7   return next.gold", for the end of an error. */
export const showFrame = ({ url, line, column }: Frame): string =>
  `    at ${shortPath(url)}:${line}:${column}   ${lineText(url, line)}`;
