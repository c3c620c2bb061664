import type { AnyWorld } from "../core/case.ts";
import { createCodec } from "../core/codec.ts";
import { InnateError, messageOf, show } from "../core/errors.ts";
import { availableActions, simulate } from "../core/life.ts";
import { pictureOf } from "../core/picture.ts";
import { createRandom } from "../core/random.ts";
import type { State } from "../core/world.ts";
import { type Enumeration, enumerate, type Limits } from "../exact/enumerate.ts";
import type { Problem } from "./problem.ts";

export interface WorldChecks {
  /** episodes of random actions, each run twice; 20 where left out */
  readonly episodes?: number;
  /** most steps of each; 200 where left out */
  readonly steps?: number;
  /** of the first episode; each other has the next; 0 where left out */
  readonly seed?: number;
  readonly limits?: Limits;
}

/** Most states that are drawn. */
const MOST_DRAWN = 10_000;

/** The states of an episode of random actions, the one after the last action included. */
function episode(world: AnyWorld, seed: number, steps: number): readonly State[] {
  const random = createRandom(seed);
  const choose = (state: State, step: number) => {
    const actions = availableActions(world, state);
    return step < steps ? actions[Math.floor(random() * actions.length)] : undefined;
  };
  return [...simulate(world, choose, seed)].map(({ nextState }) => nextState);
}

/** What is wrong with an episode: it leaves the fields, throws, or is another when it is run again. */
function episodeProblem(world: AnyWorld, seed: number, steps: number): Problem | undefined {
  try {
    const states = episode(world, seed, steps);
    const codec = createCodec(world.fields);
    const packed = new Uint32Array(codec.words);
    for (const state of states) codec.pack(state, packed, 0, () => `${world.id}: seed ${seed}`);
    const again = episode(world, seed, steps);
    const at = [...states, undefined].findIndex((state, k) => show(state) !== show(again[k]));
    if (at < 0 || (at === states.length && again.length === states.length)) return undefined;
    const message = `${world.id}: seed ${seed}, step ${at}: ${show(states[at])}, and when it was run again ${show(again[at])}; expected the same seed to give the same episode`;
    return { kind: "seed", message };
  } catch (error) {
    return { kind: "unsound", message: messageOf(error) };
  }
}

/** What is wrong with the drawing of a state: it throws, is empty, or shows what is not there. */
function drawingProblem(world: AnyWorld, state: State): Problem | undefined {
  const wrong = (what: string): Problem => ({ kind: "drawing", message: `${world.id}: draw(${show(state)}) ${what}` });
  try {
    const picture = pictureOf(world, state);
    const text = "svg" in picture ? picture.svg : picture.join("\n");
    const odd = /undefined|NaN|\[object Object\]/.exec(text)?.[0];
    if (odd !== undefined) return wrong(`shows "${odd}"`);
    return text.trim() === "" ? wrong("is empty") : undefined;
  } catch (error) {
    return wrong(`threw: ${messageOf(error)}`);
  }
}

/** The world's states, why it is unsound, or neither where it is too large to be gone through. */
function explored(world: AnyWorld, limits: Limits | undefined): Enumeration | Problem | undefined {
  try {
    return enumerate(world, limits);
  } catch (error) {
    const isLarge = error instanceof InnateError && error.fault === "undecided";
    return isLarge ? undefined : { kind: "unsound", message: messageOf(error) };
  }
}

/**
 * What a world does not keep to, as data for any test runner; an empty list where nothing is wrong.
 *
 * Its transitions stay within the fields, depend on their arguments alone and leave them as they are, and their probabilities sum
 * to 1, in every reachable state; the same seed gives the same episode; every state has a drawing. A world too large to be
 * enumerated is held to this along random episodes only.
 *
 * @example expect(checkWorld(world)).toEqual([]);
 */
export function checkWorld(world: AnyWorld, checks: WorldChecks = {}): readonly Problem[] {
  const { episodes = 20, steps = 200, seed = 0, limits } = checks;
  const found = explored(world, limits);
  if (found !== undefined && "kind" in found) return [found];
  const odd = Array.from({ length: episodes }, (_, k) => episodeProblem(world, seed + k, steps)).find(Boolean);
  if (odd !== undefined) return [odd];
  const states =
    found === undefined
      ? episode(world, seed, steps)
      : Array.from({ length: Math.min(found.model.states, MOST_DRAWN) }, (_, k) => found.state(k));
  const undrawn = states.flatMap((state) => drawingProblem(world, state) ?? []);
  return undrawn.slice(0, 1);
}
