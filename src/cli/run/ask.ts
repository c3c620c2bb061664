import { complain, harmless } from "../terminal.ts";
import type { Answer, Failure, Order } from "./messages.ts";
import { DEFAULT_LIMITS, startRun } from "./run.ts";

/** The answers to a task that is short, and why there are not more of them. */
export async function ask(order: Order): Promise<{ readonly answers: readonly Answer[]; readonly failure?: Failure }> {
  const answers: Answer[] = [];
  const run = startRun(order, DEFAULT_LIMITS, {
    onMessage(message) {
      if (message.kind === "audit" || message.kind === "show" || message.kind === "replay") answers.push(message);
    },
    onNoise: (line) => complain(`${order.name} prints: ${harmless(line)}`),
  });
  const failure = await run.finished;
  return failure === undefined ? { answers } : { answers, failure };
}
