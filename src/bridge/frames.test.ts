import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root, run } from "../../test/support/cli.ts";
import { hasGymnasium, python } from "../../test/support/python.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frames.ts";

const FRAME: Frame = {
  header: { op: "step", text: "é — 1" },
  arrays: {
    flags: Uint8Array.of(1, 0, 1),
    whole: Int32Array.of(-1, 2 ** 31 - 1),
    long: BigInt64Array.of(-(2n ** 62n)),
    small: Float32Array.of(0.5, -0),
    real: Float64Array.of(0.1, Infinity, NaN),
    none: new Float64Array(0),
  },
};

test("a frame is read back as it was written, out of the middle of a buffer too", () => {
  const bytes = encodeFrame(FRAME);
  expect(decodeFrame(bytes)).toEqual({ frame: FRAME, size: bytes.length });
  const pooled = Buffer.concat([Buffer.from("abc"), bytes, Buffer.from("rest")]).subarray(3);
  expect(decodeFrame(pooled)).toEqual({ frame: FRAME, size: bytes.length });
});

test("a frame that is not there as a whole is waited for", () => {
  const bytes = encodeFrame(FRAME);
  for (const size of [0, 7, 8, bytes.length - 1]) expect(decodeFrame(bytes.subarray(0, size))).toBeUndefined();
});

test("what was printed into the pipe is no frame", () => {
  expect(() => decodeFrame(Buffer.from("Hello, world!\n"))).toThrow("the bytes are no frame");
});

describe.skipIf(!hasGymnasium)("Python", () => {
  test("reads a frame and writes it again", async () => {
    const code = `import base64, io, sys
from innate_bridge.frames import read_frame, write_frame
read, written = io.BytesIO(base64.b64decode(sys.argv[1])), io.BytesIO()
write_frame(written, *read_frame(read))
print(base64.b64encode(written.getvalue()).decode())`;
    const bytes = Buffer.from(encodeFrame(FRAME));
    const { stdout } = await run(python, ["-c", code, bytes.toString("base64")], { cwd: join(root, "python") });
    expect(decodeFrame(Buffer.from(stdout, "base64"))?.frame).toEqual(FRAME);
  });
});
