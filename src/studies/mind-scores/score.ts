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

/** A score, in [0, 1] unless the rule is linear, and the interval that holds the score of all lives with probability 0.95. */
export interface Score {
  readonly score: number;
  readonly interval: readonly [low: number, high: number];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** Quantiles 0.975 of Student's t for 1 … 30 degrees of freedom (NIST/SEMATECH handbook, table 1.3.6.7.2). */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;
const NORMAL = 1.96;

/** Half the width of Student's 95 % interval of a mean; 0 where all values are the same, Infinity for a single one. */
function halfWidth(values: readonly number[]): number {
  const degrees = values.length - 1;
  if (degrees < 1) return Infinity;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / degrees;
  return (T[degrees - 1] ?? NORMAL) * Math.sqrt(variance / values.length);
}

/** The mean of values of as many lives, with Student's interval. */
export function meanOf(values: readonly number[]): Score {
  const score = mean(values);
  const half = halfWidth(values);
  return { score, interval: [score - half, score + half] };
}

/** Wilson's 95 % interval of a share: it takes the settings for draws from many like them. */
function wilson(share: number, count: number): readonly [number, number] {
  const square = NORMAL * NORMAL;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const half =
    (NORMAL / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

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

const clipped = ({ score, interval: [low, high] }: Score): Score => ({
  score: clip(score),
  interval: [clip(low), clip(high)],
});

function shareOf(passes: readonly boolean[]): Score {
  const score = mean(passes.map(Number));
  return { score, interval: wilson(score, passes.length) };
}

/** The score of runs under a rule: of one run or more. */
export function scoreOf(rule: Rule, runs: readonly Run[]): Score {
  const losses = runs.map((run) => run.meanLoss);
  switch (rule.kind) {
    case "regret": {
      return clipped(meanOf(losses.map((loss) => 1 - loss / rule.baseline)));
    }
    case "regret or best": {
      const halves = runs.map((run) => (1 - run.meanLoss / rule.baseline) / 2 + (run.leastLoss < rule.best ? 0.5 : 0));
      return clipped(meanOf(halves));
    }
    case "linear":
      return meanOf(losses.map((loss) => 1 - rule.slope * loss));
    case "share":
      return shareOf(bySetting(runs).map((group) => mean(group.map((run) => run.meanLoss)) < rule.threshold));
    case "solved":
      return shareOf(
        bySetting(runs).map((group) =>
          group.some(({ solvedAt = Infinity, setting }) => solvedAt < 2 ** rule.size(setting) + 100),
        ),
      );
  }
}
