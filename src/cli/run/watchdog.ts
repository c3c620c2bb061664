import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { isOurs } from "../load/places.ts";
import type { Ended, Limits } from "./messages.ts";

/**
 * The thread that watches a process in which a user's code runs, and ends it when a limit is reached.
 *
 * It stands in the same process so that it can read the resident memory on every system, and pause the main thread to see whether
 * it is the user's code that does not come back. What it saw goes out by a pipe, the main thread being unable to speak.
 */

interface Watch {
  readonly limits: Limits;
  /** file descriptor for what was seen */
  readonly channel: number;
  /** phase (0 import, 1 audit), and a count that grows with every progress report */
  readonly beat: Int32Array;
}

const SAMPLE = 25;
/** Milliseconds without progress after which the main thread is looked at. */
const SILENCE = 10_000;
const PATIENCE = { time: 1_000, memory: 300, silence: 1_000 };

type Sight = NonNullable<Extract<Ended, { kind: "limit" }>["at"]> | null;

const watch: Watch = workerData;
const { limits, channel, beat } = watch;
const parent = process.ppid;
const began = performance.now();
let count = 0;
let heard = began;
let residentThen = process.memoryUsage.rss();
let looking = false;
let looked = began;

/** Pauses the main thread and tells where the user's code stands in it: null where it is not running. */
function look(patience: number, tell: (sight: Sight | undefined, resume: () => void) => void): void {
  const session = new Session();
  const urls = new Map<string, string>();
  let told = false;
  const once = (sight: Sight | undefined) => {
    if (told) return;
    told = true;
    tell(sight, () => {
      session.post("Debugger.resume");
      session.disconnect();
    });
  };
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
  session.on("Debugger.paused", ({ params }) => {
    const frames = params.callFrames.map(({ functionName, location, url }) => ({
      url: url || (urls.get(location.scriptId) ?? ""),
      line: location.lineNumber + 1,
      call: functionName,
    }));
    once(frames.find(({ url }) => !isOurs(url)) ?? null);
  });
  try {
    session.connectToMainThread();
    session.post("Debugger.enable");
    session.post("Debugger.pause");
  } catch {
    once(undefined);
  }
  setTimeout(() => once(undefined), patience);
}

function end(limit: "time" | "memory" | "silence", sight: Sight | undefined): void {
  const ended: Ended = {
    kind: "limit",
    limit,
    phase: Atomics.load(beat, 0) === 0 ? "import" : "audit",
    silent: performance.now() - heard,
    grown: process.memoryUsage.rss() - residentThen,
    ...(sight === undefined ? {} : { at: sight }),
  };
  writeSync(channel, `${JSON.stringify(ended)}\n`);
  process.kill(process.pid, "SIGKILL");
}

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  const now = performance.now();
  const beats = Atomics.load(beat, 1);
  const resident = process.memoryUsage.rss();
  if (beats !== count) {
    count = beats;
    heard = now;
    residentThen = resident;
  }
  if (resident > 1.25 * limits.memory) end("memory", undefined);
  if (looking) return;
  const importing = Atomics.load(beat, 0) === 0;
  const late = now - began > (importing ? Math.min(limits.importTime, limits.time) : limits.time);
  const limit =
    resident > limits.memory
      ? "memory"
      : late
        ? "time"
        : now - Math.max(heard, looked) > SILENCE
          ? "silence"
          : undefined;
  if (limit === undefined) return;
  looking = true;
  looked = now;
  look(PATIENCE[limit], (sight, resume) => {
    if (limit !== "silence" || (sight !== undefined && sight !== null)) end(limit, sight);
    resume();
    looking = false;
  });
}, SAMPLE);
