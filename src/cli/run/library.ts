import { parentPort, workerData } from "node:worker_threads";
import type { Progress } from "../../audit/audit.ts";
import { CASES } from "../../cases/index.ts";
import { createLocate } from "../load/locate.ts";
import type { CaseTask, Message, Order, Request } from "./messages.ts";
import { failureOf, perform } from "./perform.ts";

/** The thread in which a case of the library is audited, so that the main one can draw, count the time and be interrupted. */

const order: Order<CaseTask> = workerData;
const EVERY = 50;
const send = (message: Message): void => parentPort?.postMessage(message);
let sent = 0;
const onProgress = (progress: Progress): void => {
  if (performance.now() - sent < EVERY) return;
  sent = performance.now();
  send({ kind: "progress", progress });
};
let stopped = false;
const listen = ({ kind }: Request): void => {
  stopped ||= kind === "stop";
};
parentPort?.on("message", listen);

try {
  const { default: subject } = await CASES[order.name]!();
  for (const answer of perform(subject, order, { onProgress, isStopped: () => stopped }, createLocate())) {
    if (answer.kind !== "pause") send(answer);
    await new Promise((resume) => setImmediate(resume));
  }
  send({ kind: "done" });
} catch (error) {
  send({ kind: "failed", failure: failureOf(error, order.name) });
} finally {
  parentPort?.off("message", listen);
}
