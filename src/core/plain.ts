import { InnateError } from "./errors.ts";
import type { Plain } from "./mind.ts";

/** What JSON cannot hold is written as a record of one key that begins with this; a key of the data that does is given one more. */
const MARK = "$";
const ARRAYS = { f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
const BYTES = 0x8000;

type Written = null | boolean | number | string | readonly Written[] | { readonly [key: string]: Written };

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES)
    parts.push(String.fromCharCode(...bytes.subarray(at, Math.min(bytes.length, at + BYTES))));
  return btoa(parts.join(""));
}

function toBytes(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let k = 0; k < binary.length; k++) bytes[k] = binary.charCodeAt(k);
  return bytes;
}

const bytesOf = (array: Float64Array | Int32Array | Uint8Array): string =>
  base64(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));

function write(value: Plain): Written {
  if (value === undefined) return { [MARK]: "undefined" };
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [MARK]: Object.is(value, -0) ? "-0" : String(value) };
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Float64Array) return { [`${MARK}f64`]: bytesOf(value) };
  if (value instanceof Int32Array) return { [`${MARK}i32`]: bytesOf(value) };
  if (value instanceof Uint8Array) return { [`${MARK}u8`]: bytesOf(value) };
  if (isList(value)) return value.map(write);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.startsWith(MARK) ? MARK + key : key, write(item)]),
  );
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

function special(key: string, written: unknown): Plain {
  if (typeof written !== "string") return bad();
  if (key === MARK)
    switch (written) {
      case "undefined":
        return undefined;
      case "-0":
        return -0;
      case "NaN":
      case "Infinity":
      case "-Infinity":
        return Number(written);
      default:
        return bad();
    }
  const bytes = toBytes(written);
  const size = Object.entries(ARRAYS).find(([name]) => key === MARK + name)?.[1].BYTES_PER_ELEMENT;
  if (size === undefined || bytes.length % size !== 0) return bad();
  switch (size) {
    case 8:
      return new Float64Array(bytes.buffer);
    case 4:
      return new Int32Array(bytes.buffer);
    default:
      return bytes;
  }
}

function bad(): never {
  throw new InnateError("usage", "it is not data that innate wrote");
}

function read(written: unknown): Plain {
  if (written === null || typeof written === "number" || typeof written === "string" || typeof written === "boolean")
    return written;
  if (typeof written !== "object") return bad();
  if (Array.isArray(written)) return written.map(read);
  const entries: [string, unknown][] = Object.entries(written);
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && /^\$($|[^$])/.test(first[0])) return special(first[0], first[1]);
  return Object.fromEntries(
    entries.map(([key, item]) => [key.startsWith(MARK + MARK) ? key.slice(MARK.length) : key, read(item)]),
  );
}

/** Plain data as text: JSON, in which every number comes back bit for bit, and typed arrays are base64 of little-endian bytes. */
export function plainText(value: Plain): string {
  if (!littleEndian) throw new InnateError("usage", "plainText needs a little-endian machine, as all common ones are");
  return JSON.stringify(write(value));
}

/**
 * The data that `plainText` wrote.
 *
 * @throws InnateError `usage` if the text is not such data
 */
export function parsePlain(text: string): Plain {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return bad();
  }
  return read(written);
}
