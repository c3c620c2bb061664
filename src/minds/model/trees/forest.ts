import type { Body } from "../../../core/mind.ts";
import { longer } from "../../arrays.ts";
import type { Situations } from "../../situations.ts";
import type { Observations } from "../observations.ts";
import { addWay, type Ways } from "../ways.ts";
import { attributesOf } from "./attributes.ts";
import { asksFor, type Node, newNode, wakeTree } from "./tree.ts";

/** Trees that together predict a step: one for each feature, one for the end, and for each action one whether it can be taken. */
export type ForestMemory = {
  /** shape [features] */
  features: Node[];
  ended: Node;
  /** shape [actions] */
  available: Node[];
  /** situations from which it was learned what can be done */
  lessons: number;
  /** shape [situations]: 1 where it was; and of how many lessons what is supposed elsewhere was made */
  taught: Int32Array;
  supposed: Int32Array;
  /** shape [features]: of those that need not be told apart the value that is foreseen of them; −1 of all others */
  usual: Int32Array;
};

export const newForest = (body: Body): ForestMemory => ({
  features: body.features.map(newNode),
  ended: newNode(),
  available: body.actions.map(newNode),
  lessons: 0,
  taught: new Int32Array(),
  supposed: new Int32Array(),
  usual: new Int32Array(body.features.length).fill(-1),
});

/**
 * Features are predicted in their order, and a later one may depend on what an earlier one becomes: outcomes that go together are
 * foreseen together. What is drawn anew at every step, and neither tells anything of the rest nor matters to the mind, is foreseen at its
 * likeliest: else the ways in which an act may come out would multiply with each such feature.
 */
export interface Forest {
  /** Finds out which features need not be told apart; `matters` says which of them the rest of the mind rests on. */
  attend(matters: (feature: number) => boolean): void;
  /** The situation in which such features are as they usually are, and all others as in the given one. */
  essence(situation: number): number;
  /** The probability of what came of an act, such features apart. */
  probability(situation: number, action: number, next: number, ended: boolean): number;
  /**
   * Writes the likeliest ways in which an act may come out, and their probabilities, which sum to less than 1 by what is left
   * out; returns the number of outcomes that the prediction of the feature that is known least rests on.
   */
  foresee(situation: number, action: number, ways: Ways): number;
  /** Learns an observation; returns whether a tree changed its splits. */
  learn(observation: number, isNew: boolean): boolean;
}

/** Most ways in which an act is foreseen to come out, and how probable each must be beside the likeliest. */
const MOST_WAYS = 32;
const RARE = 0.02;
/** Where so many ways together are less probable, only the likeliest is foreseen: it is a guess in any case. */
const LEAST_COVERED = 0.1;
/** Outcomes of a feature from which on it can be held to be drawn anew at every step. */
const LEAST_DRAWN = 100;

/** A step whose first features are foreseen. */
interface Partial {
  readonly row: Int32Array;
  probability: number;
}
/** One way in which its next feature may come out. */
interface Extension extends Partial {
  readonly outcome: number;
}

export function wakeForest(
  body: Body,
  memory: ForestMemory,
  situations: Situations,
  observations: Observations,
): Forest {
  const attributes = attributesOf(body);
  const width = body.features.length;
  const { times } = observations;

  const loadNow = (situation: number, action: number, row: Int32Array): void => {
    row.set(situations.features(situation));
    row[width] = action;
  };
  const load = (observation: number, row: Int32Array): void => {
    loadNow(observations.situation(observation), observations.action(observation), row);
    row.set(situations.features(observations.next(observation)), width + 1);
  };
  const features = memory.features.map((root, k) =>
    wakeTree(attributes.feature(k), root, {
      times,
      load(observation, row) {
        load(observation, row);
        return row[width + 1 + k]!;
      },
    }),
  );
  const ended = wakeTree(attributes.ended, memory.ended, {
    times,
    load(observation, row) {
      load(observation, row);
      return observations.mark(observation);
    },
  });
  const available = memory.available.map((root, action) =>
    wakeTree(attributes.available, root, {
      times: () => 1,
      load(situation, row) {
        row.set(situations.features(situation));
        return situations.available(situation).includes(action) ? 1 : 0;
      },
    }),
  );

  const { usual } = memory;
  /** Whether a feature comes out by chance alone, whatever was before, as far as its tree can tell. */
  const isDrawn = ({ split, count, odds }: Node): boolean => split === null && odds >= 1 && count >= LEAST_DRAWN;
  const isAskedFor = (k: number): boolean =>
    [...memory.features, memory.ended, ...memory.available].some(
      (root) => asksFor(root, k) || asksFor(root, width + 1 + k),
    );

  const now = new Int32Array(width);
  /** Learns what can be done in a situation, once. */
  function teach(situation: number): void {
    if (situation >= memory.taught.length) memory.taught = longer(memory.taught, situation + 1, 0);
    if (memory.taught[situation] === 1) return;
    memory.taught[situation] = 1;
    memory.lessons++;
    now.set(situations.features(situation));
    const can = situations.available(situation);
    for (const [action, tree] of available.entries()) tree.learn(now, can.includes(action) ? 1 : 0, situation, true);
  }
  /** Supposes what can be done in a situation that was never met, anew where more has been learned of that since. */
  function suppose(situation: number): void {
    if (situations.isMet(situation)) return;
    if (situation >= memory.supposed.length) memory.supposed = longer(memory.supposed, situation + 1, 0);
    if (memory.supposed[situation] === memory.lessons) return;
    memory.supposed[situation] = memory.lessons;
    now.set(situations.features(situation));
    const can = body.actions.flatMap((_, action) => (available[action]!.probability(now, 1) >= 0.5 ? [action] : []));
    situations.suppose(situation, can);
  }

  const outcomes: number[] = [];
  const chances: number[] = [];
  /** Extends partial steps by one feature, and leaves out the rarest. */
  function extend(partials: Partial[], feature: number): Partial[] {
    const at = width + 1 + feature;
    const tree = features[feature]!;
    const more: Extension[] = [];
    let leaf: Readonly<Node> | undefined;
    let found = 0;
    for (const partial of partials) {
      const { row, probability } = partial;
      // What is there before the act is the same in all of them: where the tree leads to the same leaf, it says the same.
      const its = tree.leaf(row);
      if (its !== leaf) found = tree.ways(row, outcomes, chances);
      leaf = its;
      for (let k = 1; k < found; k++) more.push({ row, outcome: outcomes[k]!, probability: probability * chances[k]! });
      row[at] = outcomes[0]!;
      partial.probability = probability * chances[0]!;
    }
    if (more.length === 0) return partials;
    const all = [...partials.map(({ row, probability }) => ({ row, outcome: row[at]!, probability })), ...more];
    const best = all.reduce((most, { probability }) => Math.max(most, probability), 0);
    let likely = all.filter(({ probability }) => probability >= RARE * best);
    if (likely.length > MOST_WAYS) likely = likely.sort((a, b) => b.probability - a.probability).slice(0, MOST_WAYS);
    const covered = likely.reduce((sum, { probability }) => sum + probability, 0);
    if (likely.length === MOST_WAYS && covered < LEAST_COVERED)
      likely = likely.filter(({ probability }) => probability === best).slice(0, 1);
    return likely.map(({ row, outcome, probability }) => {
      const extended = row[at] === outcome ? row : row.slice();
      extended[at] = outcome;
      return { row: extended, probability };
    });
  }

  const step = new Int32Array(2 * width + 1);
  const next = new Float64Array(width);
  return {
    attend(matters) {
      for (const [k, root] of memory.features.entries())
        if (!isDrawn(root) || matters(k) || isAskedFor(k)) usual[k] = -1;
        // What was taken for usual stays so: another value would make all situations new.
        else if (usual[k]! < 0) usual[k] = root.values.indexOf(Math.max(...root.values));
    },
    essence(situation) {
      const features = situations.features(situation);
      if (usual.every((value, k) => value < 0 || value === features[k])) return situation;
      for (let k = 0; k < width; k++) next[k] = usual[k]! < 0 ? features[k]! : usual[k]!;
      return situations.imagine(next);
    },
    probability(situation, action, to, isEnd) {
      loadNow(situation, action, step);
      step.set(situations.features(to), width + 1);
      let p = ended.probability(step, isEnd ? 1 : 0);
      for (let k = 0; k < width; k++) if (usual[k]! < 0) p *= features[k]!.probability(step, step[width + 1 + k]!);
      return p;
    },
    foresee(situation, action, ways) {
      ways.count = 0;
      const first = new Int32Array(2 * width + 1);
      loadNow(situation, action, first);
      first.set(usual, width + 1);
      let partials: Partial[] = [{ row: first, probability: 1 }];
      for (let k = 0; k < width; k++) if (usual[k]! < 0) partials = extend(partials, k);
      let likeliest = partials[0]!;
      for (const partial of partials) {
        const { row, probability } = partial;
        if (probability > likeliest.probability) likeliest = partial;
        for (let k = 0; k < width; k++) next[k] = row[width + 1 + k]!;
        const to = situations.imagine(next);
        suppose(to);
        const ends = ended.probability(row, 1);
        if (ends < 1 - RARE) addWay(ways, 2 * to, probability * (1 - ends));
        if (ends > RARE) addWay(ways, 2 * to + 1, probability * ends);
      }
      return features.reduce(
        (least, tree, k) => (usual[k]! < 0 ? Math.min(least, tree.leaf(likeliest.row).count) : least),
        Infinity,
      );
    },
    learn(observation, isNew) {
      teach(observations.situation(observation));
      load(observation, step);
      let changed = ended.learn(step, observations.mark(observation), observation, isNew);
      for (let k = 0; k < width; k++)
        changed = features[k]!.learn(step, step[width + 1 + k]!, observation, isNew) || changed;
      return changed;
    },
  };
}
