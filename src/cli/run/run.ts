import { fork } from "node:child_process";
import { totalmem } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { Progress } from "../../audit/audit.ts";
import { formatNumber } from "../../report/number.ts";
import { during, explain } from "./explain.ts";
import type { Ended, Failure, Limits, Message, Order, Request } from "./messages.ts";

const MIB = 2 ** 20;

/** The limits where none are given: five minutes, ten seconds to load a file, and 4 GiB or half of the machine's memory. */
export const DEFAULT_LIMITS: Limits = {
  time: 300_000,
  importTime: 10_000,
  memory: Math.min(4096 * MIB, totalmem() / 2),
};
/** The limits that a command's flags ask for: seconds and MiB, as after --time and --memory. */
export const limitsOf = ({ time, memory }: { readonly time?: number; readonly memory?: number }): Limits => ({
  ...DEFAULT_LIMITS,
  ...(time === undefined ? {} : { time: time * 1000 }),
  ...(memory === undefined ? {} : { memory: memory * MIB }),
});
/** Milliseconds that a process or thread is given, beyond its limit or once it is asked to, to end itself. */
const GRACE = 5_000;
/** The longest time limit, in milliseconds: about 24 days, what a timer can count. */
export const LONGEST = 2 ** 31 - 1 - GRACE;
/** Bytes that a process takes before it holds any model, and the share of the rest that a model may take while it grows. */
const BASE = 96 * MIB;
const MODEL = 0.5;
/** Bytes that a model may take within a limit on the process's memory. */
export const modelBytes = ({ memory }: Limits): number => Math.max(16 * MIB, Math.floor((memory - BASE) * MODEL));

/**
 * MiB that the engine's heap may take. More than the limit: where the heap is full the engine aborts the whole process, while a
 * process whose resident memory is at the limit can be ended with an answer.
 */
const heapFor = ({ memory }: Limits): number => Math.ceil((2 * memory) / MIB) + 512;

/** The first lines of what the engine prints when it aborts. */
const DUMP = /^(<--- |FATAL ERROR: |#\s*Fatal )/;

/** Passes lines on until the engine begins to print why it aborts. */
export function withoutDump(take: (line: string) => void): (line: string) => void {
  let dumping = false;
  let blank = 0;
  return (line) => {
    dumping ||= DUMP.test(line);
    if (dumping) return;
    if (line === "") blank++;
    else {
      for (; blank > 0; blank--) take("");
      take(line);
    }
  };
}

export interface Listener {
  readonly onMessage: (message: Message) => void;
  /** a line that the user's file printed */
  readonly onNoise: (line: string) => void;
}

/** A task under way. */
export interface Run {
  /** why it gave no answer, or not all; undefined where it gave all */
  readonly finished: Promise<Failure | undefined>;
  /** asks it to end by itself, which a life does; it is ended where it does not */
  interrupt(): void;
  /** ends it at once */
  stop(): void;
}

const sibling = (name: string): URL => new URL(import.meta.url.replace(/run(\.[jt]s)$/, `${name}$1`));

function stoppable(finished: Run["finished"], ask: () => void, stop: () => void): Run {
  return {
    finished,
    stop,
    interrupt() {
      ask();
      const timer = setTimeout(stop, GRACE);
      void finished.then(() => clearTimeout(timer));
    },
  };
}

/** Does a task on a user's file, in a process of its own that is ended at its limits. */
function runFile(order: Order, limits: Limits, { onMessage, onNoise }: Listener): Run {
  const child = fork(sibling("file"), {
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${heapFor(limits)}`],
  });
  let failure: Failure | undefined;
  let ended: Ended | undefined;
  let phase: "start" | "import" | "audit" = "start";
  let heard = performance.now();
  let done = false;
  let progress: Progress | undefined;
  child.on("message", (message: Message) => {
    heard = performance.now();
    if (message.kind === "phase") phase = message.phase;
    else if (message.kind === "failed") failure = message.failure;
    else if (message.kind === "progress") progress = message.progress;
    else if (message.kind === "done") done = true;
    onMessage(message);
  });
  const lines = (stream: Readable, take: (line: string) => void) => createInterface({ input: stream }).on("line", take);
  if (child.stdout !== null) lines(child.stdout, onNoise);
  if (child.stderr !== null) lines(child.stderr, withoutDump(onNoise));
  const channel = child.stdio[4];
  if (channel !== null && channel !== undefined && "readable" in channel)
    lines(channel, (line) => {
      ended ??= JSON.parse(line);
    });
  const timer = setTimeout(() => child.kill("SIGKILL"), limits.time + GRACE);
  child.send({ order, limits });
  const finished = new Promise<Failure | undefined>((settle) => {
    child.on("error", (error) => settle({ blame: "internal", message: `could not start a process: ${error.message}` }));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (failure !== undefined || done) settle(failure);
      else
        settle(
          explain(
            ended,
            {
              code,
              signal,
              phase,
              silent: performance.now() - heard,
              runsCode: order.foreign?.kind !== "model",
              progress,
            },
            order.name,
            limits,
          ),
        );
    });
  });
  return stoppable(
    finished,
    () => child.send({ kind: "stop" } satisfies Request),
    () => child.kill("SIGKILL"),
  );
}

/** Does a task on a case of the library, in a thread. */
function runLibrary(order: Order, limits: Limits, { onMessage }: Listener): Run {
  const worker = new Worker(sibling("library"), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: heapFor(limits) },
  });
  let failure: Failure | undefined;
  let progress: Progress | undefined;
  const end = (reason: string) => {
    failure ??= { blame: "undecided", message: `${order.name}: ${reason}` };
    void worker.terminate();
  };
  const timer = setTimeout(
    () => end(`not decided within ${limits.time / 1000} s${during(progress)}; --time gives it more`),
    limits.time,
  );
  const memory = setInterval(() => {
    if (process.memoryUsage.rss() > limits.memory)
      end(
        `not decided within ${formatNumber(Math.round(limits.memory / MIB))} MiB${during(progress)}; --memory gives it more`,
      );
  }, 50);
  worker.on("message", (message: Message) => {
    if (message.kind === "failed") failure ??= message.failure;
    if (message.kind === "progress") progress = message.progress;
    onMessage(message);
  });
  const finished = new Promise<Failure | undefined>((settle) => {
    worker.on("error", (error) => {
      failure ??=
        Reflect.get(error, "code") === "ERR_WORKER_OUT_OF_MEMORY"
          ? {
              blame: "undecided",
              message: `${order.name}: not decided within ${formatNumber(Math.round(limits.memory / MIB))} MiB${during(progress)}; --memory gives it more`,
            }
          : { blame: "internal", message: `${order.name}: a fault of Innate's own: ${error.stack ?? error.message}` };
    });
    worker.on("exit", () => {
      clearTimeout(timer);
      clearInterval(memory);
      settle(failure);
    });
  });
  return stoppable(
    finished,
    () => worker.postMessage({ kind: "stop" } satisfies Request),
    () => worker.terminate(),
  );
}

/** Does a task where its case belongs: a case of the library in a thread, all else in a process. */
export const startRun = (order: Order, limits: Limits, listener: Listener): Run =>
  order.file === undefined && order.foreign === undefined
    ? runLibrary(order, limits, listener)
    : runFile(order, limits, listener);
