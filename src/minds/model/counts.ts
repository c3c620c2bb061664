import { longer } from "../arrays.ts";
import { hasChanged, newRuns, type RunsMemory } from "../change.ts";
import type { Model, ModelKind } from "./model.ts";

/** Most visits that novelty is kept apart for. */
const LEVELS = 64;

export interface CountsMemory {
  /** shape [capacity·actions]: the first outcome of each row, a situation and an act; −1 where it has none */
  first: Int32Array;
  /** shape [capacity·actions]: times each row was tried */
  tried: Float64Array;
  readonly runs: RunsMemory;
  /** outcomes in all */
  outcomes: number;
  /** shape [outcomes]: 2·situation, plus 1 where the world ends there */
  to: Int32Array;
  /** shape [outcomes]: times it came about */
  count: Float64Array;
  /** shape [outcomes]: the next outcome of the same row; −1 after the last */
  link: Int32Array;
  /** shape [LEVELS]: of rows tried so many times, how many were tried again, and how many then gave an outcome that was new */
  again: Float64Array;
  fresh: Float64Array;
}

/**
 * Dirichlet counts: for each situation and act how often each outcome came about, and nothing about any other. The predicted
 * probabilities are the observed shares.
 *
 * How sure it is: the probability that the next try gives no new outcome, learned over all rows together (after Good and Turing) from how
 * often rows that had been tried as often did. Where nothing has been seen it is the Dirichlet prior's 1 − 1/(n + 1); in a world that
 * turns out to be deterministic one try comes to be enough. A row that has changed begins anew.
 */
export const counts: ModelKind<CountsMemory> = {
  name: "counts",
  newborn: () => ({
    first: new Int32Array(),
    tried: new Float64Array(),
    runs: newRuns(),
    outcomes: 0,
    to: new Int32Array(64),
    count: new Float64Array(64),
    link: new Int32Array(64),
    again: new Float64Array(LEVELS),
    fresh: new Float64Array(LEVELS),
  }),
  wake(body, memory): Model<CountsMemory> {
    const width = body.actions.length;
    /** shape [LEVELS]: the probability of a new outcome; each level's prior is what is known of the one below it, whatever those above say */
    const novelty = new Float64Array(LEVELS);
    const weigh = (from: number) => {
      for (let n = from; n < LEVELS; n++) {
        const prior = (novelty[n - 1]! * n) / (n + 1);
        novelty[n] = (memory.fresh[n]! + prior) / (memory.again[n]! + 1);
      }
    };
    novelty[0] = 1;
    weigh(1);
    const add = (row: number, to: number): void => {
      const outcome = memory.outcomes++;
      if (outcome === memory.to.length) {
        memory.to = longer(memory.to, 0, 0);
        memory.count = longer(memory.count, 0, 0);
        memory.link = longer(memory.link, 0, -1);
      }
      memory.to[outcome] = to;
      memory.count[outcome] = 1;
      memory.link[outcome] = memory.first[row]!;
      memory.first[row] = outcome;
    };
    return {
      learn(situation, action, next, ended) {
        const row = situation * width + action;
        if (row >= memory.first.length) {
          memory.first = longer(memory.first, (situation + 1) * width, -1);
          memory.tried = longer(memory.tried, (situation + 1) * width, 0);
        }
        const to = 2 * next + (ended ? 1 : 0);
        let outcome = memory.first[row]!;
        while (outcome >= 0 && memory.to[outcome] !== to) outcome = memory.link[outcome]!;
        const same = () => (outcome < 0 ? 0 : memory.count[outcome]!);
        const changed = hasChanged(memory.runs, row, to, memory.tried[row]!, same);
        const level = Math.min(memory.tried[row]!, LEVELS - 1);
        memory.again[level]!++;
        memory.tried[row]!++;
        if (outcome >= 0) memory.count[outcome]!++;
        else {
          memory.fresh[level]!++;
          add(row, to);
          outcome = memory.first[row]!;
        }
        if (changed) {
          memory.first[row] = outcome;
          memory.link[outcome] = -1;
          memory.count[outcome] = memory.tried[row] = memory.runs.length[row]!;
        }
        if (level > 0) weigh(level);
      },
      foresee(situation, action, visit) {
        const row = situation * width + action;
        if (row >= memory.first.length) return;
        const total = memory.tried[row]!;
        for (let outcome = memory.first[row]!; outcome >= 0; outcome = memory.link[outcome]!) {
          const to = memory.to[outcome]!;
          visit(to >> 1, memory.count[outcome]! / total, (to & 1) === 1);
        }
      },
      sample(situation, action, random) {
        const row = situation * width + action;
        let outcome = row < memory.first.length ? memory.first[row]! : -1;
        if (outcome < 0) return -1;
        if (memory.link[outcome]! < 0) return memory.to[outcome]!;
        let left = random() * memory.tried[row]!;
        for (;;) {
          left -= memory.count[outcome]!;
          const next = memory.link[outcome]!;
          if (left < 0 || next < 0) return memory.to[outcome]!;
          outcome = next;
        }
      },
      evidence: (situation, action) => memory.tried[situation * width + action] ?? 0,
      sure: (situation, action) => 1 - novelty[Math.min(memory.tried[situation * width + action] ?? 0, LEVELS - 1)]!,
      memory: () => memory,
    };
  },
};
