import type { AnySetting } from "../../src/core/case.ts";
import { rewardOf, simulate, termReward } from "../../src/core/life.ts";
import type { LivedMoment } from "../../src/core/live.ts";
import { pictureOf } from "../../src/core/picture.ts";
import { createRandom } from "../../src/core/random.ts";
import { toNumber } from "../../src/core/rational.ts";
import type { State } from "../../src/core/world.ts";
import { createLifeLog, type LifeLog } from "../../src/report/life/log.ts";
import type { About } from "../../src/report/life/report.ts";

type Moment = LivedMoment<State, string>;

/** A life of a mind that acts at random and thinks what is made up for it: the moments that a log is given. */
export function* madeUpLife({ world, drives }: AnySetting, steps: number, seed = 0): Generator<Moment, void> {
  const drive = Object.values(drives)[0]!;
  const random = createRandom(seed);
  let step = 0;
  for (let episode = 0; step < steps; episode++) {
    const choose = (state: State) => {
      const able = world.actions.filter((action) => world.available?.(state, action) ?? true);
      return able[Math.floor(random() * able.length)];
    };
    let time = 0;
    const moments = [...simulate(world, choose, episode)];
    for (const moment of moments) {
      if (step === steps) return;
      const isLast = time === moments.length - 1;
      const terminated = isLast && world.terminated?.(moment.nextState) === true;
      const why = terminated ? "terminated" : isLast ? "horizon" : undefined;
      const signals = Object.entries(world.signals ?? {}).flatMap(([name, occurs]) => (occurs?.(moment) ? [name] : []));
      yield {
        ...moment,
        step: step++,
        episode,
        time: time++,
        observation: world.observe?.(moment.state) ?? moment.state,
        terms: drive.terms.map((term) => toNumber(termReward(drive, term, moment, why))),
        reward: rewardOf(drive, moment),
        signals,
        terminated,
        truncated: isLast && !terminated,
        thought: {
          plan: [moment.action, world.actions[0]!],
          foreseen: [{ action: moment.action, observation: moment.nextState, probability: 0.875, reward: 1.5 }],
          value: 2 + step / steps,
          sure: 0.9,
          alternatives: world.actions
            .filter((action) => action !== moment.action)
            .map((action, k) => ({ action, reward: -k, later: 1.25, hope: 0, sure: 0.5 })),
          readings: {},
        },
      };
    }
  }
}

/** Whose life it is: that of a made-up mind under a case's first drive. */
export function aboutOf({ world, drives }: AnySetting, name: string): About {
  const [drive, { terms }] = Object.entries(drives)[0]!;
  return {
    case: name,
    settings: {},
    world: world.id,
    drive,
    mind: "made-up",
    others: {},
    seed: 0,
    discount: world.discount ?? 1,
    terms: terms.map((term) => term.name),
    ...(world.horizon === undefined ? {} : { horizon: world.horizon }),
  };
}

/** A log of a case's first drive that nothing has been noted in. */
export function logOf(setting: AnySetting, name: string, from = 0): LifeLog {
  const { world, intent } = setting;
  return createLifeLog({
    about: aboutOf(setting, name),
    ...(intent === undefined ? {} : { intent }),
    draw: (state) => pictureOf(world, state),
    from,
    observes: world.observe !== undefined,
  });
}
