import type { AnyWorld } from "../core/case.ts";
import { didYouMean, InnateError } from "../core/errors.ts";
import { defineIntent, type Intent } from "../core/intent.ts";
import type { Moment } from "../core/moment.ts";
import type { State } from "../core/world.ts";
import { parseProperties } from "./prism/parse-properties.ts";
import type { Expression } from "./prism/syntax.ts";

/** What is meant by a model, which does not say it itself: labels, or conditions over its variables. */
export interface Meant {
  readonly never?: readonly string[];
  readonly reach?: readonly string[];
  readonly keepPossible?: readonly string[];
}

/** What a model says of the states in which something holds. */
export interface Holding {
  /** what messages call it */
  readonly name: string;
  /** every label, "deadlock" among them */
  readonly labels: ReadonlyMap<string, (state: State) => boolean>;
  /** a condition over its variables */
  satisfying(expression: Expression): (state: State) => boolean;
}

/** The states that a label or a condition names. */
function readerOf({ name, labels, satisfying }: Holding, text: string): (state: State) => boolean {
  const label = labels.get(text);
  if (label !== undefined) return label;
  const known = [...labels.keys()];
  try {
    const [property, ...others] = parseProperties(text, "condition").properties;
    if (property === undefined || others.length > 0) throw new InnateError("usage", `"${text}" is no condition`);
    return satisfying(property.formula);
  } catch (error) {
    if (!(error instanceof InnateError) || !/^\w+$/.test(text)) throw error;
    throw new InnateError(
      "usage",
      `${name}: there is no label "${text}"${didYouMean(text, known)}; it has ${known.join(", ")}`,
    );
  }
}

/**
 * The intent that labels and conditions state; undefined where none is given.
 *
 * What must never happen does where a step begins or ends in such a state.
 *
 * @throws InnateError `usage` where there is no such label, or a condition makes no sense
 */
export function intentOf(world: AnyWorld, holding: Holding, meant: Meant): Intent<State, string> | undefined {
  const { never = [], reach = [], keepPossible = [] } = meant;
  if (never.length + reach.length + keepPossible.length === 0) return undefined;
  const readers = (texts: readonly string[]) => texts.map((text) => [text, readerOf(holding, text)] as const);
  const happens = readers(never).map(([text, is]) => {
    const holds = ({ state, nextState }: Moment<State, string>): boolean => is(state) || is(nextState);
    return [text, holds] as const;
  });
  return defineIntent(world, {
    never: Object.fromEntries(happens),
    reach: Object.fromEntries(readers(reach)),
    keepPossible: Object.fromEntries(readers(keepPossible)),
  });
}
