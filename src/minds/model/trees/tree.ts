import { exp } from "../../../core/math.ts";
import { bestSplit, scoreOf } from "./best-split.ts";
import {
  changeCode,
  changed,
  lnEvidence,
  PRIOR_MASS,
  passes,
  type Question,
  type Sample,
  type Split,
  viewOf,
} from "./sample.ts";

/**
 * A node of a tree. Every node counts the outcomes that came to it, as themselves and as changes from the present value; a leaf
 * also keeps numbers of the observations themselves, so that it can be split, and the tree above it regrown, by what was seen.
 */
export type Node = {
  /** outcomes counted */
  count: number;
  /** by code */
  values: number[];
  /** by code of change; empty where what is predicted has no present value */
  changes: number[];
  /** by how much the values explain what came better than the changes do: a ratio of probabilities */
  odds: number;
  /** the count from which the tree below is to be reconsidered */
  due: number;
  held: number[];
  split: Split | null;
  yes: Node | null;
  no: Node | null;
};

/** Whether a tree asks for an attribute. */
export function asksFor(node: Node, attribute: number): boolean {
  const { split, yes, no } = node;
  if (split === null || yes === null || no === null) return false;
  if (split.attribute === attribute || (split.kind === "same as" && split.value === attribute)) return true;
  return asksFor(yes, attribute) || asksFor(no, attribute);
}

/** Where a tree finds the observations that it holds by number. */
export interface Source {
  /** Writes the row of an observation and returns its outcome. */
  load(observation: number, row: Int32Array): number;
  /** How often an observation was made. */
  times(observation: number): number;
}

/** Most observations that one leaf holds, and most that a tree is regrown from. */
const MOST_HELD = 2048;
const MOST_SAMPLED = 16384;
/** Outcomes of less than this share of a leaf's are held longer than others. */
const RARE = 1 / 16;
/** Held observations that are looked at, at most, for one to forget. */
const MOST_PROBES = 16;
/** A tree is reconsidered whenever it has seen this many times as much as when it last was. */
const AGAIN_AFTER = 1.25;
/** By how many nats a regrown tree must explain what is held better than the old one, to take its place. */
const MARGIN = 0.5;
/** How far one view of the outcomes may be ahead of the other, so that it can be overtaken. */
const MOST_ODDS = 1e6;

export const newNode = (): Node => ({
  count: 0,
  values: [],
  changes: [],
  odds: 1,
  due: 2,
  held: [],
  split: null,
  yes: null,
  no: null,
});

const bounded = (odds: number): number => Math.min(MOST_ODDS, Math.max(1 / MOST_ODDS, odds));
const count = (counts: readonly number[], code: number): number => counts[code] ?? 0;
function increase(counts: number[], code: number, by: number): void {
  while (counts.length <= code) counts.push(0);
  counts[code]! += by;
}
const kinds = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + (each > 0 ? 1 : 0), 0);
const isPure = ({ values, changes }: Node): boolean => kinds(values) <= 1 || kinds(changes) === 1;

/**
 * A decision tree that predicts one outcome from the attributes that matter, found from what was seen. A node's prediction is an
 * average of its counts with the prediction of the node above, the root's with all outcomes alike, and of outcomes as they are
 * with outcomes as changes.
 */
export interface Tree {
  /** The probability of an outcome. */
  probability(row: Int32Array, outcome: number): number;
  /**
   * Writes the outcomes that came before where the row leads, and their probabilities; returns how many. They sum to less than 1:
   * the rest is what has not come yet.
   */
  ways(row: Int32Array, outcomes: number[], probabilities: number[]): number;
  /** The leaf to which the row leads. */
  leaf(row: Int32Array): Readonly<Node>;
  /** Learns an outcome; `isNew` where the observation has not been made before. Returns whether the splits changed. */
  learn(row: Int32Array, outcome: number, observation: number, isNew: boolean): boolean;
}

export function wakeTree(question: Question, root: Node, source: Source): Tree {
  const { own } = question;
  const hasOwn = own >= 0;
  let met = root.values.length;
  const uniform = (): number => 1 / (question.outcomes === Infinity ? met + 1 : question.outcomes);

  /** A node's probability of an outcome, given that of the node above. */
  function refine(node: Node, above: number, outcome: number, change: number): number {
    const total = node.count + PRIOR_MASS;
    const asValue = (count(node.values, outcome) + PRIOR_MASS * above) / total;
    if (!hasOwn) return asValue;
    const asChange = (count(node.changes, change) + PRIOR_MASS * above) / total;
    return (node.odds * asValue + asChange) / (node.odds + 1);
  }
  /** From the root to the leaf to which a row was last led. */
  const path: Node[] = [];
  const below = (node: Node, row: Int32Array): Node | null =>
    node.split === null ? null : passes(node.split, row) ? node.yes : node.no;
  function leafOf(row: Int32Array): Node {
    let leaf = root;
    for (let node: Node | null = root; node !== null; node = below(node, row)) leaf = node;
    return leaf;
  }
  function probability(row: Int32Array, outcome: number): number {
    const change = hasOwn ? changeCode(row[own]!, outcome) : 0;
    let p = uniform();
    for (let node: Node | null = root; node !== null; node = below(node, row)) p = refine(node, p, outcome, change);
    return p;
  }

  function countIn(node: Node, above: number, outcome: number, change: number, by: number): number {
    const p = refine(node, above, outcome, change);
    if (hasOwn) {
      const asValue = count(node.values, outcome) + PRIOR_MASS * above;
      const asChange = count(node.changes, change) + PRIOR_MASS * above;
      node.odds = bounded((node.odds * asValue) / asChange);
      increase(node.changes, change, by);
    }
    increase(node.values, outcome, by);
    node.count += by;
    return p;
  }

  /** Whether an outcome is a rare one of a node, in the view of outcomes that explains it better. */
  function isRare({ count: total, values, changes, odds }: Node, row: Int32Array, outcome: number): boolean {
    const times = odds < 1 ? count(changes, changeCode(row[own]!, outcome)) : count(values, outcome);
    return times < RARE * total;
  }
  const scratch = new Int32Array(question.sizes.length);
  /**
   * A leaf that is full forgets an old observation for each new one, but no rare one if it can: these are what it has to be split by. Of
   * others the old make way for the new, whatever they are: were one kind held longer, it would go with whatever was done at that time.
   * What a leaf counted stays counted.
   */
  function hold(node: Node, observation: number): void {
    const { held } = node;
    if (held.length < MOST_HELD) {
      held.push(observation);
      return;
    }
    let at = node.count % MOST_HELD;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const place = (node.count + probe) % MOST_HELD;
      const outcome = source.load(held[place]!, scratch);
      if (isRare(node, scratch, outcome)) continue;
      at = place;
      break;
    }
    held[at] = observation;
  }

  function gather(node: Node, into: number[]): void {
    if (node.yes === null || node.no === null) {
      for (const observation of node.held) into.push(observation);
      return;
    }
    gather(node.yes, into);
    gather(node.no, into);
  }

  function sampleOf(observations: readonly number[]): Sample {
    const width = question.sizes.length;
    const rows = new Int32Array(observations.length * width);
    const outcomes = observations.map((observation, k) => {
      const row = rows.subarray(k * width, (k + 1) * width);
      return source.load(observation, row);
    });
    const weights = Float64Array.from(observations, (observation) => source.times(observation));
    const views = [viewOf(outcomes)];
    if (hasOwn) views.push(viewOf(outcomes.map((outcome, k) => changeCode(rows[k * width + own]!, outcome))));
    return { width, rows, weights, views };
  }

  /** A leaf for some observations of a sample. */
  function leafFor(sample: Sample, members: readonly number[], observations: readonly number[]): Node {
    const node = newNode();
    const [values, changes] = sample.views;
    for (const member of members) {
      const weight = sample.weights[member]!;
      node.count += weight;
      increase(node.values, values!.codes[values!.numbers[member]!]!, weight);
      if (changes !== undefined) increase(node.changes, changes.codes[changes.numbers[member]!]!, weight);
    }
    if (changes !== undefined) {
      const ahead = evidenceOf(node.values, values!.codes.length) - evidenceOf(node.changes, changes.codes.length);
      node.odds = bounded(exp(ahead));
    }
    node.due = Math.max(node.count + 1, Math.ceil(AGAIN_AFTER * node.count));
    const isKept = (member: number): boolean => {
      const outcome = values!.codes[values!.numbers[member]!]!;
      return isRare(node, sample.rows.subarray(member * sample.width, (member + 1) * sample.width), outcome);
    };
    // The latest, but of those that are rare as many as may fill half of what is held.
    const rare = members.length > MOST_HELD ? members.filter(isKept).slice(-MOST_HELD / 2) : [];
    const latest = members.slice(rare.length - MOST_HELD);
    node.held = [...new Set([...rare, ...latest])].map((member) => observations[member]!);
    return node;
  }

  /** The tree that explains some observations best, grown one split at a time, and its log evidence. */
  function grow(sample: Sample, members: readonly number[], observations: readonly number[]): readonly [Node, number] {
    const node = leafFor(sample, members, observations);
    const alone = scoreOf(sample, members);
    if (isPure(node)) return [node, alone];
    const best = bestSplit(question, sample, members);
    if (best === undefined) return [node, alone];
    const { split } = best;
    const passing = (member: number): boolean => passes(split, sample.rows, member * sample.width);
    const [yes, ifYes] = grow(sample, members.filter(passing), observations);
    const [no, ifNo] = grow(
      sample,
      members.filter((member) => !passing(member)),
      observations,
    );
    const together = ifYes + ifNo - costOf(split);
    if (together <= alone) return [node, alone];
    return [{ ...node, held: [], split, yes, no }, together];
  }

  function costOf(split: Split): number {
    if (split.kind === "same as")
      return question.compares.find(({ pair }) => pair[0] === split.attribute && pair[1] === split.value)?.cost ?? 0;
    return question.asks.find(({ attribute }) => attribute === split.attribute)?.cost ?? 0;
  }

  /** The log evidence of a sample under the splits of a tree. */
  function scoreUnder(node: Node, sample: Sample, members: readonly number[]): number {
    const { split, yes, no } = node;
    if (split === null || yes === null || no === null) return scoreOf(sample, members);
    const passing = (member: number): boolean => passes(split, sample.rows, member * sample.width);
    return (
      scoreUnder(yes, sample, members.filter(passing)) +
      scoreUnder(
        no,
        sample,
        members.filter((member) => !passing(member)),
      ) -
      costOf(split)
    );
  }

  /** Regrows the tree below a node from what its leaves hold, where that explains it better. */
  function reconsider(node: Node): boolean {
    node.due = Math.max(node.count + 1, Math.ceil(AGAIN_AFTER * node.count));
    if (isPure(node)) return false;
    let observations: number[] = [];
    gather(node, observations);
    if (observations.length > MOST_SAMPLED) {
      const step = observations.length / MOST_SAMPLED;
      observations = Array.from({ length: MOST_SAMPLED }, (_, k) => observations[Math.floor(k * step)]!);
    }
    const sample = sampleOf(observations);
    const members = observations.map((_, k) => k);
    const [grown, evidence] = grow(sample, members, observations);
    if (evidence <= scoreUnder(node, sample, members) + MARGIN) return false;
    node.held = grown.held;
    node.split = grown.split;
    node.yes = grown.yes;
    node.no = grown.no;
    return true;
  }

  return {
    probability,
    ways(row, outcomes, probabilities) {
      let depth = 0;
      for (let node: Node | null = root; node !== null; node = below(node, row)) path[depth++] = node;
      const leaf = path[depth - 1]!;
      let found = 0;
      const offer = (outcome: number): void => {
        for (let k = 0; k < found; k++) if (outcomes[k] === outcome) return;
        const change = hasOwn ? changeCode(row[own]!, outcome) : 0;
        let p = uniform();
        for (let k = 0; k < depth; k++) p = refine(path[k]!, p, outcome, change);
        outcomes[found] = outcome;
        probabilities[found++] = p;
      };
      for (let code = 0; code < leaf.values.length; code++) if (leaf.values[code]! > 0) offer(code);
      // Values that are numbered as they are met end with the last that was: no change leads beyond it.
      const end = question.outcomes === Infinity ? Math.max(met, row[own]! + 1) : question.outcomes;
      for (let code = 0; code < leaf.changes.length; code++) {
        if (leaf.changes[code] === 0) continue;
        const outcome = changed(row[own]!, code);
        if (outcome >= 0 && outcome < end) offer(outcome);
      }
      return found;
    },
    leaf: leafOf,
    learn(row, outcome, observation, isNew) {
      const change = hasOwn ? changeCode(row[own]!, outcome) : 0;
      let p = uniform();
      met = Math.max(met, outcome + 1);
      let due: Node | null = null;
      for (let node: Node | null = root; node !== null; ) {
        p = countIn(node, p, outcome, change, 1);
        if (due === null && node.count >= node.due) due = node;
        const next: Node | null = below(node, row);
        if (next === null && isNew) hold(node, observation);
        node = next;
      }
      return due !== null && reconsider(due);
    },
  };
}

/** The log evidence of counts by code, of which so many kinds are told apart. */
function evidenceOf(counts: readonly number[], kinds: number): number {
  const present = counts.filter((each) => each > 0);
  return lnEvidence(
    Float64Array.from({ length: kinds }, (_, k) => present[k] ?? 0),
    0,
    kinds,
  );
}
