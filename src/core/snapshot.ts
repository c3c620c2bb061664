import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { InnateError, show } from "./errors.ts";

/*
 * Plain data, as minds remember it: undefined, null, booleans, numbers, strings, Float64Array, Int32Array, Uint8Array, and arrays and
 * records of these. It is copied and written down bit for bit.
 */

const ARRAYS = { f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
type Kind = keyof typeof ARRAYS;
type Typed = InstanceType<(typeof ARRAYS)[Kind]>;

const kindOf = (value: object): Kind | undefined =>
  value instanceof Float64Array
    ? "f64"
    : value instanceof Int32Array
      ? "i32"
      : value instanceof Uint8Array
        ? "u8"
        : undefined;
const isTyped = (value: object): value is Typed => kindOf(value) !== undefined;

function refuse(value: unknown): never {
  throw new TypeError(`a memory holds ${show(value)}: expected plain data, which can be written down`);
}

/** A copy of plain data that shares nothing with it. */
export function copied<T>(data: T): T;
export function copied(data: unknown): unknown {
  if (typeof data === "function" || typeof data === "symbol" || typeof data === "bigint") return refuse(data);
  if (data === null || typeof data !== "object") return data;
  if (isTyped(data)) return data.slice();
  if (Array.isArray(data)) return data.map((item) => copied(item));
  if (Object.getPrototypeOf(data) !== Object.prototype) return refuse(data);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copied(value)]));
}

/** The least key that marks a value which JSON cannot hold; a record that has it itself is refused. */
const MARK = "$";

const CHUNK = 0x8000;
function toBase64({ buffer, byteOffset, byteLength }: Typed): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function encoded(data: unknown): unknown {
  if (data === undefined) return { [MARK]: "undefined" };
  if (typeof data === "number" && (!Number.isFinite(data) || Object.is(data, -0)))
    return { [MARK]: "number", is: Object.is(data, -0) ? "-0" : `${data}` };
  if (data === null || typeof data !== "object") return typeof data === "function" ? refuse(data) : data;
  if (isTyped(data)) return { [MARK]: kindOf(data), is: toBase64(data) };
  if (Array.isArray(data)) return data.map(encoded);
  if (Object.getPrototypeOf(data) !== Object.prototype || MARK in data) return refuse(data);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encoded(value)]));
}

function decoded(data: unknown): unknown {
  if (data === null || typeof data !== "object") return data;
  if (Array.isArray(data)) return data.map(decoded);
  if (!(MARK in data)) return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)]));
  const is = "is" in data && typeof data.is === "string" ? data.is : "";
  switch (data[MARK]) {
    case "undefined":
      return undefined;
    case "number":
      return Number(is);
    case "f64":
      return new Float64Array(fromBase64(is).buffer);
    case "i32":
      return new Int32Array(fromBase64(is).buffer);
    case "u8":
      return fromBase64(is);
    default:
      throw new InnateError("usage", `a saved life has an unknown mark ${show(data[MARK])}`);
  }
}

/** Plain data as one line of text: a checksum, and JSON. */
export function written(data: unknown): string {
  const text = JSON.stringify(encoded(data));
  return `{"sha256":"${bytesToHex(sha256(utf8ToBytes(text)))}","data":${text}}`;
}

const HEAD = /^\{"sha256":"([0-9a-f]{64})","data":/;

/**
 * The plain data that was written down.
 *
 * @throws InnateError `usage` if the text is not such, or is damaged
 */
export function read(text: string): unknown {
  const trimmed = text.trim();
  const head = HEAD.exec(trimmed);
  if (head === null || !trimmed.endsWith("}"))
    throw new InnateError("usage", "not a saved life: expected what innate live --save wrote, whole");
  const body = trimmed.slice(head[0].length, -1);
  if (bytesToHex(sha256(utf8ToBytes(body))) !== head[1])
    throw new InnateError("usage", "the saved life is damaged: its checksum does not match");
  return decoded(JSON.parse(body));
}
