import { type Command, InvalidArgumentError } from "commander";
import type { ForeignOptions } from "./load/foreign.ts";
import { collect, positive, whole } from "./options.ts";

/** What a command is told of a model or an environment beside its name. */
export interface ForeignFlags {
  readonly never?: readonly string[];
  readonly reach?: readonly string[];
  readonly keepPossible?: readonly string[];
  readonly python?: string;
  readonly import?: readonly string[];
  readonly actions?: readonly string[];
  readonly actionBins?: number;
  readonly with?: string;
  readonly terms?: readonly string[];
  readonly stepTime?: number;
}

function names(text: string): readonly string[] {
  const all = text.split(",").map((name) => name.trim());
  if (all.some((name) => name === "") || new Set(all).size < all.length)
    throw new InvalidArgumentError("Expected names with commas between, none twice.");
  return all;
}

/** Adds what is meant by a model, which does not say it itself. */
export const withMeant = (command: Command): Command =>
  command
    .option(
      "--never <label>",
      "what must never happen in a model: a label or a condition; may be repeated",
      collect,
      [],
    )
    .option("--reach <label>", "what must happen in a model; may be repeated", collect, [])
    .option("--keep-possible <label>", "what must stay possible in a model; may be repeated", collect, []);

/** Adds what an environment needs. */
export const withPython = (command: Command): Command =>
  command
    .option("--import <module>", "import a Python module that registers environments; may be repeated", collect, [])
    .option("--actions <names>", "what the actions of an environment are called, in their order: left,right", names)
    .option("--action-bins <count>", "divide each real number of an environment's actions into so many values", whole)
    .option("--with <file>", "drives and an intent for an environment, in a .ts, .js or .py file")
    .option("--terms <names>", "what of info an environment's reward is made of: names, or the name of a dict", names)
    .option("--step-time <seconds>", "time for one step of an environment (default: 10)", positive)
    .option("--python <path>", "the Python in which environments run (default: INNATE_PYTHON, python3 or python)");

/** What of a command's flags a bridge is told. */
export const foreignOptions = ({
  never = [],
  reach = [],
  keepPossible = [],
  python,
  import: imports = [],
  actions,
  actionBins,
  with: file,
  terms,
  stepTime,
}: ForeignFlags): ForeignOptions => ({
  never,
  reach,
  keepPossible,
  ...(python === undefined ? {} : { python }),
  ...(imports.length === 0 ? {} : { imports }),
  ...(actions === undefined ? {} : { actionNames: actions }),
  ...(actionBins === undefined ? {} : { actionBins }),
  ...(file === undefined ? {} : { file }),
  ...(terms === undefined ? {} : { terms }),
  ...(stepTime === undefined ? {} : { stepTime }),
});
