import { type Python, startPython } from "../python.ts";
import { choicesOf } from "./choices.ts";
import { type Environments, makeEnvironments } from "./client.ts";
import { playEnvironment } from "./savepoints.ts";
import type { Environment } from "./setting.ts";
import { STEP_TIME, type Table, tableOf } from "./table.ts";
import { tableColumns } from "./table-columns.ts";
import { tableWorld } from "./world.ts";

/** What a world is to be made of, beside the environment's id. */
export interface EnvironmentOptions {
  /** arguments of the environment, as JSON */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** the interpreter; else what INNATE_PYTHON names, else python3, else python */
  readonly python?: string | undefined;
  /** Python modules that register environments */
  readonly imports?: readonly string[] | undefined;
  /** folders in which Python looks for these before it looks elsewhere */
  readonly paths?: readonly string[] | undefined;
  /** what its actions are called, in their order */
  readonly actionNames?: readonly string[] | undefined;
  /** values into which each real number of an action is divided; actions of real numbers are refused where left out */
  readonly actionBins?: number | undefined;
  /** names of the values of `info` that its reward is made of, or of one dict of them */
  readonly terms?: readonly string[] | undefined;
  /** seconds that one step may take; 10 where left out */
  readonly stepTime?: number | undefined;
  readonly onProgress?: ((progress: { readonly states: number; readonly open: number }) => void) | undefined;
}

/** What a file needs that declares drives and an intent. */
export interface DeclaredNeeds {
  /** a Python file, which declares them itself */
  readonly python?: string;
  /** whether anything in it reads infos */
  readonly infos: boolean;
}

/** An environment as a world. */
export interface OpenEnvironment extends Environment {
  /** how its states were had, for reports */
  readonly basis: string;
  /** whether the world can be audited exactly; else a search and minds play it by save-points */
  readonly isEnumerated: boolean;
  /** Ends the process behind the world; where it is enumerated there is none any more. */
  close(): void;
}

/** How the states and steps of an environment were had, for reports. */
function tableBasis({ how, seeds, steps, unread }: Table): string {
  const source =
    how === "table"
      ? `from the environment's own table, which ${steps.toLocaleString("en-US")} of its steps agree with`
      : `by taking every action in a copy of every state, twice each; ${steps.toLocaleString("en-US")} steps of it agree`;
  const starts = seeds === null ? "" : `; starts are those of ${seeds} seeds`;
  return `${source}${starts}${unread === 0 ? "" : `; the probabilities of ${unread} acts are no simple fractions`}`;
}

async function fromTable(
  environments: Environments,
  table: Table,
  { actionNames, terms = [] }: EnvironmentOptions,
  needs: DeclaredNeeds,
): Promise<OpenEnvironment> {
  const { owner, actionSpace } = environments;
  const made = tableWorld(table, environments, owner, actionNames);
  const { rows } = choicesOf(actionSpace, environments.actionNames, owner, undefined);
  const columns = await tableColumns(environments, table, made, rows, terms, needs.python);
  const { world, view } = made;
  return { world, view, ...columns, basis: tableBasis(table), isEnumerated: true, close: () => {} };
}

function bySavePoints(
  python: Python,
  environments: Environments,
  id: string,
  reason: string,
  {
    imports = [],
    paths = [],
    actionNames,
    actionBins,
    terms = [],
    stepTime = STEP_TIME,
    ...options
  }: EnvironmentOptions,
  needs: DeclaredNeeds,
): OpenEnvironment {
  const { owner, actionSpace } = environments;
  const names = actionNames ?? environments.actionNames;
  const played = playEnvironment({
    command: python.command,
    owner,
    id,
    spec: environments,
    make: { kwargs: options.arguments ?? {}, imports, paths },
    choices: choicesOf(actionSpace, names, owner, actionBins),
    terms,
    ...(needs.python === undefined ? {} : { declared: needs.python }),
    infos: needs.infos,
    stepTime,
  });
  return { ...played, basis: [`played by save-points (${reason})`, ...played.notes].join("; "), isEnumerated: false };
}

/**
 * An environment of Gymnasium as a world: from its table or by copies where it is finite, else played by save-points.
 *
 * @param needs - what the file needs that declares drives and an intent
 * @throws InnateError `usage` if there is no Python, package, environment or argument of that name, or its spaces are too large; `case` if the
 *   environment or the file fails
 */
export async function environmentOf(
  id: string,
  options: EnvironmentOptions,
  needs: DeclaredNeeds = { infos: false },
): Promise<OpenEnvironment> {
  const { python: command, imports = [], paths = [], terms = [], onProgress } = options;
  const python = await startPython(command === undefined ? {} : { python: command });
  try {
    const kwargs = options.arguments ?? {};
    const environments = await makeEnvironments(python, id, { kwargs, imports, paths, timeLimit: false });
    const table = await tableOf(environments, {
      infos: needs.infos ? true : terms,
      ...(options.stepTime === undefined ? {} : { stepTime: options.stepTime }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return table.how === "none"
      ? bySavePoints(python, environments, id, table.reason, options, needs)
      : await fromTable(environments, table, options, needs);
  } finally {
    await python.close();
  }
}
