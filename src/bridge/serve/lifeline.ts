import { workerData } from "node:worker_threads";

/** The thread that ends its process when the one that it serves is gone, also where a user's code never returns. */

const pid: number = workerData;
const EVERY = 500;

setInterval(() => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "ESRCH") process.kill(process.pid, "SIGKILL");
  }
}, EVERY);
