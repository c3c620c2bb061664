import { spawnSync } from "node:child_process";
import { interpretersOf } from "../../src/bridge/python.ts";

const commands = interpretersOf(undefined);

/** The names of some modules that an interpreter has; undefined where it is none, or older than 3.10. */
function modulesOf(command: string, names: readonly string[]): readonly string[] | undefined {
  const code = `import importlib.util, sys
if sys.version_info < (3, 10): sys.exit(1)
print(*(name for name in ${JSON.stringify(names)} if importlib.util.find_spec(name)))`;
  const { status, stdout } = spawnSync(command, ["-c", code], { encoding: "utf8", timeout: 60_000 });
  return status === 0 ? stdout.trim().split(" ") : undefined;
}

const found = commands
  .map((command) => ({ command, modules: modulesOf(command, ["gymnasium", "minari", "h5py", "PIL"]) }))
  .find(({ modules }) => modules !== undefined);

/** The Python that tests run: what INNATE_PYTHON names, else python3 or python. */
export const python = found?.command ?? "python3";
export const hasPython = found !== undefined;

/** Whether that Python has some modules; where it has not, one line says what is skipped. */
function has(...names: readonly string[]): boolean {
  const missing = names.filter((name) => found?.modules?.includes(name) !== true);
  if (missing.length === 0) return true;
  const who = found === undefined ? `${commands.join(", ")}: no Python 3.10 or later` : `${python} has no ${missing}`;
  console.warn(`${who}; tests that need ${names.join(" and ")} are skipped`);
  return false;
}

export const hasGymnasium = has("gymnasium");
/** Asked only by tests of trajectories, so that others say nothing of it. */
export const hasMinari = (): boolean => has("gymnasium", "minari", "h5py", "PIL");
