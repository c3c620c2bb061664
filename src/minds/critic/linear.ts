import { InnateError } from "../../core/errors.ts";
import type { Body } from "../../core/mind.ts";
import { type CoderOptions, createCoder } from "../features.ts";
import type { Situations } from "../situations.ts";
import type { Critic, CriticKind } from "./critic.ts";

export interface LinearOptions extends CoderOptions {
  /** share of an error that one step corrects, in (0, 1]; 0.2 where left out */
  readonly stepSize?: number;
  /** how far an error reaches back, in [0, 1]; 0.9 where left out */
  readonly trace?: number;
}

export type LinearMemory = {
  /** shape [size] */
  weights: Float64Array;
  /** the features that led here, and how much of an error reaches each of them */
  traced: number[];
  traces: number[];
  /** the largest reward that was paid, its sign aside */
  most: number;
};

/** Traces below this are dropped. */
const LEAST_TRACE = 0.01;
/** A value beyond so many times what could be paid in a life is that of a critic that diverges. */
const BEYOND = 1000;

/**
 * A critic that is linear in tiles or hashed features, by TD(λ) with replacing traces (Sutton and Barto 2018, sections 12.2 and 12.5).
 */
export const linearCritic = (options: LinearOptions = {}): CriticKind<LinearMemory> => ({
  name: "linear",
  newborn: (body) => ({ weights: new Float64Array(createCoder(body, options).size), traced: [], traces: [], most: 0 }),
  wake: (body, memory, situations) => wakeLinear(body, memory, situations, options),
});

function wakeLinear(
  body: Body,
  memory: LinearMemory,
  situations: Situations,
  options: LinearOptions,
): Critic<LinearMemory> {
  const { stepSize = 0.2, trace = 0.9 } = options;
  const coder = createCoder(body, options);
  const { discount, horizon } = body;
  const active = new Int32Array(coder.active);
  /** How much reward can count at most, in units of the largest reward. */
  const reach = Math.min(horizon ?? Infinity, discount < 1 ? 1 / (1 - discount) : 1e6);

  /** Where nothing cuts episodes off, planners may say anything of how much is left. */
  const isOver = (left: number) => horizon !== undefined && left === 0;
  function worth(features: Float64Array, left: number): number {
    if (isOver(left)) return 0;
    coder.code(features, left, active);
    let sum = 0;
    for (const k of active) sum += memory.weights[k]!;
    return sum;
  }
  function check(value: number): void {
    if (Math.abs(value) <= BEYOND * (reach * memory.most + 1)) return;
    throw new InnateError(
      "undecided",
      `the linear critic diverges: it values a situation at ${value}, where no reward was beyond ${memory.most}; ` +
        `expected less than ${BEYOND} times what could be paid; lower its step size (${stepSize}) or its trace (${trace})`,
    );
  }
  return {
    learn(_situation, _next, { percept, reward, next, terminated, truncated }) {
      memory.most = Math.max(memory.most, Math.abs(reward));
      const after = terminated ? 0 : worth(next.features, next.left);
      const error = reward + discount * after - worth(percept.features, percept.left);
      // `active` holds the features of what was left: they are the last that were coded.
      const { traced, traces } = memory;
      let kept = 0;
      for (let k = 0; k < traced.length; k++) {
        const faded = traces[k]! * discount * trace;
        if (faded < LEAST_TRACE || active.includes(traced[k]!)) continue;
        traced[kept] = traced[k]!;
        traces[kept++] = faded;
      }
      traced.length = kept;
      traces.length = kept;
      for (const k of active)
        if (!traced.includes(k, kept)) {
          traced.push(k);
          traces.push(1);
        }
      const rate = stepSize / coder.active;
      for (let k = 0; k < traced.length; k++) memory.weights[traced[k]!]! += rate * error * traces[k]!;
      check(worth(percept.features, percept.left));
      if (terminated || truncated) {
        traced.length = 0;
        traces.length = 0;
      }
    },
    adopt(situation, left, value) {
      if (isOver(left)) return;
      const error = value - worth(situations.features(situation), left);
      for (const k of active) memory.weights[k]! += error / coder.active;
    },
    value: (situation, left) => worth(situations.features(situation), left),
    memory: () => memory,
  };
}
