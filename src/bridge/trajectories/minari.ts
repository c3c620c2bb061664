import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InnateError } from "../../core/errors.ts";
import { interpretersOf, isNoCommand, pythonVariables } from "../python.ts";
import { linesOf } from "./lines.ts";

const PREFIX = "minari:";

/** The dataset that a user means by minari:NAME or by a folder; undefined where it is a file of lines. */
export function datasetOf(typed: string): string | undefined {
  if (typed.startsWith(PREFIX)) return typed.slice(PREFIX.length);
  return statSync(typed, { throwIfNoEntry: false })?.isDirectory() === true ? typed : undefined;
}

/** Runs the reader of datasets; undefined where there is no interpreter of that name. */
function convert(command: string, dataset: string, out: number) {
  const args = ["-m", "innate_bridge.minari_lines", dataset];
  const run = spawnSync(command, args, { stdio: ["ignore", out, "pipe"], encoding: "utf8", env: pythonVariables() });
  return isNoCommand(run.error) ? undefined : run;
}

/**
 * The lines of a Minari dataset, as docs/trajectories.md describes them, which Python writes.
 *
 * @param dataset - the name of one that Minari keeps, or a folder
 * @param python - the interpreter; else what INNATE_PYTHON names, else python3, else python
 * @throws InnateError `usage` if there is no Python, no h5py in it, or no such dataset
 */
export function* minariLines(dataset: string, python: string | undefined): Generator<string, boolean> {
  const origin = `${PREFIX}${dataset}`;
  const commands = interpretersOf(python);
  const folder = mkdtempSync(join(tmpdir(), "innate-"));
  const descriptor = openSync(join(folder, "lines.jsonl"), "w+");
  // Without a name already now, where the system permits it: whatever ends this process, nothing is left behind.
  rmSync(folder, { recursive: true, force: true });
  try {
    let run: ReturnType<typeof convert>;
    for (const command of commands) run ??= convert(command, dataset, descriptor);
    if (run === undefined)
      throw new InnateError(
        "usage",
        `${origin}: no Python (${commands.join(", ")}) to read it; name one with --python PATH or in INNATE_PYTHON`,
      );
    if (run.status !== 0) {
      const said = run.stderr.trim().split("\n");
      const why = run.status === 2 ? said.join("\n") : `Python failed: ${said.slice(-6).join("\n")}`;
      throw new InnateError("usage", run.status === 2 ? `${PREFIX}${why}` : `${origin}: ${why}`);
    }
    return yield* linesOf(descriptor, origin);
  } finally {
    closeSync(descriptor);
  }
}
