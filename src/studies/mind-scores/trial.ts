import type { Mind } from "../../core/index.ts";
import type { Experiment, Setting } from "./experiments.ts";
import { isLogged, type Run } from "./score.ts";

/**
 * Lives in one setting of an experiment; hands out what it came to so far at each episode that bsuite logs, and at the last. Ends early where
 * no further episode counts: where the experiment asks when it was solved, and it is.
 *
 * @param asked - episodes to be lived; as many as the experiment asks for in bsuite
 */
export function* trial(
  { rule }: Experiment,
  setting: Setting,
  mind: Mind,
  seed: number,
  asked: number,
): Generator<Run, void> {
  let episodes = 0;
  let steps = 0;
  let loss = 0;
  let leastLoss = Infinity;
  for (const episode of setting.episodes(mind, seed)) {
    episodes++;
    steps += episode.steps;
    loss += episode.loss;
    leastLoss = Math.min(leastLoss, episode.loss);
    const meanLoss = loss / episodes;
    const isLast = episodes === asked;
    if (!isLogged(episodes) && !isLast) continue;
    const solved = rule.kind === "solved" && meanLoss < rule.threshold;
    const run = { setting: setting.name, seed, asked, episodes, steps, meanLoss, leastLoss };
    yield solved ? { ...run, solvedAt: episodes } : run;
    if (isLast || solved) return;
  }
}
