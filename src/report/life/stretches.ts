import type { Count, Stretch } from "./report.ts";

/** Stretches that are kept, at most and, once a life is long enough, at least a tenth of it. */
const MOST = 1000;
const FOLD = 10;

/** An episode that is over, summed up. */
export interface Outcome {
  readonly reward: number;
  readonly happened: ReadonlySet<string>;
}

/** A life in stretches of equal length, 1, 10, 100, … steps each, of which there are never many. */
export interface Stretches {
  /** @param score - how good the step is as the intent scores it; undefined where nothing is scored */
  step(paid: readonly number[], happened: readonly string[], score?: number): void;
  /** Takes an episode that ended with the last step. */
  episode(outcome: Outcome): void;
  list(): readonly Stretch[];
}

const together = (a: Stretch["happened"], b: Stretch["happened"]): Stretch["happened"] => {
  const all: Record<string, Count> = { ...a };
  for (const [name, { steps, episodes }] of Object.entries(b)) {
    const before = all[name];
    all[name] = { steps: steps + (before?.steps ?? 0), episodes: episodes + (before?.episodes ?? 0) };
  }
  return all;
};

function joined(a: Stretch, b: Stretch): Stretch {
  const episodes = a.episodes + b.episodes;
  const [one, other] = [a.returns, b.returns];
  const returns =
    one === undefined || other === undefined
      ? (one ?? other)
      : {
          mean: (one.mean * a.episodes + other.mean * b.episodes) / episodes,
          least: Math.min(one.least, other.least),
          most: Math.max(one.most, other.most),
        };
  const score = a.score === undefined && b.score === undefined ? undefined : (a.score ?? 0) + (b.score ?? 0);
  return {
    from: a.from,
    steps: a.steps + b.steps,
    paid: a.paid.map((paid, term) => paid + b.paid[term]!),
    episodes,
    ...(returns === undefined ? {} : { returns }),
    ...(score === undefined ? {} : { score }),
    happened: together(a.happened, b.happened),
  };
}

/** Stretches joined, so many at a time. */
export const joinBy = (stretches: readonly Stretch[], group: number): readonly Stretch[] =>
  stretches.reduce<Stretch[]>((rows, stretch, k) => {
    if (k % group === 0) rows.push(stretch);
    else rows[rows.length - 1] = joined(rows[rows.length - 1]!, stretch);
    return rows;
  }, []);

/** At most so many stretches, of 1, 2 or 5 times a power of ten steps. */
export function rowsOf(stretches: readonly Stretch[], most: number): readonly Stretch[] {
  const group = [1, 10, 100, 1000]
    .flatMap((tens) => [tens, 2 * tens, 5 * tens])
    .find((one) => Math.ceil(stretches.length / one) <= most);
  return joinBy(stretches, group ?? MOST);
}

/** What a stretch under way comes to so far. */
const newTally = (terms: number) => ({
  steps: 0,
  paid: new Float64Array(terms),
  episodes: 0,
  returns: { sum: 0, least: Infinity, most: -Infinity },
  score: undefined as number | undefined,
  happened: new Map<string, { steps: number; episodes: number }>(),
});

/** @param from - steps lived before the first one */
export function createStretches(from: number, terms: number): Stretches {
  let done: Stretch[] = [];
  let width = 1;
  let start = from;
  let tally = newTally(terms);

  const countOf = (name: string) => {
    const known = tally.happened.get(name);
    if (known !== undefined) return known;
    const count = { steps: 0, episodes: 0 };
    tally.happened.set(name, count);
    return count;
  };
  const current = (): Stretch => {
    const { steps, paid, episodes, returns, score, happened } = tally;
    const { sum, least, most } = returns;
    return {
      from: start,
      steps,
      paid: [...paid],
      episodes,
      ...(episodes === 0 ? {} : { returns: { mean: sum / episodes, least, most } }),
      ...(score === undefined ? {} : { score }),
      happened: Object.fromEntries([...happened].map(([name, count]) => [name, { ...count }])),
    };
  };
  const close = () => {
    done.push(current());
    start += tally.steps;
    tally = newTally(terms);
    if (done.length < MOST) return;
    done = [...joinBy(done, FOLD)];
    width *= FOLD;
  };
  return {
    step(paid, happened, score) {
      // A stretch is closed by the step after it, so that the episode that ends with its last step is counted in it.
      if (tally.steps === width) close();
      tally.steps++;
      for (let term = 0; term < paid.length; term++) tally.paid[term]! += paid[term]!;
      if (score !== undefined) tally.score = (tally.score ?? 0) + score;
      for (const name of happened) countOf(name).steps++;
    },
    episode({ reward, happened }) {
      const { returns } = tally;
      tally.episodes++;
      returns.sum += reward;
      returns.least = Math.min(returns.least, reward);
      returns.most = Math.max(returns.most, reward);
      for (const name of happened) countOf(name).episodes++;
    },
    list: () => (tally.steps === 0 ? done : [...done, current()]),
  };
}
