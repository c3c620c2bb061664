import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { InnateError, messageOf } from "../core/errors.ts";

/** Why a file could not be read or written, in words, with what to do about it. */
function trouble(file: string, error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  const folder = dirname(resolve(file));
  if (code === "ENOENT" && !existsSync(folder)) return `there is no folder ${dirname(file)}; make it first`;
  if (code === "ENOENT") return "there is no such file";
  if (code === "ENOTDIR") return `${dirname(file)} is not a folder`;
  if (code === "EEXIST") return "there is such a file already; name another";
  if (code === "EISDIR") return "it is a folder; name a file";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "the system does not permit it";
  if (code === "ENOSPC") return "there is no room left on the disk";
  return messageOf(error);
}

/**
 * Refuses a file that could not be written, before the work whose result it is for.
 *
 * @param owner - what names the file, for the error: "--html report.html"
 * @throws InnateError `usage`
 */
export function checkWritable(file: string, owner: string): void {
  const folder = statSync(dirname(resolve(file)), { throwIfNoEntry: false });
  if (folder === undefined)
    throw new InnateError("usage", `${owner}: there is no folder ${dirname(file)}; make it first`);
  if (!folder.isDirectory()) throw new InnateError("usage", `${owner}: ${dirname(file)} is not a folder`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new InnateError("usage", `${owner}: it is a folder; name a file`);
}

/** The error for a file that could not be opened or written. */
export const refused = (file: string, error: unknown, owner: string): InnateError =>
  new InnateError("usage", `${owner}: ${trouble(file, error)}`);

/** @throws InnateError `usage` where it cannot be written */
export function writeText(file: string, text: string, owner: string, options: { readonly flag?: "wx" } = {}): void {
  try {
    writeFileSync(file, text, options);
  } catch (error) {
    throw refused(file, error, owner);
  }
}

/**
 * Puts a text in the place of a file's; whatever happens on the way, the file has the one or the other, whole.
 *
 * @throws InnateError `usage` where it cannot be written
 */
export function replaceText(file: string, text: string, owner: string): void {
  const beside = `${file}.${process.pid}.new`;
  try {
    const descriptor = openSync(beside, "w");
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw refused(file, error, owner);
  }
}

/**
 * The text of a file, or of standard input for "-".
 *
 * @param hint - what to do where there is no such file
 * @throws InnateError `usage` where it cannot be read
 */
export function readText(file: string, hint: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const missing = file !== "-" && !existsSync(file);
    throw new InnateError("usage", missing ? `no file ${file}; ${hint}` : `${file}: ${trouble(file, error)}`);
  }
}
