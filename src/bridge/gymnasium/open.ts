import { readFileSync } from "node:fs";
import { type AnyCase, defineCase, type Parameter } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { declaredBy } from "./declared.ts";
import { type EnvironmentOptions, environmentOf } from "./environment.ts";
import { settingOf } from "./setting.ts";

/** An environment as a user names it. */
export interface EnvironmentTarget extends Omit<EnvironmentOptions, "arguments"> {
  readonly id: string;
  /** its arguments as typed: true, 0.5, 4x4, ["SFG"] */
  readonly settings?: Readonly<Record<string, string>>;
  readonly file?: FileBeside | undefined;
}

/** A file with drives and an intent. */
export interface FileBeside {
  readonly path: string;
  /** as errors call it */
  readonly name: string;
  /** what it exports, where it is a module; it is a Python file where this is left out */
  readonly exported?: object;
}

/** A case, and the process behind it, if there is one. */
export interface OpenCase {
  readonly subject: AnyCase;
  /** whether the world can be audited exactly */
  readonly isEnumerated: boolean;
  close(): void;
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
function argumentOf(text: string): unknown {
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

/** Whether the text of a file reads infos; where it does so in a way that no text shows, they are empty. */
const readsInfos = (text: string): boolean => /\binfo\b/.test(text);

/**
 * The case of an environment of Gymnasium: its world, its reward as the drive `paid`, and what a file beside it declares.
 *
 * @throws InnateError as `environmentOf`, and `case` if the file declares something else
 */
export async function openEnvironment({ id, settings = {}, file, ...options }: EnvironmentTarget): Promise<OpenCase> {
  const kwargs = Object.fromEntries(Object.entries(settings).map(([name, text]) => [name, argumentOf(text)]));
  const needs = file === undefined ? { infos: false } : { infos: readsInfos(readFileSync(file.path, "utf8")) };
  const declared = file?.exported === undefined ? undefined : declaredBy(file.exported, file.name);
  const environment = await environmentOf(
    id,
    { ...options, arguments: kwargs },
    file !== undefined && declared === undefined ? { ...needs, python: file.path } : needs,
  );
  const parameters = Object.fromEntries(Object.entries(settings).map(([name, text]) => [name, fixed(text)]));
  const { basis, isEnumerated, close } = environment;
  try {
    const setting = { ...settingOf(environment, declared), basis };
    return { subject: defineCase({ parameters, build: () => setting }), isEnumerated, close };
  } catch (error) {
    close();
    throw error;
  }
}
