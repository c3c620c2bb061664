import { arrayOf } from "../gymnasium/client.ts";
import { type ColumnNames, columnsSchema } from "../gymnasium/columns.ts";
import type { GymnasiumMoment } from "../gymnasium/moment.ts";
import type { Element } from "../gymnasium/space.ts";
import { startPython } from "../python.ts";
import { startWaitedPython } from "../waited.ts";

/** What a Python file declares, whose functions are asked for what was recorded; its process ends with this one. */
export interface DeclaredInPython {
  readonly names: ColumnNames;
  /** what it makes of a moment: terms, never, score */
  ofMoment(moment: GymnasiumMoment): Float64Array;
  /** what it makes of an observation: reach, keepPossible */
  ofState(observation: Element): Float64Array;
}

/** An element as JSON: NaN and infinities are strings. */
function written(element: Element): unknown {
  if (typeof element === "number") return Number.isFinite(element) ? element : `${element}`;
  if (Array.isArray(element)) return element.map(written);
  return Object.fromEntries(Object.entries(element).map(([key, item]) => [key, written(item)]));
}

/**
 * The drives and the intent of a Python file, to hold against what was recorded.
 *
 * @param owner - the environment, for errors: "gym:CartPole-v1"
 * @throws InnateError `usage` if there is no Python or no gymnasium, `case` if the file fails
 */
export async function declaredInPython(
  path: string,
  owner: string,
  named: string | undefined,
): Promise<DeclaredInPython> {
  const found = await startPython(named === undefined ? {} : { python: named });
  await found.close();
  const python = startWaitedPython({ command: found.command, owner });
  const columnsOf = (op: string, header: Readonly<Record<string, unknown>>): Float64Array =>
    arrayOf(python.ask(op, `a function of ${path}`, header), "columns", Float64Array);
  try {
    const { header } = python.ask("declare", path, { declared: path });
    return {
      names: columnsSchema.parse(header.declared),
      ofMoment({ observation, action, nextObservation, reward, ...told }) {
        const elements = { observation, action, nextObservation, reward };
        return columnsOf("moment", {
          moment: {
            ...told,
            ...Object.fromEntries(Object.entries(elements).map(([key, value]) => [key, written(value)])),
          },
        });
      },
      ofState: (observation) => columnsOf("state", { observation: written(observation) }),
    };
  } catch (error) {
    python.close();
    throw error;
  }
}
