import type { AnyWorld } from "../../core/case.ts";
import { didYouMean, InnateError, show } from "../../core/errors.ts";
import type { Field, Value } from "../../core/field.ts";
import { availableActions, phaseAt } from "../../core/life.ts";
import type { RecordedEpisode, RecordedStep } from "../../core/recorded.ts";
import { statesOf } from "../../core/states.ts";
import type { State } from "../../core/world.ts";
import { outcomesOf } from "../../exact/outcomes.ts";
import { codesOf } from "../serve/observation.ts";
import type { RawEpisode, RawStep } from "./steps.ts";

/** Most steps whose outcomes are kept. */
const MOST_KEPT = 1 << 16;

const wrong = (place: string, message: string): InnateError => new InnateError("usage", `${place}: ${message}`);

/** The value of a field that is written as Gymnasium shows it: a code, or a list of codes. */
function seenValue(field: Field<Value>, seen: unknown): unknown {
  const numbers = Array.isArray(seen) ? seen : [seen];
  if (numbers.length !== field.digits || !numbers.every((number) => typeof number === "number")) return undefined;
  if (field.bounds !== undefined) return numbers[0];
  const codes = numbers.map((number) => number - codesOf(field).start);
  const isCode = (code: number): boolean => Number.isInteger(code) && code >= 0 && code < field.radix;
  return codes.every(isCode) ? field.decode(codes, 0) : undefined;
}

/** Reads the states of a world, as the case writes them or as Gymnasium shows them. */
function reader({ id, fields, observe }: AnyWorld) {
  const names = Object.keys(fields);
  const { checked } = statesOf(fields);
  return (value: unknown, isSeen: boolean, place: string): State => {
    if (isSeen && observe !== undefined)
      throw wrong(place, `what is seen of "${id}" does not say its state; record state and nextState as well`);
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw wrong(place, `expected a state of "${id}" with ${names.join(", ")}, got ${show(value)}`);
    const extra = Object.keys(value).find((name) => !names.includes(name));
    if (extra !== undefined)
      throw wrong(place, `"${extra}" is not a field of "${id}"${didYouMean(extra, names)}; it has ${names.join(", ")}`);
    const state: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      const written: unknown = Reflect.get(value, name);
      if (written === undefined) throw wrong(place, `a state of "${id}" without ${name}: ${show(value)}`);
      const own = isSeen ? seenValue(field, written) : written;
      if (!field.encode(own, [], 0)) {
        const expected = isSeen ? "a number that stands for one of its values" : field.expected;
        throw wrong(place, `${name} = ${show(written)}, expected ${expected}`);
      }
      state[name] = own;
    }
    return checked(state, () => place);
  };
}

/** The action that a line names, by its name or its number. */
function actionIn({ id, actions }: AnyWorld, written: unknown, place: string): string {
  const found = typeof written === "number" ? actions[written] : actions.find((name) => name === written);
  if (found !== undefined) return found;
  const near = typeof written === "string" ? didYouMean(written, actions) : "";
  throw wrong(place, `${show(written)} is not an action of "${id}"${near}; it has ${actions.join(", ")}`);
}

/** Probabilities of what a world may do, kept for steps that recur; undefined where there is too much to go through. */
function sharesOf(world: AnyWorld) {
  const outcomes = outcomesOf(world);
  const known = new Map<string, ReadonlyMap<string, number> | undefined>();
  const isReal = Object.values(world.fields).some(({ bounds }) => bounds !== undefined);
  const { key } = statesOf(world.fields);
  return (state: State, action: string, phase: number, nextState: State): number | undefined => {
    if (isReal) return 1;
    const step = `${key(state)} ${action} ${phase}`;
    if (!known.has(step)) {
      if (known.size >= MOST_KEPT) known.clear();
      const origin = `${world.id}: transition(${show(state)}, "${action}")`;
      try {
        known.set(
          step,
          outcomes.of(origin, (chance) => world.transition(state, action, chance, phase)),
        );
      } catch (error) {
        if (!(error instanceof InnateError) || error.fault !== "undecided") throw error;
        known.set(step, undefined);
      }
    }
    const shares = known.get(step);
    return shares === undefined ? 1 : shares.get(key(nextState));
  };
}

export interface FitOptions {
  /** Where a step stands, by its line: "run.jsonl:17". */
  placeOf(line: number): string;
  /** whether others live in the world, and may change it between two steps */
  readonly inCompany?: boolean;
}

/**
 * Recorded episodes in the words of a world: every state checked against its fields, every step against what the world can do.
 *
 * @throws InnateError `usage` with the line where something does not fit
 */
export function fitTo(
  world: AnyWorld,
  { placeOf, inCompany = false }: FitOptions,
): (episode: RawEpisode) => RecordedEpisode {
  const read = reader(world);
  const shareOf = sharesOf(world);
  const { key } = statesOf(world.fields);
  const { horizon } = world;
  const fitStep = (raw: RawStep, time: number, before: State | undefined): RecordedStep => {
    const place = placeOf(raw.line);
    const state = read(raw.from, raw.isSeen, place);
    if (before !== undefined && !inCompany && key(before) !== key(state))
      throw wrong(place, `the episode goes on in ${show(state)}, and the step before led to ${show(before)}`);
    if (world.terminated?.(state) === true)
      throw wrong(place, `"${world.id}" has ended in ${show(state)}, and a step follows`);
    if (horizon !== undefined && time >= horizon)
      throw wrong(place, `step ${time + 1} of an episode, and "${world.id}" is cut off after ${horizon}`);
    const action = actionIn(world, raw.action, place);
    const able = availableActions(world, state);
    if (!able.includes(action))
      throw wrong(place, `"${action}" cannot be taken in ${show(state)}; ${able.join(", ")} can`);
    const nextState = read(raw.to, raw.isSeen, place);
    const phase = phaseAt(world.phases, time);
    const probability = shareOf(state, action, phase, nextState);
    if (probability === undefined)
      throw wrong(
        place,
        `"${action}" in ${show(state)} cannot lead to ${show(nextState)}; was it recorded in another world, or with other settings?`,
      );
    if (raw.terminated && world.terminated?.(nextState) !== true)
      throw wrong(place, `recorded as terminated, and "${world.id}" has not ended in ${show(nextState)}`);
    return {
      moment: { state, action, nextState, phase },
      probability,
      ...(raw.reward === undefined ? {} : { reward: raw.reward }),
      place,
    };
  };
  return ({ number, before = 0, steps: raws }) => {
    const steps: RecordedStep[] = [];
    raws.forEach((raw, k) => {
      steps.push(fitStep(raw, before + k, steps.at(-1)?.moment.nextState));
    });
    const last = raws.at(-1);
    const ended = steps.at(-1)?.moment.nextState;
    // Cut off by somebody else before the horizon, an episode is not over.
    const isCutOff = before + raws.length === horizon || (horizon === undefined && last?.truncated === true);
    const why = ended !== undefined && world.terminated?.(ended) === true ? "terminated" : isCutOff ? "horizon" : "cut";
    return { name: `episode ${number}`, steps, why, ...(before > 0 ? { lacksStart: true } : {}) };
  };
}
