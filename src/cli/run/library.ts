import { parentPort, workerData } from "node:worker_threads";
import { CASES } from "../../cases/index.ts";
import { createLocate } from "../load/locate.ts";
import type { Message, Order } from "./messages.ts";
import { failureOf, perform } from "./perform.ts";

/** The thread in which a case of the library is audited, so that the main one can draw, count the time and be interrupted. */

const order: Order = workerData;
const EVERY = 50;
const send = (message: Message): void => parentPort?.postMessage(message);
let sent = 0;

try {
  const { default: subject } = await CASES[order.name]!();
  const answers = perform(
    subject,
    order,
    (progress) => {
      if (performance.now() - sent < EVERY) return;
      sent = performance.now();
      send({ kind: "progress", progress });
    },
    createLocate(),
  );
  for (const answer of answers) send(answer);
  send({ kind: "done" });
} catch (error) {
  send({ kind: "failed", failure: failureOf(error, order.name) });
}
