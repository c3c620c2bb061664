import { lender } from "./chance.ts";
import { companyOf, type Others } from "./company.ts";
import type { Drive, Ending } from "./drive.ts";
import { caseError, InnateError, show } from "./errors.ts";
import type { Value } from "./field.ts";
import { phaseAt } from "./life.ts";
import type { Agent, Body, Decision, Mind, Percept } from "./mind.ts";
import type { Moment, Thought } from "./moment.ts";
import { payerOf } from "./pay.ts";
import { randomStream, sampled, seedFor } from "./random.ts";
import { availabilityOf, sensesOf, signalsOf } from "./senses.ts";
import { copied } from "./snapshot.ts";
import { lifeDiscount, type State, type World } from "./world.ts";

/** One step of a life. */
export interface LivedMoment<S, A extends string> extends Moment<S, A> {
  /** steps lived before it */
  readonly step: number;
  /** episodes over before it */
  readonly episode: number;
  /** steps of its episode before it */
  readonly time: number;
  /** what the mind saw of the state */
  readonly observation: Value | State;
  /** shape [terms]: what each term of the drive paid, in the drive's order, `final` where the episode is over included */
  readonly terms: readonly number[];
  readonly reward: number;
  /** names of the signals that occurred */
  readonly signals: readonly string[];
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** How a life goes on: under which question its mind plans, and where its draws come from. */
export interface LifeOptions {
  readonly seed: number;
  /** steps of an episode; the world's own where left out */
  readonly horizon?: number;
  /** weight of a reward one step later; the world's own, else 1 with a horizon and 0.99 without, where left out */
  readonly discount?: number;
}

/** Where a life stands between two steps. */
interface Standing<S> {
  readonly state: S;
  readonly step: number;
  readonly episode: number;
  readonly time: number;
  /** where the stream of the world's draws stands */
  readonly chance: readonly number[];
  /** the values that the senses have met */
  readonly values: readonly (readonly Value[])[];
  readonly memory: unknown;
  /** other minds' memories, by their fields */
  readonly others: ReturnType<ReturnType<typeof companyOf>["memory"]>;
}

/** A life, whole: all that it needs to go on as if it had never stopped. */
export interface SavedLife<S = State> {
  readonly format: "innate-life";
  readonly version: typeof VERSION;
  readonly world: string;
  readonly mind: string;
  readonly options: LifeOptions;
  readonly standing: Standing<S>;
}

/** Number of the form in which lives are saved. */
const VERSION = 1;

/** A mind that lives in a world under a drive. It never stops learning; episodes end and begin again, the mind does not. */
export interface Life<S, A extends string> {
  readonly body: Body;
  readonly agent: Agent<unknown>;
  /** steps lived */
  readonly step: number;
  /** episodes that are over */
  readonly episode: number;
  /** What the mind would perceive in a state after some steps of an episode; leaves no trace. */
  perceive(state: S, time: number): Percept;
  /** Lives on, handing out each moment as it is lived. */
  live(steps: number): Generator<LivedMoment<S, A>, void>;
  /**
   * Lives on without handing out moments, which is faster; returns what was paid in all. `watch` is shown each step as the drive sees it,
   * and what it paid; a thought is made only where it reads it, and cannot be read later.
   */
  run(steps: number, watch?: (moment: Moment<S, A>, reward: number) => void): number;
  save(): SavedLife<S>;
  /** A second future from the same past; with the draws of another seed where one is given. */
  fork(seed?: number): Life<S, A>;
}

/** One step as a drive sees it. A class, as there is one for every step: its thought is made only where it is read. */
class Step<S, A extends string> implements Moment<S, A> {
  readonly state: S;
  readonly action: A;
  readonly nextState: S;
  readonly phase: number;
  readonly think: () => Thought | undefined;
  known: Thought | undefined = undefined;
  constructor(state: S, action: A, nextState: S, phase: number, think: () => Thought | undefined) {
    this.state = state;
    this.action = action;
    this.nextState = nextState;
    this.phase = phase;
    this.think = think;
  }
  get thought(): Thought | undefined {
    this.known ??= this.think();
    return this.known;
  }
}

/** Adds to an error when it happened. What a mind throws that is no InnateError is a fault of its own, not of the case. */
function located(error: unknown, asked: "world" | "mind", world: string, step: number, seed: number): Error {
  const at = `at step ${step} of the life with seed ${seed}`;
  if (error instanceof InnateError) return new InnateError(error.fault, `${error.message}, ${at}`, { cause: error });
  const message = error instanceof Error ? error.message : show(error);
  if (asked === "mind") return new Error(`the mind failed: ${message}, ${at}`, { cause: error });
  return caseError(`${world}: ${message}, ${at}`, { cause: error });
}

function lifeFrom<S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  mind: Mind,
  options: LifeOptions,
  others: Others<S, A>,
  past: Standing<S> | undefined,
): Life<S, A> {
  const { seed } = options;
  const horizon = options.horizon ?? world.horizon;
  const discount = options.discount ?? lifeDiscount({ discount: world.discount, horizon });
  const draws = randomStream(past?.chance ?? seedFor(seed, "world"));
  const lend = lender(sampled(draws.next));
  const begin = () => lend((chance) => world.start(chance));

  let step = past?.step ?? 0;
  let episode = past?.episode ?? 0;
  let time = past?.time ?? 0;
  const company = companyOf(world, others, { seed, horizon, discount }, past?.others);
  let state = past?.state ?? company.act(begin(), 0);
  const senses = sensesOf(world, state, past?.values ?? []);
  const signals = signalsOf(world);
  const availableIn = availabilityOf(world);
  const perceive = (seen: S, ofEpisode: number, keep = true): Percept => ({
    features: senses.encode(world.observe === undefined ? seen : world.observe(seen), keep),
    available: availableIn(seen),
    left: horizon === undefined ? Infinity : horizon - ofEpisode,
  });
  const readings = Object.entries(drive.readings ?? {}).map(([name, { signal, within }]) => ({
    name,
    signal: signals.names.indexOf(signal),
    within,
  }));
  const body: Body = {
    features: senses.features,
    actions: world.actions,
    signals: signals.names,
    readings,
    discount,
    ...(horizon === undefined ? {} : { horizon }),
    describe: senses.describe,
  };
  const agent = mind.wake(body, past === undefined ? mind.newborn(body, seedFor(seed, "mind")) : past.memory);
  const payer = payerOf(drive, discount);
  let percept = perceive(state, time);
  let why: Ending | undefined;
  let reward = 0;
  let occurred: readonly boolean[] = [];
  /** whose code runs, for errors */
  let asked: "world" | "mind" = "world";

  /** What the mind has in mind, with the readings that the drive declares; nothing where it has no assessors to take them. */
  const thoughtOf = (decision: Decision) => (): Thought | undefined => {
    const { foresee } = decision;
    if (readings.length > 0 && foresee === undefined) return undefined;
    const taken = Object.fromEntries(
      readings.map(({ name, signal, within }) => [name, foresee?.(signal, within) ?? 0]),
    );
    return decision.thought === undefined && readings.length === 0
      ? undefined
      : { ...decision.thought?.(), readings: taken };
  };

  /** Lives one step; `look` is shown it after it is paid and before the mind learns from it. */
  const advance = (look: ((lived: Step<S, A>) => void) | undefined): void => {
    if (percept.available.length === 0)
      throw caseError(
        `the world has ended in ${show(state)} before "${mind.name}" could act; ` +
          (Object.keys(others).length === 0
            ? "let it start in a state that is not terminated"
            : "another mind may not live in a field whose values end the world"),
      );
    asked = "mind";
    const decision = agent.act(percept);
    asked = "world";
    const action = world.actions[decision.action];
    if (action === undefined || !percept.available.includes(decision.action))
      throw caseError(
        `mind "${mind.name}" chose ${show(action ?? decision.action)}, which cannot be taken; ` +
          `it could take ${percept.available.map((able) => world.actions[able]).join(", ")}`,
      );
    const before = state;
    const phase = phaseAt(world.phases, time);
    const nextState = lend((chance) => world.transition(before, action, chance, phase));
    const terminated = world.terminated?.(nextState) === true;
    const truncated = !terminated && time + 1 === horizon;
    why = terminated ? "terminated" : truncated ? "horizon" : undefined;
    const lived = new Step(before, action, nextState, phase, thoughtOf(decision));
    reward = payer.pay(lived, why);
    occurred = signals.occurring(lived);
    look?.(lived);
    // What the others do next is not part of the moment: they learn from it before they act.
    company.learn(lived, { time: time + 1, why });
    const reached = why === undefined ? company.act(nextState, time + 1) : nextState;
    const next = perceive(reached, time + 1);
    asked = "mind";
    agent.learn({ percept, action: decision.action, reward, signals: occurred, next, terminated, truncated });
    asked = "world";
    step++;
    time++;
    if (why === undefined) {
      state = reached;
      percept = next;
    } else {
      episode++;
      time = 0;
      state = company.act(begin(), 0);
      percept = perceive(state, 0);
    }
  };
  const guarded = (look: Parameters<typeof advance>[0]): void => {
    try {
      advance(look);
    } catch (error) {
      throw located(error, asked, world.id, step, seed);
    }
  };
  const standing = (): Standing<S> =>
    copied({
      state,
      step,
      episode,
      time,
      chance: draws.state(),
      values: senses.memory(),
      memory: agent.memory(),
      others: company.memory(),
    });
  return {
    body,
    agent,
    get step() {
      return step;
    },
    get episode() {
      return episode;
    },
    perceive: (seen, ofEpisode) => perceive(seen, ofEpisode, false),
    *live(steps) {
      for (let k = 0; k < steps; k++) {
        const where = { step, episode, time };
        let moment: LivedMoment<S, A> | undefined;
        guarded(({ state: before, action, nextState, phase, thought }) => {
          moment = {
            ...where,
            state: before,
            action,
            nextState,
            phase,
            ...(thought === undefined ? {} : { thought }),
            observation: senses.describe(percept.features),
            terms: [...payer.terms],
            reward,
            signals: signals.names.filter((_, signal) => occurred[signal]),
            terminated: why === "terminated",
            truncated: why === "horizon",
          };
        });
        if (moment !== undefined) yield moment;
      }
    },
    run(steps, watch) {
      const look = watch === undefined ? undefined : (lived: Step<S, A>) => watch(lived, reward);
      let paid = 0;
      for (let k = 0; k < steps; k++) {
        guarded(look);
        paid += reward;
      }
      return paid;
    },
    save: () => ({
      format: "innate-life",
      version: VERSION,
      world: world.id,
      mind: mind.name,
      options,
      standing: standing(),
    }),
    fork(other) {
      const { chance, ...rest } = standing();
      return lifeFrom(world, drive, mind, { ...options, seed: other ?? seed }, others, {
        ...rest,
        chance: other === undefined ? chance : randomStream(seedFor(other, "world")).state(),
      });
    },
  };
}

/**
 * A life from its beginning.
 *
 * @param others - other minds that live in the world, by the field that shows what each of them does
 * Errors of the world, the drive or the mind while it lives are InnateErrors that name the step and the seed; the life stays where it was
 * before that step.
 */
export const beginLife = <S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  mind: Mind,
  options: LifeOptions,
  others: Others<S, A> = {},
): Life<S, A> => lifeFrom(world, drive, mind, options, others, undefined);

/**
 * The moments of one mind's life in one world under one drive, as they are lived.
 *
 * @param others - as for `beginLife`
 */
export const live = <S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  mind: Mind,
  { steps, ...options }: LifeOptions & { readonly steps: number },
  others: Others<S, A> = {},
): Generator<LivedMoment<S, A>, void> => beginLife(world, drive, mind, options, others).live(steps);

/**
 * A saved life that goes on, bit for bit as if it had never stopped.
 *
 * @throws InnateError `usage` if it is of another world or another mind
 */
export function resumeLife<S, A extends string>(
  world: World<S, A>,
  drive: Drive<S, A>,
  mind: Mind,
  saved: SavedLife<S>,
  others: Others<S, A> = {},
): Life<S, A> {
  if (saved.world !== world.id)
    throw new InnateError("usage", `the saved life was lived in "${saved.world}", not in "${world.id}"`);
  if (saved.mind !== mind.name)
    throw new InnateError("usage", `the saved life is that of a mind "${saved.mind}", not of "${mind.name}"`);
  return lifeFrom(world, drive, mind, saved.options, others, copied(saved.standing));
}

/** Whether something read from outside is a saved life of the form of this version. */
export const isSavedLife = (data: unknown): data is SavedLife =>
  data !== null &&
  typeof data === "object" &&
  "format" in data &&
  data.format === "innate-life" &&
  "version" in data &&
  data.version === VERSION &&
  "standing" in data;
