import { lostOf } from "../audit/learned/lost.ts";
import { endWith, serve } from "../bridge/serve/server.ts";
import { CASES } from "../cases/index.ts";
import { InnateError } from "../core/errors.ts";
import { openForeign } from "./load/foreign.ts";
import { installHooks, loadCase } from "./load/load.ts";
import { failureOf } from "./run/perform.ts";
import { STATUS, type Status } from "./status.ts";
import { findTarget } from "./target.ts";

/**
 * Serves cases to the Python package innate-bridge; returns the exit status.
 *
 * @param parent - number of the process that asks, with which this one ends
 */
export async function serveCommand({ parent }: { readonly parent?: number }): Promise<Status> {
  if (parent !== undefined) await endWith(parent);
  installHooks();
  await serve({
    async open(typed, settings) {
      const { name, file, foreign } = findTarget(typed);
      if (foreign !== undefined) {
        const texts = Object.entries(settings).map(([key, value]) => [key, String(value)]);
        return { name, subject: (await openForeign(foreign, Object.fromEntries(texts))).subject };
      }
      return { name, subject: file === undefined ? (await CASES[name]!()).default : await loadCase(file) };
    },
    lost: lostOf,
    explain: (error, name) =>
      name === undefined && error instanceof InnateError
        ? error.message
        : failureOf(error, name ?? "innate serve").message,
  });
  return STATUS.clean;
}
