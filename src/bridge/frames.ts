/**
 * The messages between Innate and Python, both ways the same: a frame is the length of its header as 32 bits, the length of the rest as
 * 32 bits, both little-endian; a header of JSON in UTF-8; then the arrays that the header names, one after another, little-endian,
 * each from the next multiple of eight bytes after the header's end on.
 *
 * python/innate_bridge/frames.py is its other half.
 */

const ARRAYS = {
  int32: Int32Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
} as const;
export type Dtype = keyof typeof ARRAYS;
export type NumberArray = Int32Array | BigInt64Array | Float32Array | Float64Array | Uint8Array;

/** What one side says to the other: JSON, and by name arrays of numbers. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, NumberArray>>;
}

const PREFIX = 8;
/** Most bytes of one frame: what is longer is no frame, but something else that was printed into the pipe. */
export const MOST_BYTES = 2 ** 30;

const padded = (bytes: number): number => (bytes + 7) & ~7;
const dtypeOf = (array: NumberArray): Dtype => {
  for (const [name, type] of Object.entries(ARRAYS)) if (array instanceof type) return isDtype(name) ? name : "uint8";
  return "uint8";
};
const isDtype = (name: unknown): name is Dtype => typeof name === "string" && Object.hasOwn(ARRAYS, name);

/** The bytes of a frame. */
export function encodeFrame({ header, arrays }: Frame): Uint8Array {
  const entries = Object.entries(arrays);
  const named = entries.map(([name, array]) => [name, dtypeOf(array), array.length]);
  const json = new TextEncoder().encode(JSON.stringify(named.length === 0 ? header : { ...header, arrays: named }));
  const start = padded(PREFIX + json.length) - PREFIX;
  const size = entries.reduce((sum, [, array]) => sum + padded(array.byteLength), start);
  const bytes = new Uint8Array(PREFIX + size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, json.length, true);
  view.setUint32(4, size, true);
  bytes.set(json, PREFIX);
  let at = PREFIX + start;
  for (const [, array] of entries) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/**
 * The frame that stands at the start of some bytes, and how many bytes it takes; undefined where it is not there as a whole.
 *
 * @throws RangeError if the bytes do not begin with a frame
 */
export function decodeFrame(bytes: Uint8Array): { readonly frame: Frame; readonly size: number } | undefined {
  if (bytes.length < PREFIX) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [jsonSize, size] = [view.getUint32(0, true), view.getUint32(4, true)];
  if (size > MOST_BYTES || jsonSize > size) throw new RangeError("the bytes are no frame");
  if (bytes.length < PREFIX + size) return undefined;
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX, PREFIX + jsonSize)));
  if (header === null || typeof header !== "object" || Array.isArray(header))
    throw new RangeError("the header of a frame is not an object");
  const { arrays: named = [], ...rest }: { readonly arrays?: unknown } & Record<string, unknown> = { ...header };
  const arrays: Record<string, NumberArray> = {};
  let at = padded(PREFIX + jsonSize);
  for (const [name, dtype, length] of Array.isArray(named) ? named : []) {
    if (typeof name !== "string" || !isDtype(dtype) || !Number.isSafeInteger(length))
      throw new RangeError("the header of a frame names an array that is none");
    const type = ARRAYS[dtype];
    const end = at + length * type.BYTES_PER_ELEMENT;
    // Not bytes.slice, which in a Buffer copies nothing.
    arrays[name] = new type(new Uint8Array(bytes.subarray(at, end)).buffer);
    at += padded(end - at);
  }
  return { frame: { header: rest, arrays }, size: PREFIX + size };
}
