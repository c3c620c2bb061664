import * as z from "zod";
import { caseError } from "../../core/errors.ts";
import type { Frame } from "../frames.ts";
import type { Python, RequestOptions } from "../python.ts";
import { type Space, spaceSchema } from "./space.ts";

/** Milliseconds for making environments: what they import may be large. */
const MAKE_TIME = 120_000;

/** Numbers of observations and actions: of the smallest kind that holds every element of the space. */
export type Numbers = Int32Array | Float32Array | Float64Array | Uint8Array;
/** What an environment says beside its rewards, as JSON; NaN and infinities are strings. */
export type Info = Readonly<Record<string, unknown>>;

export interface MakeOptions {
  /** arguments of the environment, as JSON */
  readonly kwargs?: Readonly<Record<string, unknown>>;
  /** Python modules that are imported first, which may register environments */
  readonly imports?: readonly string[];
  /** folders in which Python looks for these before it looks elsewhere */
  readonly paths?: readonly string[];
  /** how many copies; 1 where left out */
  readonly count?: number;
  /** whether copies are cut off at the horizon; true where left out */
  readonly timeLimit?: boolean;
  /** milliseconds for each answer */
  readonly timeout?: number;
}

export interface StepOptions {
  /** which environments, ascending; all where left out */
  readonly indices?: Int32Array;
  /** shape [n]: 1 where the environment is reset in place of its step, as in the step after its episode is over */
  readonly resets?: Uint8Array;
  /** what is wanted of `info`: all that JSON can say, or some keys; nothing where left out */
  readonly infos?: true | readonly string[];
}

export interface Observed {
  /** shape [n, observationWidth] */
  readonly observations: Numbers;
  /** shape [n]; empty where none were asked for */
  readonly infos: readonly Info[];
}
export interface Stepped extends Observed {
  /** shape [n] each */
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

const known = z.object({
  env: z.number(),
  id: z.string(),
  horizon: z.number().nullable(),
  nondeterministic: z.boolean(),
  observationSpace: spaceSchema,
  observationWidth: z.number(),
  actionSpace: spaceSchema,
  actionWidth: z.number(),
  actionNames: z.array(z.string()).readonly().nullable(),
  wrappers: z.array(z.string()).readonly(),
  hasTable: z.boolean(),
  parameters: z.array(z.object({ name: z.string(), default: z.unknown() })).readonly(),
  warnings: z.array(z.string()).readonly(),
});

/** What is known of an environment without a step. */
export interface EnvironmentSpec {
  /** its id with namespace and version */
  readonly id: string;
  /** steps after which an episode is cut off; null where none are said */
  readonly horizon: number | null;
  /** whether it says of itself that a seed does not fix what it does */
  readonly nondeterministic: boolean;
  readonly observationSpace: Space;
  readonly observationWidth: number;
  readonly actionSpace: Space;
  readonly actionWidth: number;
  readonly actionNames: readonly string[] | null;
  /** names of its wrappers, the outermost first */
  readonly wrappers: readonly string[];
  /** whether it has a table `P` of its transitions */
  readonly hasTable: boolean;
  /** the arguments that it takes, with their defaults as JSON */
  readonly parameters: readonly { readonly name: string; readonly default?: unknown }[];
  /** what Gymnasium says of it that a user should know */
  readonly warnings: readonly string[];
}

/** Copies of one environment in a Python process. Every call throws what `Python.request` throws. */
export interface Environments extends EnvironmentSpec {
  /** what errors call it: "gym:Taxi-v3" */
  readonly owner: string;
  readonly count: number;
  /** @param seeds - shape [n]; without them each goes on with its own generator */
  reset(seeds?: readonly number[], options?: Omit<StepOptions, "resets">): Promise<Observed>;
  /** @param actions - shape [n, actionWidth] */
  step(actions: Numbers, options?: StepOptions): Promise<Stepped>;
  /** Another request of innate_bridge/server.py about these environments. */
  ask(op: string, header?: Frame["header"], arrays?: Frame["arrays"], options?: RequestOptions): Promise<Frame>;
  close(): Promise<void>;
}

/** An array of an answer. */
export const numbersOf = ({ arrays }: Frame, name: string): Numbers => {
  const array = arrays[name];
  if (array === undefined || array instanceof BigInt64Array) throw new RangeError(`the answer has no array ${name}`);
  return array;
};
/** An array of an answer that has to be of one kind. */
export function arrayOf<T>({ arrays }: Frame, name: string, type: new (...args: never) => T): T {
  const array = arrays[name];
  if (!(array instanceof type)) throw new RangeError(`the answer has no ${type.name} ${name}`);
  return array;
}
const infosOf = ({ header }: Frame): readonly Info[] => (Array.isArray(header.infos) ? header.infos : []);

/**
 * Copies of an environment, made in a Python process.
 *
 * @param id - as Gymnasium knows it: "Taxi-v3", "namespace/Name-v0", "module:Name-v0"
 * @throws InnateError `usage` if there is no such environment, package or argument, `case` if it cannot be made
 */
export async function makeEnvironments(python: Python, id: string, options: MakeOptions = {}): Promise<Environments> {
  const { kwargs = {}, imports = [], paths = [], count = 1, timeLimit = true, timeout } = options;
  const owner = `gym:${id}`;
  const time = timeout === undefined ? {} : { timeout };
  const made = await python.request(
    owner,
    "make",
    { id, kwargs, imports, paths, count, timeLimit },
    {},
    { timeout: timeout ?? MAKE_TIME },
  );
  const { env, parameters, ...spec } = known.parse(made.header);
  const ask: Environments["ask"] = (op, header = {}, arrays = {}, own = {}) =>
    python.request(owner, op, { ...header, env }, arrays, { ...time, ...own });
  const some = (indices: Int32Array | undefined) => (indices === undefined ? {} : { indices });
  return {
    ...spec,
    parameters,
    owner,
    count,
    ask,
    async reset(seeds, { indices, infos } = {}) {
      const arrays = seeds === undefined ? {} : { seeds: Float64Array.from(seeds) };
      const frame = await ask("reset", { infos }, { ...arrays, ...some(indices) });
      return { observations: numbersOf(frame, "observations"), infos: infosOf(frame) };
    },
    async step(actions, { indices, resets, infos } = {}) {
      if (actions.length % spec.actionWidth !== 0)
        throw caseError(
          `${owner}: step got ${actions.length} numbers, expected ${spec.actionWidth} for each environment`,
        );
      const frame = await ask(
        "step",
        { infos },
        { actions, ...(resets === undefined ? {} : { resets }), ...some(indices) },
      );
      return {
        observations: numbersOf(frame, "observations"),
        rewards: arrayOf(frame, "rewards", Float64Array),
        terminated: arrayOf(frame, "terminated", Uint8Array),
        truncated: arrayOf(frame, "truncated", Uint8Array),
        infos: infosOf(frame),
      };
    },
    async close() {
      await ask("close");
    },
  };
}
