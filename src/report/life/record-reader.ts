import * as z from "zod";
import { InnateError } from "../../core/errors.ts";
import type { Value } from "../../core/field.ts";
import { phaseAt } from "../../core/life.ts";
import type { LivedMoment } from "../../core/live.ts";
import type { Alternative, Foreseen, Thought } from "../../core/moment.ts";
import type { State } from "../../core/world.ts";
import type { RecordHeader } from "./record.ts";

type Moment = LivedMoment<State, string>;

const whole = z.int().min(0);
const texts = z.array(z.string()).readonly();

const header: z.ZodType<RecordHeader> = z
  .object({
    format: z.literal("innate-record"),
    version: z.literal(1),
    case: z.string(),
    settings: z.record(z.string(), z.union([z.number(), z.string()])).readonly(),
    world: z.string(),
    drive: z.string(),
    mind: z.string(),
    others: z.record(z.string(), z.string()).readonly(),
    seed: z.number(),
    horizon: whole.exactOptional(),
    discount: z.number(),
    cells: z.object({ held: whole }).readonly().exactOptional(),
    terms: texts,
    actions: texts,
    signals: texts,
    phases: z.array(whole).readonly(),
    observes: z.boolean(),
    digits: whole,
    from: whole,
    episode: whole,
    time: whole,
  })
  .readonly();

const NON_FINITE = ["NaN", "Infinity", "-Infinity"];

const fail = (): never => {
  throw new InnateError("usage", "malformed");
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : fail());
const figure = (value: unknown): number => {
  if (typeof value === "number") return value;
  return typeof value === "string" && NON_FINITE.includes(value) ? Number(value) : fail();
};
const at = <T>(list: readonly T[], index: unknown): T => {
  const found = typeof index === "number" ? list[index] : undefined;
  return found === undefined ? fail() : found;
};

const item = (value: unknown): Value => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return listOf(value).map(item);
};
const observation = (value: unknown): Value | State => {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return item(value);
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, item(part)])));
};
const isState = (value: Value | State): value is State => typeof value === "object" && !Array.isArray(value);
const stateOf = (value: Value | State): State => (isState(value) ? value : fail());

/** Reads the lines after the header, each of which may say a moment. */
function createReader({ actions, signals, terms, phases, observes, from, episode: first, time: begun }: RecordHeader) {
  let states: (Value | State)[] = [];
  let paid: Pick<Moment, "terms" | "reward">[] = [];
  let foreseen: Foreseen[] = [];
  let alternatives: Alternative[] = [];
  let thoughts: Thought[] = [];
  let state: State | undefined;
  let step = from;
  let episode = first;
  let time = begun;

  const thoughtOf = ([plan, steps, value, hope, sure, others, readings]: readonly unknown[]): Thought => ({
    ...(plan === null ? {} : { plan: listOf(plan).map((action) => at(actions, action)) }),
    ...(steps === null ? {} : { foreseen: listOf(steps).map((one) => at(foreseen, one)) }),
    ...(value === null ? {} : { value: figure(value) }),
    ...(hope === null ? {} : { hope: figure(hope) }),
    ...(sure === null ? {} : { sure: figure(sure) }),
    ...(others === null ? {} : { alternatives: listOf(others).map((one) => at(alternatives, one)) }),
    readings: Object.fromEntries(Object.entries(Object(readings)).map(([name, reading]) => [name, figure(reading)])),
  });
  const define = (tag: string, rest: readonly unknown[]): void => {
    switch (tag) {
      case "s":
        states.push(observation(rest[0]));
        return;
      case "p": {
        const paying = listOf(rest[0]).map(figure);
        paid.push(paying.length === terms.length ? { terms: paying, reward: figure(rest[1]) } : fail());
        return;
      }
      case "f": {
        const [action, seen, probability, reward] = rest;
        foreseen.push({
          action: at(actions, action),
          observation: at(states, seen),
          probability: figure(probability),
          reward: figure(reward),
        });
        return;
      }
      case "a": {
        const [action, ...figures] = rest;
        const [reward = 0, later = 0, hope = 0, sure = 0] = figures.map(figure);
        alternatives.push({ action: at(actions, action), reward, later, hope, sure });
        return;
      }
      case "t":
        thoughts.push(thoughtOf(rest));
        return;
      case "e":
        state = stateOf(at(states, rest[0]));
        return;
      case "r":
        states = [];
        paid = [];
        foreseen = [];
        alternatives = [];
        thoughts = [];
        return;
      default:
        fail();
    }
  };
  const momentOf = ([action, next, pay, thought, end = 0, seen = -1, ...occurred]: readonly unknown[]): Moment => {
    if (state === undefined) return fail();
    const nextState = stateOf(at(states, next));
    const moment: Moment = {
      state,
      action: at(actions, action),
      nextState,
      phase: phaseAt(phases, time),
      step,
      episode,
      time,
      observation: observes ? at(states, seen) : state,
      ...at(paid, pay),
      signals: occurred.map((signal) => at(signals, signal)),
      terminated: end === 1,
      truncated: end === 2,
      ...(thought === -1 ? {} : { thought: at(thoughts, thought) }),
    };
    step++;
    if (end === 0) {
      time++;
      state = nextState;
    } else {
      time = 0;
      episode++;
      state = undefined;
    }
    return moment;
  };
  return (line: string): Moment | "end" | undefined => {
    const parts = listOf(JSON.parse(line));
    const [tag, ...rest] = parts;
    if (typeof tag !== "string") return momentOf(parts);
    if (tag === "end") return "end";
    define(tag, rest);
    return undefined;
  };
}

/**
 * The header of a record of a life and its moments, one after another; what the generator returns is whether the record is whole.
 * One that was cut off gives every moment before its last, unfinished line.
 *
 * @param lines - the record's lines without their ends
 * @param origin - what they came from, for errors
 * @throws InnateError `usage` if it is not a record of this version, or is damaged before its last line
 */
export function readRecord(
  lines: Iterable<string>,
  origin = "record",
): { readonly header: RecordHeader; readonly moments: Generator<Moment, boolean> } {
  const rest = lines[Symbol.iterator]();
  const first = rest.next();
  const found = header.safeParse(parsed(first.done === true ? "" : first.value));
  if (!found.success)
    throw new InnateError(
      "usage",
      `${origin}: expected a record of version 1 of a life, as innate live --record writes it; its first line is not the header of one`,
    );
  return { header: found.data, moments: momentsOf(found.data, rest, origin) };
}

function* momentsOf(of: RecordHeader, lines: Iterator<string>, origin: string): Generator<Moment, boolean> {
  const read = createReader(of);
  let number = 2;
  for (let line = lines.next(); line.done !== true; number++) {
    const next = lines.next();
    let moment: ReturnType<typeof read>;
    try {
      moment = read(line.value);
    } catch (error) {
      if (!(error instanceof InnateError || error instanceof SyntaxError)) throw error;
      if (next.done === true) return false;
      throw new InnateError("usage", `${origin}: line ${number} is damaged; the moments before it can be read`);
    }
    if (moment === "end") return true;
    if (moment !== undefined) yield moment;
    line = next;
  }
  return false;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
