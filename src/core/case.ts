import type { Drive } from "./drive.ts";
import { caseError, didYouMean, InnateError, onlyKeys, show } from "./errors.ts";
import type { Intent } from "./intent.ts";
import type { State, World } from "./world.ts";

/** A named number or choice of a case, with its default and its range or options. */
export type Parameter =
  | { readonly default: number; readonly low: number; readonly high: number; readonly about?: string }
  | { readonly default: string; readonly options: readonly string[]; readonly about?: string };
export type Parameters = Readonly<Record<string, Parameter>>;
/** The values that a case's parameters take. */
export type ParameterValues<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends { readonly options: readonly (infer T extends string)[] } ? T : number;
};
export type Settings = Readonly<Record<string, number | string>>;

/** A world with its drives and its intent, ready to be audited. */
export interface Setting<S, A extends string> {
  readonly world: World<S, A>;
  /** the first is the one under suspicion */
  readonly drives: Readonly<Record<string, Drive<S, A>>>;
  readonly intent?: Intent<S, A>;
  /** for each drive, the checks that an audit of it must name first in a finding */
  readonly expects?: Readonly<Record<string, readonly string[]>>;
  /** where the world is made of something else, how, in words that end a report's sentence: "from the environment's own table" */
  readonly basis?: string;
}

/** A case: for each value of its parameters, a world with its drives and its intent. */
export interface Case<S, A extends string> {
  readonly parameters: Parameters;
  build(values: Settings): Setting<S, A>;
}
export type AnyCase = Case<State, string>;
export type AnySetting = Setting<State, string>;
export type AnyWorld = World<State, string>;
export type AnyDrive = Drive<State, string>;

interface SettingSpec<S, A extends string> {
  readonly world: World<S, A>;
  readonly drives: Readonly<Record<string, Drive<NoInfer<S>, NoInfer<A>>>>;
  readonly intent?: Intent<NoInfer<S>, NoInfer<A>>;
  readonly expects?: Readonly<Record<string, readonly string[]>>;
  readonly basis?: string;
}

const SETTING_KEYS = ["world", "drives", "intent", "expects", "basis"];
const NUMBER_KEYS = ["default", "low", "high", "about"];
const CHOICE_KEYS = ["default", "options", "about"];

/** A case without parameters. That it has no `build` tells it from one with, also to the type checker in its messages. */
interface PlainSpec<S, A extends string> extends SettingSpec<S, A> {
  readonly parameters?: undefined;
  readonly build?: undefined;
}
interface BuiltSpec<S, A extends string, P extends Parameters> {
  readonly parameters: P;
  readonly build: (values: ParameterValues<P>) => SettingSpec<S, A>;
}

function checkSetting<S, A extends string>(setting: Setting<S, A>): Setting<S, A> {
  onlyKeys(setting, SETTING_KEYS, setting.world === undefined ? "defineCase" : `${setting.world.id}: defineCase`);
  const { world, drives, intent, expects = {} } = setting;
  const names = Object.keys(drives);
  if (names.length === 0) throw caseError(`${world.id}: a case needs at least one drive`);
  for (const [name, drive] of Object.entries(drives))
    if (drive.world !== world)
      throw caseError(
        `${world.id}: drive "${name}" is of another world, "${drive.world.id}"; define it with this world`,
      );
  if (intent !== undefined && intent.world !== world)
    throw caseError(`${world.id}: the intent is of another world, "${intent.world.id}"; define it with this world`);
  for (const name of Object.keys(expects))
    if (!names.includes(name))
      throw caseError(`${world.id}: expects names "${name}", which is not a drive${didYouMean(name, names)}`);
  return setting;
}

/**
 * A case from a world, its drives and its intent; or from parameters and a function that builds those from their values.
 *
 * @throws if a drive or the intent is of another world, or a key is not known
 */
export function defineCase<S, A extends string, const P extends Parameters = Record<never, never>>(
  spec: PlainSpec<S, A> | BuiltSpec<S, A, P>,
): Case<S, A>;
export function defineCase<S, A extends string>(
  spec:
    | SettingSpec<S, A>
    | { readonly parameters: Parameters; readonly build: (values: Settings) => SettingSpec<S, A> },
): Case<S, A> {
  if (!("build" in spec)) {
    const setting = checkSetting(spec);
    return { parameters: {}, build: () => setting };
  }
  onlyKeys(spec, ["parameters", "build"], "defineCase");
  const { parameters, build } = spec;
  for (const [name, parameter] of Object.entries(parameters))
    onlyKeys(parameter, typeof parameter.default === "string" ? CHOICE_KEYS : NUMBER_KEYS, `parameter ${name}`);
  return { parameters, build: (values) => checkSetting(build(settingsOf(parameters, values))) };
}

/**
 * The value of every parameter: the given ones, and the default of each other.
 *
 * @throws if a given name is not a parameter, or a value is out of its range
 */
export function settingsOf(parameters: Parameters, given: Settings): Settings {
  const names = Object.keys(parameters);
  for (const [name, value] of Object.entries(given)) {
    const parameter = names.includes(name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      const known = names.length === 0 ? "the case has none" : `it has ${names.join(", ")}`;
      throw new InnateError("usage", `"${name}" is not a parameter${didYouMean(name, names)}; ${known}`);
    }
    if ("options" in parameter) {
      if (typeof value !== "string" || !parameter.options.includes(value))
        throw new InnateError(
          "usage",
          `parameter ${name} = ${show(value)}: expected one of ${parameter.options.join(", ")}`,
        );
    } else if (typeof value !== "number" || !(value >= parameter.low && value <= parameter.high))
      throw new InnateError(
        "usage",
        `parameter ${name} = ${show(value)}: expected a number from ${parameter.low} to ${parameter.high}`,
      );
  }
  return Object.fromEntries(names.map((name) => [name, given[name] ?? parameters[name]!.default]));
}
