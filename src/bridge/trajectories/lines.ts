import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { InnateError, messageOf } from "../../core/errors.ts";

/** Bytes that are read at once. */
const CHUNK = 1 << 20;
/** Most bytes that a compressed file may hold. */
const MOST_BYTES = 2 ** 31 - 1;
const NEWLINE = 10;

const codeOf = (error: unknown): unknown => (error instanceof Error ? Reflect.get(error, "code") : undefined);

/** What a compressed file holds, as far as it goes, and whether it goes to its end. */
function unzipped(bytes: Buffer, origin: string): { readonly bytes: Buffer; readonly isWhole: boolean } {
  const options = { maxOutputLength: MOST_BYTES };
  try {
    return { bytes: gunzipSync(bytes, options), isWhole: true };
  } catch (error) {
    if (codeOf(error) === "Z_BUF_ERROR")
      return { bytes: gunzipSync(bytes, { ...options, finishFlush: constants.Z_SYNC_FLUSH }), isWhole: false };
    throw new InnateError("usage", `${origin}: expected what gzip compressed: ${messageOf(error)}`);
  }
}

/** @param isFile - whether it is read from its start, and not, as a pipe, from where it stands */
function* chunksOf(descriptor: number, isFile: boolean): Generator<Buffer, boolean> {
  for (let at = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const size = readSync(descriptor, chunk, 0, CHUNK, isFile ? at : null);
    if (size === 0) return true;
    at += size;
    yield chunk.subarray(0, size);
  }
}

function* unzippedChunks(file: string, origin: string): Generator<Buffer, boolean> {
  const { bytes, isWhole } = unzipped(readFileSync(file), origin);
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
  return isWhole;
}

/**
 * The lines of a text that comes in chunks, without their ends, the last one perhaps unfinished. What the generator returns is whether
 * it ends as it should.
 */
function* split(chunks: Generator<Buffer, boolean>): Generator<string, boolean> {
  let parts: Buffer[] = [];
  for (;;) {
    const next = chunks.next();
    if (next.done === true) {
      if (parts.length > 0) yield Buffer.concat(parts).toString("utf8");
      return next.value;
    }
    let at = 0;
    for (let end = next.value.indexOf(NEWLINE); end >= 0; end = next.value.indexOf(NEWLINE, at)) {
      parts.push(next.value.subarray(at, end));
      yield Buffer.concat(parts).toString("utf8");
      parts = [];
      at = end + 1;
    }
    if (at < next.value.length) parts.push(next.value.subarray(at));
  }
}

/**
 * The lines of a file, or of an open one by its descriptor; one whose name ends in .gz is decompressed, and gives what it has where its
 * end is missing. What the generator returns is whether the file goes to its end.
 *
 * @throws InnateError `usage` if it cannot be read
 */
export function* linesOf(file: string | number, origin: string): Generator<string, boolean> {
  if (typeof file === "number") return yield* split(chunksOf(file, true));
  try {
    if (file.endsWith(".gz")) return yield* split(unzippedChunks(file, origin));
    const descriptor = openSync(file, "r");
    try {
      return yield* split(chunksOf(descriptor, false));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") throw new InnateError("usage", `no file ${origin}`);
    if (code === "EISDIR") throw new InnateError("usage", `${origin} is a folder; expected a file of trajectories`);
    if (code === "EACCES") throw new InnateError("usage", `${origin}: the system does not permit it to be read`);
    throw error;
  }
}
