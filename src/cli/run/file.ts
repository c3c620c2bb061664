import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Progress } from "../../audit/audit.ts";
import { caseError } from "../../core/errors.ts";
import { loadDeclared, type Opened, openForeign } from "../load/foreign.ts";
import { keepGlobals } from "../load/globals.ts";
import { installHooks, loadCase } from "../load/load.ts";
import { createLocate } from "../load/locate.ts";
import { framesOf, isOurs, showFrame } from "../load/places.ts";
import type { Answer, Ended, Limits, Message, Order, Pause, Progressing, Request } from "./messages.ts";
import { failureOf, perform } from "./perform.ts";

/**
 * The process in which one user's file is loaded and its task is done. Everything that it still needs once the user's code has
 * run is taken before.
 */

/** The pipe on which the end of the process is explained: see `Ended`. */
const CHANNEL = 4;
/** Milliseconds between two progress reports that are sent on; every one counts as a sign of life. */
const EVERY = 50;

const exit = process.exit.bind(process);
const speak = process.send?.bind(process);
const now = performance.now.bind(performance);
const later = setImmediate;

const send = (message: Message): void => {
  speak?.(message);
};

/** Makes the user's own ending of the process say where it was asked for. */
function reportExits(): void {
  const report = (call: string): void => {
    const frame = framesOf(new Error().stack ?? "").find(({ url }) => !isOurs(url));
    const ended: Ended = { kind: "exit", call, at: frame === undefined ? "" : showFrame(frame) };
    writeSync(CHANNEL, `${JSON.stringify(ended)}\n`);
  };
  process.exit = (code) => {
    report(`process.exit(${code ?? ""})`);
    return exit(code);
  };
  process.abort = () => {
    report("process.abort()");
    return exit(1);
  };
}

function fail(thrown: unknown, name: string): void {
  speak?.({ kind: "failed", failure: failureOf(thrown, name) } satisfies Message, () => exit(0));
}

/** An audit by a search and lives, where no other is asked for and nothing exact can be known; another task as it is. */
const standingIn = <T extends Order["task"]>(task: T): T =>
  task.kind !== "audit" || task.standIn === undefined ? task : { learned: task.standIn, ...task };

async function run(order: Order, limits: Limits, isStopped: () => boolean): Promise<void> {
  const { name, file = "", foreign } = order;
  // Shape [2]: the phase (0 import, 1 audit), and a count of progress reports.
  const beat = new Int32Array(new SharedArrayBuffer(8));
  const watchdog = new Worker(new URL(import.meta.url.replace(/file(\.[jt]s)$/, "watchdog$1")), {
    workerData: { limits, channel: CHANNEL, beat },
  });
  watchdog.on("error", (error) => speak?.({ kind: "failed", failure: failureOf(error, name) }, () => exit(0)));
  await new Promise((ready) => watchdog.once("online", ready));
  watchdog.unref();
  const locate = createLocate();
  const putBack = keepGlobals();
  const checkGlobals = (): void => {
    const changed = putBack();
    if (changed.length > 0)
      throw caseError(`${name}: it deletes or replaces ${changed.join(", ")}, which everything else needs`);
  };
  let rejected: { readonly reason: unknown } | undefined;
  process.on("unhandledRejection", (reason) => {
    rejected ??= { reason };
  });
  reportExits();
  installHooks();
  const checkRejections = async (): Promise<void> => {
    await new Promise((resume) => later(resume));
    if (rejected !== undefined)
      throw caseError(`${name}: a promise was rejected and nobody handled it`, { cause: rejected.reason });
  };
  let sent = 0;
  const onProgress = (progress: Progress) => {
    Atomics.add(beat, 1, 1);
    if (now() - sent < EVERY) return;
    sent = now();
    send({ kind: "progress", progress });
  };
  const loaded = (): void => {
    Atomics.store(beat, 0, 1);
    Atomics.add(beat, 1, 1);
    send({ kind: "phase", phase: "audit" });
  };
  send({ kind: "phase", phase: "import" });
  let opened: Opened | undefined;
  try {
    // What a bridge opens may take as long as the audit itself, and says how far it is.
    if (foreign !== undefined) loaded();
    const { task } = order;
    let answers: (progressing: Progressing) => Iterable<Answer | Pause>;
    if (task.kind === "check") {
      const { checking } = await import("./check.ts");
      answers = ({ onProgress }) => checking({ ...order, task }, onProgress);
    } else if (task.kind === "judge" && foreign?.kind === "gymnasium") {
      // What was recorded is judged without the environment.
      const { judgeEnvironment } = await import("./judge.ts");
      const declared = task.with === undefined ? undefined : await loadDeclared(task.with, name, task.python);
      answers = (progressing) => [judgeEnvironment(name, declared, task, progressing)];
    } else {
      opened = foreign === undefined ? undefined : await openForeign(foreign, order.settings, onProgress);
      const subject = opened?.subject ?? (await loadCase(file));
      const asked = opened?.isEnumerated === false ? standingIn(task) : task;
      answers = (progressing) => perform(subject, { ...order, task: asked }, progressing, locate);
    }
    checkGlobals();
    await checkRejections();
    if (foreign === undefined) loaded();
    for (const answer of answers({ onProgress, isStopped })) {
      checkGlobals();
      if (answer.kind !== "pause") send(answer);
      await checkRejections();
    }
    await checkRejections();
    await opened?.close();
    speak?.({ kind: "done" } satisfies Message, () => exit(0));
  } catch (error) {
    await opened?.close();
    const changed = putBack();
    fail(
      changed.length > 0
        ? caseError(`${name}: it deletes or replaces ${changed.join(", ")}, which everything else needs`)
        : error,
      name,
    );
  }
}

process.on("SIGINT", () => {}); // the parent gets it too, prints what was found, and ends this process
process.setSourceMapsEnabled(true);
process.once("message", ({ order, limits }: { readonly order: Order; readonly limits: Limits }) => {
  let stopped = false;
  process.on("message", ({ kind }: Request) => {
    stopped ||= kind === "stop";
  });
  void run(order, limits, () => stopped);
});
