import * as z from "zod";
import { caseError } from "../../core/errors.ts";
import type { Rational } from "../../core/rational.ts";
import { distributionOf } from "../fractions.ts";
import { arrayOf, type Environments, type Numbers, numbersOf } from "./client.ts";

/** Seeds from which starts are sampled where an environment does not say how it starts. */
const SEEDS = 100;
const MOST_STATES = 100_000;
/** Seconds that one step or reset may take where nothing else is said. */
export const STEP_TIME = 10;

/** What may follow a state and an action, all in one state with one reward together. */
export interface Outcome {
  readonly probability: Rational;
  readonly next: number;
  readonly reward: number;
  readonly terminated: boolean;
  /** numbers of `info`, by name; empty where none were asked for */
  readonly info: Readonly<Record<string, number>>;
}

/** A finite environment: for each state and action what may follow. */
export interface Table {
  /** whether the environment says it (`P`), or copies of it were stepped */
  readonly how: "table" | "copies";
  readonly states: number;
  readonly actions: number;
  /** The outcomes of an action, at least one; none in states that are only entered to end. */
  outcomes(state: number, action: number): readonly Outcome[];
  readonly starts: readonly { readonly state: number; readonly probability: Rational }[];
  /** seeds from which starts were sampled; null where the environment says how it starts */
  readonly seeds: number | null;
  /** steps of the environment that were held against the table */
  readonly steps: number;
  /** steps after which the environment itself cuts episodes off, where it does */
  readonly horizon: number | null;
  /** shape [states, observationWidth] */
  readonly observations: Numbers;
  /** what states are made of, where the environment says so; values have shape [states, names] */
  readonly parts?: { readonly names: readonly string[]; readonly values: Float64Array };
  /** rows of the environment's map, a letter for each state */
  readonly map?: readonly string[];
  /** state-actions whose probabilities are no simple fractions, and were taken as the doubles that they are */
  readonly unread: number;
}

export interface TableOptions {
  readonly seeds?: number;
  readonly states?: number;
  /** what of `info` is kept of each outcome: all numbers, or those under some names */
  readonly infos?: true | readonly string[];
  /** seconds that one step may take, at most */
  readonly stepTime?: number;
  readonly onProgress?: (progress: { readonly states: number; readonly open: number }) => void;
}

const answer = z.object({
  states: z.number(),
  actions: z.number(),
  seeds: z.number().nullable(),
  steps: z.number(),
  horizon: z.number().nullable(),
  partNames: z.array(z.string()).readonly().nullable(),
  infoNames: z.array(z.string()).readonly(),
  map: z.array(z.string()).readonly().nullable(),
});
const found = z.discriminatedUnion("how", [
  z.object({ how: z.literal("none"), reason: z.string() }),
  answer.extend({ how: z.enum(["table", "copies"]) }),
]);
const progressed = z.object({ states: z.number(), open: z.number() });

/**
 * The table of an environment, or why it has none.
 *
 * @param environments - made without a time limit
 * @throws InnateError `case` if its table is none, or it is not deterministic and does not say so
 */
export async function tableOf(
  environments: Environments,
  { seeds = SEEDS, states = MOST_STATES, infos = [], stepTime = STEP_TIME, onProgress }: TableOptions = {},
): Promise<Table | { readonly how: "none"; readonly reason: string }> {
  const frame = await environments.ask(
    "table",
    { seeds, states, infos },
    {},
    {
      timeout: stepTime * 1000,
      call: "a step or a reset",
      onProgress: (progress) => onProgress?.(progressed.parse(progress)),
    },
  );
  const header = found.parse(frame.header);
  if (header.how === "none") return header;
  const { partNames, infoNames, map, ...known } = header;
  const rows = arrayOf(frame, "rows", Int32Array);
  const next = arrayOf(frame, "next", Int32Array);
  const probabilities = arrayOf(frame, "probabilities", Float64Array);
  const rewards = arrayOf(frame, "rewards", Float64Array);
  const terminated = arrayOf(frame, "terminated", Uint8Array);
  const starts = arrayOf(frame, "starts", Int32Array);
  const info = infoNames.map((name) => [name, arrayOf(frame, `info:${name}`, Float64Array)] as const);

  const read = (values: readonly number[], where: () => string) => {
    const distribution = distributionOf(values);
    if (distribution !== undefined) return distribution;
    const sum = values.reduce((total, value) => total + value, 0);
    throw caseError(`${environments.owner}: ${where()} sum to ${sum}, expected 1`);
  };
  let unread = 0;
  const outcomes = Array.from({ length: rows.length - 1 }, (_, row): readonly Outcome[] => {
    const [from, to] = [rows[row]!, rows[row + 1]!];
    if (from === to) return [];
    const [state, action] = [Math.floor(row / known.actions), row % known.actions];
    const where = () => `the probabilities of P[${state}][${action}]`;
    const { weights, isRead } = read([...probabilities.subarray(from, to)], where);
    if (!isRead) unread++;
    return weights.flatMap((probability, k) => {
      const at = from + k;
      if (probability.numerator === 0n) return [];
      const told = Object.fromEntries(info.map(([name, values]) => [name, values[at]!]));
      return [{ probability, next: next[at]!, reward: rewards[at]!, terminated: terminated[at] === 1, info: told }];
    });
  });
  const begun = read([...arrayOf(frame, "startProbabilities", Float64Array)], () => "the probabilities of its starts");
  return {
    ...known,
    outcomes: (state, action) => outcomes[state * known.actions + action]!,
    starts: begun.weights.map((probability, k) => ({ state: starts[k]!, probability })),
    observations: numbersOf(frame, "observations"),
    ...(partNames === null ? {} : { parts: { names: partNames, values: arrayOf(frame, "parts", Float64Array) } }),
    ...(map === null ? {} : { map }),
    unread,
  };
}
