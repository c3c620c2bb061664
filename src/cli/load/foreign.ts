import type { Progress } from "../../audit/audit.ts";
import type { AnyCase } from "../../core/case.ts";
import { shortPath } from "./places.ts";

/** What a bridge is told beside the name of what it opens. */
export interface ForeignOptions {
  /** what must never happen, must happen, must stay possible: labels of a model */
  readonly never?: readonly string[];
  readonly reach?: readonly string[];
  readonly keepPossible?: readonly string[];
  /** the Python in which an environment runs, the modules that are imported first, and what its actions are called */
  readonly python?: string;
  readonly imports?: readonly string[];
  readonly actionNames?: readonly string[];
}

/** What is no module, and what a bridge makes a case of. */
export type Foreign =
  | { readonly kind: "model"; readonly file: string; readonly options: ForeignOptions }
  | { readonly kind: "gymnasium"; readonly id: string; readonly options: ForeignOptions };

/** An open case; `close` ends the processes behind it. */
export interface Opened {
  readonly subject: AnyCase;
  close(): Promise<void>;
}

/**
 * The case that a bridge makes of a model or an environment.
 *
 * @param settings - `--set name=value` as typed: a model's constants, an environment's arguments
 * @throws InnateError `usage` or `case` if there is none, or it cannot be read
 */
export async function openForeign(
  foreign: Foreign,
  settings: Readonly<Record<string, string>>,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Opened> {
  if (foreign.kind === "model") {
    const { openCase } = await import("../../bridge/open-case.ts");
    const { file, options } = foreign;
    return { subject: openCase(file, shortPath(file), settings, options), close: async () => {} };
  }
  const { python, imports, actionNames } = foreign.options;
  const { openEnvironment } = await import("../../bridge/gymnasium/open.ts");
  return openEnvironment({
    id: foreign.id,
    settings,
    python,
    imports,
    actionNames,
    onProgress: ({ states, open }) =>
      onProgress({ drive: "paid", stage: "enumerating states", done: states - open, of: states }),
  });
}
