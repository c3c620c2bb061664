import { describe, expect, test } from "vitest";
import { formatRational } from "../../core/rational.ts";
import { binaryValue, isBetween } from "../../exact/enclose.ts";
import type { LabelledModel } from "../labelled.ts";
import { explore } from "../prism/explore.ts";
import { parseProperties } from "../prism/parse-properties.ts";
import { readModel } from "../prism/read.ts";
import { check, type Outcome } from "./check.ts";

const model = (text: string): LabelledModel => explore(readModel(text, "model.prism"));

function ask(labelled: LabelledModel, text: string, exact = true): Outcome {
  const { properties } = parseProperties(text, "properties");
  return check(labelled, properties.at(-1)!, properties, { exact }).outcome;
}

/** "1/3", "true", "infinite", "1/3 to 2/3": an answer in one word, its bounds checked. */
function answer(labelled: LabelledModel, text: string): string {
  const outcome = ask(labelled, text);
  const number = ({ low, high, exact }: Extract<Outcome, { kind: "value" }>["figure"]): string => {
    if (low === Infinity) return "infinite";
    if (exact === undefined) return `between ${low} and ${high}`;
    expect(isBetween(exact, low, high)).toBe(true);
    return formatRational(exact);
  };
  switch (outcome.kind) {
    case "value":
      return number(outcome.figure);
    case "range":
      return `${number(outcome.least)} to ${number(outcome.most)}`;
    case "truth":
      return String(outcome.holds);
    case "undecided":
      return `undecided: ${outcome.why}`;
  }
}

/**
 * A coin is thrown in state 0: heads (1/2) leads to 1, tails to 2. State 1 stays; 2 goes back to 0. A throw costs 1, going back 2, and
 * state 2 itself 3. The stay in 1 is free.
 */
const coin = model(`dtmc
module coin
  s : [0..2] init 0;
  [throw] s=0 -> 1/2 : (s'=1) + 1/2 : (s'=2);
  [stay] s=1 -> true;
  [back] s=2 -> (s'=0);
endmodule
label "heads" = s=1;
label "tails" = s=2;
rewards "cost" [throw] true : 1; [back] true : 2; s=2 : 3; endrewards
rewards "throws" s=0 : 1; endrewards
`);

/**
 * In state 0 one may wait, or gamble: 1/3 to the goal 1, 2/3 to the trap 2. Waiting is free, gambling costs 5; the goal pays 1 a step,
 * the trap nothing.
 */
const gamble = model(`mdp
module gamble
  s : [0..2] init 0;
  [wait] s=0 -> true;
  [gamble] s=0 -> 1/3 : (s'=1) + 2/3 : (s'=2);
  [end] s>0 -> true;
endmodule
label "goal" = s=1;
label "trap" = s=2;
rewards [gamble] true : 5; s=1 : 1; endrewards
`);

describe("probabilities", () => {
  test.each([
    // One throw: 1/2. Two throws take three steps: 1/2 + 1/4. For ever: 1.
    ['P=? [ X "heads" ]', "1/2"],
    ['P=? [ F<=1 "heads" ]', "1/2"],
    ['P=? [ F<4 "heads" ]', "3/4"],
    ['P=? [ F[2,4] "tails" ]', "1/4"],
    ['P=? [ F[3,3] "heads" ]', "3/4"],
    ['P=? [ F "heads" ]', "1"],
    ['P=? [ !"tails" U "heads" ]', "1/2"],
    ['P=? [ !"tails" U<=0 "heads" ]', "0"],
    ['P=? [ G !"heads" ]', "0"],
    // Never tails: heads at once.
    ['P=? [ G !"tails" ]', "1/2"],
    ['P=? [ G<=2 !"heads" ]', "1/2"],
    // Not tails until heads, or never tails: the same here. What is released by heads: not tails up to heads itself.
    ['P=? [ !"tails" W "heads" ]', "1/2"],
    ['P=? [ "heads" R !"tails" ]', "1/2"],
    ['P>=1 [ F "heads" ]', "true"],
    ['P>0.5 [ X "heads" ]', "false"],
    ['P>=0.5 [ X "heads" ]', "true"],
    // Nested: states from which heads is likelier than 1/2 at the next step are only heads itself.
    ['P=? [ F<=1 P>1/2 [ X "heads" ] ]', "1/2"],
    ['1 - P=? [ X "heads" ] / 2', "3/4"],
    ['P=? [ X "heads" ] >= P=? [ X "tails" ]', "true"],
    ['P=? [ X "heads" ] > 1/2', "false"],
  ])("%s is %s", (text, expected) => {
    expect(answer(coin, text)).toBe(expected);
  });

  test.each([
    ['Pmax=? [ F "goal" ]', "1/3"],
    ['Pmin=? [ F "goal" ]', "0"],
    ['Pmax=? [ F "goal" | "trap" ]', "1"],
    ['Pmin=? [ F "goal" | "trap" ]', "0"],
    ["Pmax=? [ G s=0 ]", "1"],
    // A bound without min or max is on every policy.
    ['P<=1/3 [ F "goal" ]', "true"],
    ['P<1/3 [ F "goal" ]', "false"],
    ['P>0 [ F "goal" ]', "false"],
    ['Pmax>=1/3 [ F "goal" ]', "true"],
  ])("%s over policies is %s", (text, expected) => {
    expect(answer(gamble, text)).toBe(expected);
  });
});

describe("within a reward", () => {
  test.each([
    // Heads by the first throw costs 1; by the second 1 + (3 + 2) + 1 = 7; by the third 13.
    ['P=? [ F^{rew{"cost"}<=0} "heads" ]', "0"],
    ['P=? [ F^{rew{"cost"}<=6} "heads" ]', "1/2"],
    ['P=? [ F^{rew{"cost"}<7} "heads" ]', "1/2"],
    ['P=? [ F^{rew{"cost"}<=7} "heads" ]', "3/4"],
    ['P=? [ F^{rew{"cost"}<=13} "heads" ]', "7/8"],
    // Three throws; the way back does not count as one.
    ['P=? [ F^{rew{"throws"}<=3} "heads" ]', "7/8"],
  ])("%s is %s", (text, expected) => {
    expect(answer(coin, text)).toBe(expected);
  });

  test.each([
    ['Pmax=? [ F^{rew{1}<=5} "goal" ]', "1/3"],
    ['Pmax=? [ F^{rew{1}<=4} "goal" ]', "0"],
    // Waiting for ever costs nothing and reaches nothing.
    ['Pmin=? [ F^{rew{1}<=5} "goal" ]', "0"],
  ])("%s, with steps that cost nothing in a circle", (text, expected) => {
    const outcome = ask(gamble, text, false);
    if (outcome.kind !== "value") throw new Error(JSON.stringify(outcome));
    const [numerator = 0, denominator = 1] = expected.split("/").map(Number);
    expect(outcome.figure.low).toBeLessThanOrEqual(numerator / denominator);
    expect(outcome.figure.high).toBeGreaterThanOrEqual(numerator / denominator);
    expect(outcome.figure.high - outcome.figure.low).toBeLessThan(1e-9);
  });
});

describe("rewards", () => {
  test.each([
    // x = 1 + 1/2 · 0 + 1/2 · (3 + 2 + x): x = 7.
    ['R{"cost"}=? [ F "heads" ]', "7"],
    // Reaching tails is not sure.
    ['R{"cost"}=? [ F "tails" ]', "infinite"],
    // Throws: 1 + 1/2 · (0 + x) = 2.
    ['R{"throws"}=? [ F "heads" ]', "2"],
    ["R{2}=? [ F s=1 ]", "2"],
    ['R{"cost"}=? [ C ]', "7"],
    // Two steps: the throw, then 1/2 · (3 + 2).
    ['R{"cost"}=? [ C<=0 ]', "0"],
    ['R{"cost"}=? [ C<=2 ]', "7/2"],
    // After one step tails with 1/2, which earns 3 there; the reward of a row does not count.
    ['R{"cost"}=? [ I=1 ]', "3/2"],
    ['R{"cost"}=? [ I=0 ]', "0"],
    ['R{"cost"}=? [ S ]', "0"],
    ['S=? [ "heads" ]', "1"],
    ['S>=1 [ "heads" ]', "true"],
    ['R{"cost"}<7 [ F "heads" ]', "false"],
    ['R{"cost"}<=7 [ F "heads" ]', "true"],
  ])("%s is %s", (text, expected) => {
    expect(answer(coin, text)).toBe(expected);
  });

  test.each([
    // Some policy waits for ever, so the most is infinite; no policy is sure of the goal, so the least is, too.
    ['Rmax=? [ F "goal" ]', "infinite"],
    ['Rmin=? [ F "goal" ]', "infinite"],
    // Waiting costs nothing, but is no way to the end: the gamble has to be taken.
    ['Rmin=? [ F "goal" | "trap" ]', "5"],
    ['Rmax=? [ F "goal" | "trap" ]', "infinite"],
    // The goal pays 1 a step in the long run, and is reached with 1/3 at best.
    ["Rmax=? [ S ]", "1/3"],
    ["Rmin=? [ S ]", "0"],
    ["Rmin=? [ C ]", "0"],
    ["Rmax=? [ C ]", "infinite"],
    // Gamble at once: 5, then twice 1/3.
    ["Rmax=? [ C<=3 ]", "17/3"],
    ['LRAmax=? [ "trap" ]', "2/3"],
  ])("%s over policies is %s", (text, expected) => {
    expect(answer(gamble, text)).toBe(expected);
  });

  test("a circle that alternates has its share of time, though no limit at any step", () => {
    const circle = model(
      "dtmc\nmodule m\n s : [0..2] init 0;\n [] s=0 -> (s'=1); [] s=1 -> (s'=2); [] s=2 -> (s'=0);\nendmodule\n",
    );
    expect(answer(circle, "S=? [ s=1 ]")).toBe("1/3");
  });
});

describe("initial states and filters", () => {
  // From s the end is reached by s steps of 1/2 each, or the trap.
  const stairs = model(`dtmc
module stairs
  s : [0..4];
  [] s>0 & s<4 -> 1/2 : (s'=s-1) + 1/2 : (s'=4);
  [] s=0 | s=4 -> true;
endmodule
init s<3 endinit
label "end" = s=0;
`);
  test.each([
    ['P=? [ F "end" ]', "1/4 to 1"],
    ['P>=1/4 [ F "end" ]', "true"],
    ['P>1/4 [ F "end" ]', "false"],
    ['P=? [ F "end" | s=4 ]', "1"],
    ['filter(max, P=? [ F "end" ], "init")', "1"],
    ['filter(min, P=? [ F "end" ], "init")', "1/4"],
    ['filter(sum, P=? [ F "end" ], "init")', "7/4"],
    ['filter(avg, P=? [ F "end" ], "init")', "7/12"],
    ['filter(range, P=? [ F "end" ], s=1 | s=2)', "1/4 to 1/2"],
    ['filter(count, P<=1/2 [ F "end" ])', "3"],
    ['filter(forall, P>0 [ F "end" ], "init")', "true"],
    ['filter(forall, P>0 [ F "end" ])', "false"],
    ['filter(exists, P>=1 [ F "end" ], s>0)', "false"],
    ['filter(state, P=? [ F "end" ], s=1)', "1/2"],
    ['filter(first, P=? [ F "end" ], s=1 | s=2)', "1/2"],
    // Half of the way is as good: states 0 and 1. From 0 it is sure, from 2 it takes one step of two.
    ['"half" : P>=1/2 [ F "end" ];\n"next" : P=? [ X "half" ]', "1/2 to 1"],
  ])("%s is %s", (text, expected) => {
    expect(answer(stairs, text)).toBe(expected);
  });

  test("a deadlock stays where it is, and has its label", () => {
    const stuck = model("dtmc\nmodule m\n s : [0..1] init 0;\n [] s=0 -> (s'=1);\nendmodule\n");
    expect(answer(stuck, 'P>=1 [ F "deadlock" ]')).toBe("true");
    expect(answer(stuck, "P=? [ G<=10 s<=1 ]")).toBe("1");
  });
});

describe("what cannot be asked names its place", () => {
  test.each([
    ['Pmax=? [ F "gaol" ]', /^property:1:12: no label or property "gaol" \(did you mean "goal"\?\)/],
    ['P=? [ F "goal" ]', /^property:1:1: P=\? of a model with choices; write Pmin=\? or Pmax=\?/],
    ['R{"time"}max=? [ F "goal" ]', /^property:1:1: no reward structure "time"/],
    ["R{3}max=? [ C ]", /^property:1:1: no reward structure number 3/],
    ['LRA=? [ "goal" ]', /write LRAmin=\? or LRAmax=\?/],
    ['Pmax=? [ F<=0.5 "goal" ]', /a bound on steps is 1\/2, expected a whole number of at least 0/],
    ['Pmax=? [ F[3,2] "goal" ]', /no number of steps is at least 3 and at most 2/],
    ['Pmax>=2 [ F "goal" ]', /a bound on a probability must lie in \[0, 1\]/],
    ['Pmax=? [ F^{rew{1}>=2} "goal" ]', /a lower bound on a reward is not supported/],
    ['Pmax=? [ s=0 W>=2 "goal" ]', /W with a lower bound is not supported/],
    ['Pmax=? [ F Pmax=? [ F "goal" ] ]', /expected a formula that holds or does not, got a number; give it a bound/],
    ['filter(max, Pmax=? [ F "goal" ], s=7)', /no state satisfies the filter/],
    ['filter(state, Pmax=? [ F "goal" ], s>0)', /filter\(state, …\) looks at one state, but 2 satisfy it/],
    ['filter(max, "goal")', /filter\(max, …\) takes a number/],
    ['filter(forall, Pmax=? [ F "goal" ])', /takes a formula that holds or does not, got a number/],
    ['"a" : "b";\n"b" : "a"', /no label or property "b"/],
    ["Pmax=? [ F nothing=1 ]", /nothing/],
  ])("%s", (text, message) => {
    expect(() => ask(gamble, text)).toThrow(message);
  });
});

describe("what is close to a bound", () => {
  // The chance of a loop that is left once in 10⁹ rounds: by the left with 1/3.
  const slow = model(`dtmc
module m
  s : [0..2] init 0;
  [] s=0 -> 1/3000000000 : (s'=1) + 2/3000000000 : (s'=2) + 2999999997/3000000000 : true;
  [] s>0 -> true;
endmodule
`);
  test("is decided in rationals, where bounds alone cannot", () => {
    expect(answer(slow, "P>=1/3 [ F s=1 ]")).toBe("true");
    expect(answer(slow, "P>1/3 [ F s=1 ]")).toBe("false");
    expect(answer(slow, "P=? [ F s=1 ]")).toBe("1/3");
  });

  test("bounds hold the value to many digits although little changes in a step", () => {
    const outcome = ask(slow, "P=? [ F s=1 ]", false);
    if (outcome.kind !== "value") throw new Error(outcome.kind);
    expect(outcome.figure.low).toBeLessThanOrEqual(1 / 3);
    expect(outcome.figure.high).toBeGreaterThanOrEqual(1 / 3);
    expect(outcome.figure.high - outcome.figure.low).toBeLessThan(1e-12);
  });

  test("a million steps: (1 − 10⁻⁶)^(10⁶) lies within bounds", () => {
    const decay = model(
      "dtmc\nmodule m\n s : [0..1] init 0;\n [] s=0 -> 999999/1000000 : true + 1/1000000 : (s'=1);\n [] s=1 -> true;\nendmodule\n",
    );
    const outcome = ask(decay, "P=? [ G<=1000000 s=0 ]", false);
    if (outcome.kind !== "value") throw new Error(outcome.kind);
    // e^(10⁶ · ln(1 − 10⁻⁶)) = e^(−1 − 5·10⁻⁷ − …) = 0.36787925722503…, from 0.36787944117144233 (1 − 5·10⁻⁷ − 2.0833·10⁻¹³).
    const value = 0.36787944117144233 * (1 - 5.000000000000208e-7);
    expect(Math.abs(outcome.figure.value - value)).toBeLessThan(1e-9);
    expect(outcome.figure.high - outcome.figure.low).toBeLessThan(1e-8);
    expect(binaryValue(outcome.figure.low).numerator > 0n).toBe(true);
  });
});

test.each([
  // One step of 10⁻⁴⁰⁰, and three of 10⁻¹⁴⁰ one after another, are less than the least double.
  ["one probability", "1e-400", 1, ""],
  ["one probability, beside a free step that goes round", "1e-400", 1, "[] x=0 -> true;"],
  ["a product", "1e-140", 3, ""],
  ["a product, beside a free step that goes round", "1e-140", 3, "[] x=0 -> true;"],
])("what is too small for a double is not taken for 0: %s", (_, p, last, free) => {
  const tiny = model(`mdp
    module m
      x : [0..${last}];
      [go] x<${last} -> ${p} : (x'=x+1) + 1-${p} : (x'=0);
      [] x=${last} -> true;
      ${free}
    endmodule
    label "goal" = x=${last};
    rewards "tries" [go] true : 1; endrewards`);
  for (const within of ["<=5", '^{rew{"tries"}<=5}']) {
    const outcome = ask(tiny, `Pmax=? [ F${within} "goal" ]`, false);
    if (outcome.kind !== "value") throw new Error(JSON.stringify(outcome));
    const { low, high } = outcome.figure;
    expect(low, within).toBe(0);
    expect(high, within).toBeGreaterThan(0);
    expect(high, within).toBeLessThan(1e-250);
    expect(ask(tiny, `Pmax>0 [ F${within} "goal" ]`), within).not.toEqual({ kind: "truth", holds: false });
  }
});
