import { didYouMean, InnateError } from "../core/errors.ts";
import { type Bits, hasBit, type Limits } from "../exact/index.ts";
import { type Checked, check } from "./check/check.ts";
import { withText } from "./check/wrong.ts";
import type { LabelledModel } from "./labelled.ts";
import { openModel, readText } from "./open-model.ts";
import type { Given } from "./prism/constants.ts";
import { parseProperties } from "./prism/parse-properties.ts";
import { withinStack } from "./prism/source.ts";
import type { Property } from "./prism/syntax.ts";

/** What is asked of a model. */
export interface Questions {
  readonly file: string;
  /** what messages call it */
  readonly name: string;
  /** values of constants that neither the model nor the properties define, as typed */
  readonly constants: Given;
  readonly properties?: { readonly file: string; readonly name: string };
  /** names of properties of the file, or properties as typed; all of the file where empty */
  readonly wanted: readonly string[];
  readonly exact: boolean;
  readonly limits?: Limits;
}

/** How far a check has come: with what, for which property where it is for one, and how much of how much. */
export type OnCheck = (stage: string, property: string, done: number, of?: number) => void;

/** A model that is about to be asked, by its sizes. */
export interface ModelSizes {
  readonly kind: "model";
  readonly type: LabelledModel["kind"];
  readonly states: number;
  readonly choices: number;
  readonly branches: number;
  readonly initial: number;
  readonly deadlocks: number;
  /** one of them */
  readonly deadlock?: string;
  readonly seconds: number;
}

/** A property with its answer, or why it cannot be asked. */
export interface CheckedProperty {
  readonly kind: "property";
  readonly name?: string;
  readonly text: string;
  readonly seconds: number;
  readonly answer: Checked | { readonly refused: string };
}

/** A property and the text that its places are in. */
interface Wanted {
  readonly property: Property;
  readonly source: { readonly name: string; readonly text: string };
}

const NAME = /^[A-Za-z_]\w*$/;

const without = (given: Given, names: readonly string[]): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));

/** The properties that are wanted, those that they may name, and the constants that are left to the model. */
function wantedOf({ properties, wanted, constants, name }: Questions): {
  readonly asked: readonly Wanted[];
  readonly known: readonly Property[];
  readonly constants: Given;
} {
  const source =
    properties === undefined ? undefined : { name: properties.name, text: readText(properties.file, properties.name) };
  const file = source === undefined ? undefined : parseProperties(source.text, source.name, constants);
  const known = file?.properties ?? [];
  const names = known.flatMap((property) => property.name ?? []);
  const typed = (text: string): readonly Wanted[] => {
    const found = known.find((property) => property.name === text);
    if (found !== undefined && source !== undefined) return [{ property: found, source }];
    if (NAME.test(text) && source !== undefined)
      throw new InnateError(
        "usage",
        `${source.name}: no property "${text}"${didYouMean(text, names)}; it has ${names.join(", ") || "none with a name"}`,
      );
    const own = { name: "--property", text };
    return parseProperties(text, own.name, constants).properties.map((property) => ({ property, source: own }));
  };
  const asked =
    wanted.length > 0 || source === undefined ? wanted.flatMap(typed) : known.map((property) => ({ property, source }));
  if (asked.length === 0)
    throw new InnateError(
      "usage",
      `${source?.name ?? name}: no property to check; name a file of properties, or --property 'Pmax=? [ F "goal" ]'`,
    );
  return { asked, known, constants: without(constants, file?.constants ?? []) };
}

const count = (states: number, set: Bits): number => {
  let members = 0;
  for (let s = 0; s < states; s++) if (hasBit(set, s)) members++;
  return members;
};

function sizesOf(labelled: LabelledModel, seconds: number): ModelSizes {
  const { model, deadlocks, kind: type } = labelled;
  const { action, successor } = model.phases[0]!;
  const stuck = count(model.states, deadlocks);
  let first = 0;
  while (stuck > 0 && !hasBit(deadlocks, first)) first++;
  return {
    kind: "model",
    type,
    states: model.states,
    choices: action.length,
    branches: successor.length,
    initial: model.starts.length,
    deadlocks: stuck,
    ...(stuck === 0 ? {} : { deadlock: labelled.describe(first) }),
    seconds,
  };
}

/** Seconds since some moment. */
const clock = (): (() => number) => {
  const began = performance.now();
  return () => (performance.now() - began) / 1000;
};

/**
 * What a model is like, then each property with its answer, one after another.
 *
 * @throws InnateError where the model or the file of properties cannot be read; of one property's fault its answer tells
 */
export function* checkModel(
  questions: Questions,
  onCheck: OnCheck = () => {},
): Generator<ModelSizes | CheckedProperty, void> {
  const { asked, known, constants } = wantedOf(questions);
  const opening = clock();
  const model = openModel(questions.file, constants, {
    name: questions.name,
    ...(questions.limits === undefined ? {} : { limits: questions.limits }),
    onStates: (found, done) => onCheck("enumerating states", questions.name, done, found),
    onBytes: (done, of) => onCheck("reading bytes", questions.name, done, of),
  });
  yield sizesOf(model, opening());
  for (const { property, source } of asked) {
    const { name, text } = property;
    const taking = clock();
    const answer = answered(model, property, known, source, questions.exact, (stage, done, of) =>
      onCheck(stage, name ?? text, done, of),
    );
    yield { kind: "property", ...(name === undefined ? {} : { name }), text, seconds: taking(), answer };
  }
}

function answered(
  model: LabelledModel,
  property: Property,
  known: readonly Property[],
  { name, text }: Wanted["source"],
  exact: boolean,
  onProgress: (stage: string, done: number, of?: number) => void,
): CheckedProperty["answer"] {
  try {
    return withinStack(
      { name, text, fault: "usage" },
      () => property.at,
      () => check(model, property, known, { exact, onProgress }),
    );
  } catch (error) {
    if (!(error instanceof InnateError) || error.fault !== "usage") throw error;
    return { refused: withText(error, name, text).message };
  }
}
