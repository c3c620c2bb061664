import { statSync } from "node:fs";
import { resolve } from "node:path";
import { InnateError } from "../core/errors.ts";
import type { CheckedModel, CheckReport, PropertyReport } from "../report/check/report.ts";
import { renderCheckedModel, renderProperty } from "../report/check/terminal.ts";
import { createProgressBar } from "./progress.ts";
import type { CheckTask } from "./run/messages.ts";
import { limitsOf, modelBytes, startRun } from "./run/run.ts";
import { STATUS, STATUS_OF, type Status, together } from "./status.ts";
import { findTarget } from "./target.ts";
import { colored, columns, complain, harmless, print } from "./terminal.ts";

export interface CheckFlags {
  readonly property: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly exact?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** seconds */
  readonly time?: number;
  /** MiB */
  readonly memory?: number;
  readonly maxStates?: number;
}

/** The status that one property's answer asks for. */
export function statusOf({ result }: PropertyReport): Status {
  switch (result.kind) {
    case "truth":
      return result.holds ? STATUS.clean : STATUS.findings;
    case "value":
      return result.inexact === undefined ? STATUS.clean : STATUS.undecided;
    case "range":
      return STATUS.clean;
    case "undecided":
      return STATUS.undecided;
    case "refused":
      return STATUS.usage;
  }
}

/** The model file that was typed. */
function modelOf(typed: string) {
  const { name, foreign } = findTarget(typed);
  if (foreign?.kind !== "model")
    throw new InnateError(
      "usage",
      `${typed}: expected a model: a file that ends in .prism, .pm, .nm, .drn or .tra; innate audit takes cases`,
    );
  return { name, foreign };
}

function propertiesOf(typed: string | undefined): Pick<CheckTask, "properties"> {
  if (typed === undefined) return {};
  const file = resolve(typed);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new InnateError("usage", `no file of properties ${typed}; a property itself is typed after --property`);
  return { properties: { file, name: typed } };
}

/** Checks properties of a model; returns the exit status. */
export async function checkCommand(typed: string, typedFile: string | undefined, flags: CheckFlags): Promise<Status> {
  const { property: wanted, exact = false, json = false, quiet = false, maxStates } = flags;
  const { name, foreign } = modelOf(typed);
  const limits = limitsOf(flags);
  const task: CheckTask = {
    kind: "check",
    wanted,
    exact,
    bytes: modelBytes(limits),
    ...propertiesOf(typedFile),
    ...(maxStates === undefined ? {} : { states: maxStates }),
  };
  const bar = createProgressBar(!quiet);
  const style = { color: colored(process.stdout), width: columns() };
  const isShown = !json && !quiet;
  let model: CheckedModel | undefined;
  const found: PropertyReport[] = [];
  const show = (text: string): void => {
    bar.clear();
    if (isShown) print(text);
  };
  const run = startRun({ name, foreign, task, settings: flags.set }, limits, {
    onMessage(message) {
      if (message.kind === "model") {
        model = message.model;
        show(renderCheckedModel(model, style));
      } else if (message.kind === "property") {
        found.push(message.property);
        show(renderProperty(message.property, style));
      } else if (message.kind === "progress") bar.update(name, message.progress);
    },
    onNoise: (line) => complain(`${name}: ${harmless(line)}`),
  });
  let interrupted = false;
  process.on("SIGINT", () => {
    bar.close();
    if (interrupted) process.exit(STATUS.interrupted);
    interrupted = true;
    run.stop();
  });
  const ended = await run.finished;
  bar.close();
  const failure = interrupted ? undefined : ended;
  if (json) {
    const { renderCheckJson } = await import("../report/check/json.ts");
    const report: CheckReport = {
      ...(model === undefined ? {} : { model }),
      properties: found,
      ...(failure === undefined ? {} : { failure: { status: STATUS_OF[failure.blame], message: failure.message } }),
    };
    print(renderCheckJson(report));
  }
  if (failure !== undefined) complain(failure.message);
  if (interrupted) {
    complain(`interrupted; ${found.length === 0 ? "nothing was decided yet" : "what was decided is above"}`);
    return STATUS.interrupted;
  }
  return together([...found.map(statusOf), ...(failure === undefined ? [] : [STATUS_OF[failure.blame]])]);
}
