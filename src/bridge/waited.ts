import { spawn, spawnSync } from "node:child_process";
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InnateError } from "../core/errors.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frames.ts";
import { answeredError, pythonVariables, writtenPath } from "./python.ts";

/**
 * A Python process whose answers are waited for, as a world's functions are synchronous: named pipes are read and written in
 * the thread that asks. A thread in between that owned the process would cost three times as long a round trip.
 */
export interface WaitedPython {
  /**
   * The answer to a request.
   *
   * @param doing - what is done, for errors: "step(left)"
   * @param remark - what to add to an error that Python answers with
   * @throws InnateError `case` if the environment fails, crashes or hangs
   */
  ask(
    op: string,
    doing: string,
    header: Frame["header"],
    arrays?: Frame["arrays"],
    remark?: (error: unknown) => string,
  ): Frame;
  /** Ends the process. */
  close(): void;
}

export interface WaitedOptions {
  /** the interpreter */
  readonly command: string;
  /** who is asked, for errors: "gym:CartPole-v1" */
  readonly owner: string;
}

/** The file descriptor, in the process, of the file into which Python writes where it stood when it crashed or hung. */
export const TRACE = 3;
const CHUNK = 1 << 16;

/** Both ends of a pipe, each blocking. */
function pipe(folder: string, name: string): { readonly reading: number; readonly writing: number } {
  const path = join(folder, name);
  const { status, error } = spawnSync("mkfifo", [path]);
  if (status !== 0)
    throw new InnateError(
      "usage",
      `environments that cannot be enumerated need named pipes, which this system does not make (mkfifo${error === undefined ? "" : `: ${error.message}`})`,
    );
  // Either end alone would wait for the other to be opened.
  const both = openSync(path, "r+");
  const ends = { reading: openSync(path, "r"), writing: openSync(path, "w") };
  closeSync(both);
  return ends;
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && ["EPIPE", "EBADF"].includes(String(Reflect.get(error, "code")));

/** Where Python stood, from the trace that it leaves: the innermost line that is neither the bridge's nor Gymnasium's. */
function placeIn(trace: string): string {
  const places = [...trace.matchAll(/^ {2}File "(.*)", line (\d+) in (.*)$/gm)];
  const own = places.find(([, file = ""]) => !/[/\\](innate_bridge|gymnasium)[/\\]|^</.test(file)) ?? places[0];
  return own === undefined ? "" : `\n    at ${writtenPath(own[1]!)}:${own[2]} in ${own[3]}`;
}

const running = new Set<() => void>();
process.on("exit", () => {
  for (const end of running) end();
});

/** Starts a Python process with the bridge in it; the first answer tells whether it came up. */
export function startWaitedPython({ command, owner }: WaitedOptions): WaitedPython {
  const folder = mkdtempSync(join(tmpdir(), "innate-bridge-"));
  let requests: ReturnType<typeof pipe>;
  let answers: ReturnType<typeof pipe>;
  let trace: number;
  try {
    requests = pipe(folder, "requests");
    answers = pipe(folder, "answers");
    trace = openSync(join(folder, "trace"), "w+");
  } finally {
    rmSync(folder, { recursive: true });
  }
  const child = spawn(command, ["-m", "innate_bridge"], {
    stdio: [requests.reading, answers.writing, "inherit", trace],
    env: pythonVariables(),
  });
  child.on("error", () => {}); // the pipe is found closed
  child.unref();
  closeSync(requests.reading);
  closeSync(answers.writing);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    running.delete(close);
    for (const end of [requests.writing, answers.reading, trace]) closeSync(end);
    child.kill("SIGKILL");
  };
  running.add(close);

  const last = (): string => {
    const bytes = new Uint8Array(Math.min(fstatSync(trace).size, CHUNK));
    readSync(trace, bytes, 0, bytes.length, 0);
    return new TextDecoder().decode(bytes);
  };
  /** The error for a process that is gone. */
  const gone = (doing: string): InnateError => {
    const said = last();
    close();
    const fatal = /^Fatal Python error: (.*)$/m.exec(said)?.[1];
    const what =
      fatal !== undefined
        ? `crashed Python in ${doing}: ${fatal}`
        : said === ""
          ? `ended Python in ${doing}`
          : `does not come back from ${doing} within the time for one step (--step-time gives it more)`;
    return new InnateError("case", `${owner}: it ${what}${placeIn(said)}`);
  };

  let buffer = new Uint8Array(CHUNK);
  const read = (): Frame | undefined => {
    let held = 0;
    for (;;) {
      const count = readSync(answers.reading, buffer, held, buffer.length - held, null);
      if (count === 0) return undefined;
      held += count;
      const found = decodeFrame(buffer.subarray(0, held));
      if (found !== undefined) return found.frame;
      if (held < buffer.length) continue;
      const larger = new Uint8Array(2 * buffer.length);
      larger.set(buffer);
      buffer = larger;
    }
  };
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(requests.writing, bytes, at);
  };
  let count = 0;
  return {
    close,
    ask(op, doing, header, arrays = {}, remark = () => "") {
      if (!isOpen) throw new InnateError("case", `${owner}: its process has ended`);
      let frame: Frame | undefined;
      try {
        write(encodeFrame({ header: { ...header, op, request: count++ }, arrays }));
        frame = read();
      } catch (error) {
        if (!isGone(error)) throw error;
      }
      if (frame === undefined) throw gone(doing);
      const { error } = frame.header;
      if (error !== undefined) throw answeredError(owner, command, error, remark(error));
      return frame;
    },
  };
}
