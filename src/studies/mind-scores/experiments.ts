import { beginLife, type Drive, type Mind, type Moment, type World } from "../../core/index.ts";
import * as bandit from "./bandit.ts";
import * as cartpole from "./cartpole.ts";
import * as catching from "./catch.ts";
import { deepSea } from "./deep-sea.ts";
import * as chain from "./discounting-chain.ts";
import { memory } from "./memory.ts";
import * as mountainCar from "./mountain-car.ts";
import type { Rule } from "./score.ts";
import { umbrella } from "./umbrella.ts";

/** One episode as an experiment counts it. */
export interface Episode {
  readonly steps: number;
  readonly episodeReturn: number;
  readonly loss: number;
}

/** One setting of an experiment: a world and a drive in which a mind lives one episode after another. */
export interface Setting {
  readonly name: string;
  /** The episodes of a life, without end. */
  episodes(mind: Mind, seed: number): Generator<Episode, void>;
}

/** One of bsuite's experiments, and how it is scored. */
export interface Experiment {
  readonly id: string;
  readonly episodes: number;
  readonly settings: readonly Setting[];
  readonly rule: Rule;
}

/** What an episode of moments loses, given its return. */
type Loss<S, A extends string> = (episodeReturn: number, moments: readonly Moment<S, A>[]) => number;

function setting<S, A extends string>(
  name: string,
  world: World<S, A>,
  drive: Drive<S, A>,
  loss: Loss<NoInfer<S>, NoInfer<A>>,
): Setting {
  return {
    name,
    *episodes(mind, seed) {
      const life = beginLife(world, drive, mind, { seed });
      for (;;) {
        const moments: Moment<S, A>[] = [];
        let episodeReturn = 0;
        for (const { episode } = life; life.episode === episode; )
          episodeReturn += life.run(1, (moment) => moments.push(moment));
        yield { steps: moments.length, episodeReturn, loss: loss(episodeReturn, moments) };
      }
    },
  };
}

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100];
const BITS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 40];
const SIZES = [5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 35, 40, 45, 50];

/** A dive is bad where it left the way to the treasure by an act of its own. */
function dive(size: number, stochastic: boolean): Setting {
  const { world, drive, goesRight } = deepSea(size, stochastic);
  return setting(`N = ${size}`, world, drive, (_, moments) =>
    Number(moments.some(({ state, action }) => state.row === state.column && !goesRight(state, action))),
  );
}
const solved = { kind: "solved", threshold: 0.8, size: (name: string) => Number(name.slice("N = ".length)) } as const;

/** A wrong umbrella at the end costs 2, whatever was paid by luck. */
function walk(name: string, length: number, distractors: number): Setting {
  const { world, drive } = umbrella(length, distractors);
  return setting(name, world, drive, (_, moments) => {
    const { need, have } = moments.at(-1)!.nextState;
    return need === have ? 0 : 2;
  });
}

/** A wrong answer costs 2, so that a mind that guesses loses 1. */
function recall(name: string, length: number, bits: number): Setting {
  const { world, drive } = memory(length, bits);
  return setting(name, world, drive, (episodeReturn) => 1 - episodeReturn);
}

/**
 * bsuite's experiments that a world here can hold, with the numbers of its own sweep.py files. Its settings of one kind that differ in
 * their seed alone are named by the seed.
 */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    id: "bandit",
    episodes: 10_000,
    settings: SEEDS.map((seed) =>
      setting(`seed ${seed}`, bandit.world, bandit.driveOf(seed), (episodeReturn) => 1 - episodeReturn),
    ),
    rule: { kind: "regret", baseline: 0.5 },
  },
  {
    id: "catch",
    episodes: 10_000,
    settings: SEEDS.map((seed) =>
      setting(`seed ${seed}`, catching.world, catching.drive, (episodeReturn) => 1 - episodeReturn),
    ),
    rule: { kind: "regret", baseline: 1.6 },
  },
  {
    id: "cartpole",
    episodes: 1000,
    settings: SEEDS.map((seed) =>
      setting(`seed ${seed}`, cartpole.world, cartpole.drive, (episodeReturn) => 1000 - episodeReturn),
    ),
    rule: { kind: "regret or best", baseline: 1000, best: 500 },
  },
  {
    id: "mountain-car",
    episodes: 1000,
    settings: SEEDS.map((seed) =>
      setting(`seed ${seed}`, mountainCar.world, mountainCar.drive, (episodeReturn) => -25 - episodeReturn),
    ),
    rule: { kind: "regret", baseline: 415 },
  },
  { id: "deep-sea", episodes: 10_000, settings: SIZES.map((size) => dive(size, false)), rule: solved },
  { id: "deep-sea-stochastic", episodes: 10_000, settings: SIZES.map((size) => dive(size, true)), rule: solved },
  {
    id: "discounting-chain",
    episodes: 1000,
    settings: SEEDS.map((seed) =>
      setting(`seed ${seed}`, chain.world, chain.driveOf(seed % 5), (episodeReturn) => 1.1 - episodeReturn),
    ),
    rule: { kind: "linear", slope: 10 },
  },
  {
    id: "umbrella-length",
    episodes: 10_000,
    settings: LENGTHS.map((length) => walk(`length ${length}`, length, 20)),
    rule: { kind: "share", threshold: 0.5 },
  },
  {
    id: "umbrella-distract",
    episodes: 10_000,
    settings: LENGTHS.map((flags) => walk(`${flags} distractors`, 20, flags)),
    rule: { kind: "share", threshold: 0.5 },
  },
  {
    id: "memory-length",
    episodes: 10_000,
    settings: LENGTHS.map((length) => recall(`length ${length}`, length, 1)),
    rule: { kind: "share", threshold: 0.75 },
  },
  {
    id: "memory-size",
    episodes: 10_000,
    settings: BITS.map((bits) => recall(`${bits} bits`, 2, bits)),
    rule: { kind: "share", threshold: 0.75 },
  },
];
