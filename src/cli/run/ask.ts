import type { Progress } from "../../audit/audit.ts";
import { complain, harmless } from "../terminal.ts";
import type { Answer, Failure, Limits, Message, Order } from "./messages.ts";
import { DEFAULT_LIMITS, startRun } from "./run.ts";

const isAnswer = (message: Message): message is Answer =>
  message.kind === "audit" ||
  message.kind === "compare" ||
  message.kind === "judge" ||
  message.kind === "show" ||
  message.kind === "replay";

/** The answers to a task that is short, and why there are not more of them. */
export async function ask(
  order: Order,
  limits: Limits = DEFAULT_LIMITS,
  onProgress: (progress: Progress) => void = () => {},
): Promise<{ readonly answers: readonly Answer[]; readonly failure?: Failure }> {
  const answers: Answer[] = [];
  const run = startRun(order, limits, {
    onMessage(message) {
      if (isAnswer(message)) answers.push(message);
      if (message.kind === "progress") onProgress(message.progress);
    },
    onNoise: (line) => complain(`${order.name} prints: ${harmless(line)}`),
  });
  const failure = await run.finished;
  return failure === undefined ? { answers } : { answers, failure };
}
