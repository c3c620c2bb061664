import { type AnyCase, defineCase, type Parameter } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { startPython } from "../python.ts";
import { makeEnvironments } from "./client.ts";
import { type Table, tableOf } from "./table.ts";
import { tableWorld } from "./world.ts";

/** An environment as a user names it. */
export interface EnvironmentTarget {
  readonly id: string;
  /** its arguments as typed: true, 0.5, 4x4, ["SFG"] */
  readonly settings?: Readonly<Record<string, string>>;
  readonly python?: string | undefined;
  /** Python modules that register environments */
  readonly imports?: readonly string[] | undefined;
  /** what its actions are called, in their order */
  readonly actionNames?: readonly string[] | undefined;
  readonly onProgress?: ((progress: { readonly states: number; readonly open: number }) => void) | undefined;
}

const WORDS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
};

/** The value of an argument as typed: true and false, null, a number, JSON, else the text itself. */
export function argumentOf(text: string): unknown {
  if (Object.hasOwn(WORDS, text)) return WORDS[text];
  if (text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (!/^[[{"]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InnateError("usage", `${text}: expected JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** A parameter that has the one value that was typed: another one is another environment. */
const fixed = (text: string): Parameter => {
  const value = argumentOf(text);
  return typeof value === "number" ? { default: value, low: value, high: value } : { default: text, options: [text] };
};

/** How the states and steps of an environment were had, for reports. */
function basisOf({ how, seeds, steps, unread }: Table): string {
  const source =
    how === "table"
      ? `from the environment's own table, which ${steps} of its steps agree with`
      : `by taking every action in a copy of every state, twice each; ${steps} steps of it agree`;
  const starts = seeds === null ? "" : `; starts are those of ${seeds} seeds`;
  return `${source}${starts}${unread === 0 ? "" : `; the probabilities of ${unread} acts are no simple fractions`}`;
}

/** The case of an environment; `close` ends the processes behind it. */
export interface OpenEnvironment {
  readonly subject: AnyCase;
  close(): Promise<void>;
}

/**
 * The case of an environment of Gymnasium: its world, and its reward as the drive `paid`.
 *
 * @throws InnateError `usage` if there is no Python, package, environment or argument of that name; `case` if the environment fails;
 *   `undecided` if it cannot be enumerated
 */
export async function openEnvironment(target: EnvironmentTarget): Promise<OpenEnvironment> {
  const { id, settings = {}, python: command, imports = [], actionNames, onProgress } = target;
  const kwargs = Object.fromEntries(Object.entries(settings).map(([name, text]) => [name, argumentOf(text)]));
  const python = await startPython(command === undefined ? {} : { python: command });
  try {
    const environment = await makeEnvironments(python, id, { kwargs, imports, timeLimit: false });
    const table = await tableOf(environment, onProgress === undefined ? {} : { onProgress });
    if (table.how === "none") throw new InnateError("undecided", `gym:${id}: it cannot be enumerated: ${table.reason}`);
    const { world, paid } = tableWorld(table, environment, `gym:${id}`, actionNames);
    const parameters = Object.fromEntries(Object.entries(settings).map(([name, text]) => [name, fixed(text)]));
    const basis = basisOf(table);
    const subject = defineCase({ parameters, build: () => ({ world, drives: { paid }, basis }) });
    return { subject, close: async () => {} };
  } finally {
    await python.close();
  }
}
