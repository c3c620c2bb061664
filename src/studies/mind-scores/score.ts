import { estimate, meanOf, rate } from "../../audit/learned/statistics.ts";
import type { Sampled } from "../../audit/report.ts";

/** What one life in one setting of an experiment came to. */
export interface Run {
  readonly setting: string;
  readonly seed: number;
  /** episodes that were lived, and those that the experiment asks for */
  readonly episodes: number;
  readonly asked: number;
  readonly steps: number;
  /** mean loss per episode, in the experiment's own measure */
  readonly meanLoss: number;
  readonly leastLoss: number;
  /** the first logged episode up to which the mean loss is below the experiment's threshold */
  readonly solvedAt?: number;
}

/**
 * How an experiment is scored, by bsuite's own rule (google-deepmind/bsuite, experiments/…/analysis.py and utils/plotting.py):
 *
 * `regret`: (baseline − mean loss)/baseline, kept in [0, 1], the mean over all runs;
 * `regret or best`: half of that, and half of the share of runs whose best episode lost less than `best`;
 * `linear`: 1 − slope·mean loss;
 * `share`: the share of settings whose mean loss is below the threshold;
 * `solved`: the share of settings in which the mean loss fell below the threshold before episode 2^size + 100.
 */
export type Rule =
  | { readonly kind: "regret"; readonly baseline: number }
  | { readonly kind: "regret or best"; readonly baseline: number; readonly best: number }
  | { readonly kind: "linear"; readonly slope: number }
  | { readonly kind: "share"; readonly threshold: number }
  | { readonly kind: "solved"; readonly threshold: number; readonly size: (setting: string) => number };

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** The mean of values of as many lives: a single one says nothing of others. */
const overLives = (values: readonly number[]): Sampled =>
  values.length === 1 ? { value: values[0]!, low: -Infinity, high: Infinity } : estimate(values);

/** bsuite logs episodes 1, 1.2, 1.4, 1.7, 2, 2.5, 3, … 10 times each power of 10; what it finds first is found among these. */
const LOGGED = [10, 12, 14, 17, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100];
export function isLogged(episode: number): boolean {
  let power = 1;
  while (power * 10 <= episode) power *= 10;
  return LOGGED.some((ratio) => ratio * power === 10 * episode);
}

/** Runs by setting, in the order in which the settings first come. */
function bySetting(runs: readonly Run[]): readonly (readonly Run[])[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const group = groups.get(run.setting);
    if (group === undefined) groups.set(run.setting, [run]);
    else group.push(run);
  }
  return [...groups.values()];
}

const clipped = ({ value, low, high }: Sampled): Sampled => ({ value: clip(value), low: clip(low), high: clip(high) });

/** A share of settings: it takes them for draws from many like them. */
const shareOf = (passes: readonly boolean[]): Sampled => rate(passes.filter((passed) => passed).length, passes.length);

/** The score of one run or more under a rule, in [0, 1] unless the rule is linear, with its 95 % interval. */
export function scoreOf(rule: Rule, runs: readonly Run[]): Sampled {
  const losses = runs.map((run) => run.meanLoss);
  switch (rule.kind) {
    case "regret":
      return clipped(overLives(losses.map((loss) => 1 - loss / rule.baseline)));
    case "regret or best": {
      const halves = runs.map((run) => (1 - run.meanLoss / rule.baseline) / 2 + (run.leastLoss < rule.best ? 0.5 : 0));
      return clipped(overLives(halves));
    }
    case "linear":
      return overLives(losses.map((loss) => 1 - rule.slope * loss));
    case "share":
      return shareOf(bySetting(runs).map((group) => meanOf(group.map((run) => run.meanLoss)) < rule.threshold));
    case "solved":
      return shareOf(
        bySetting(runs).map((group) =>
          group.some(({ solvedAt = Infinity, setting }) => solvedAt < 2 ** rule.size(setting) + 100),
        ),
      );
  }
}
