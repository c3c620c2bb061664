import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InnateError } from "../../core/errors.ts";
import { formatRational } from "../../core/rational.ts";
import { hasBit } from "../../exact/index.ts";
import { check } from "../check/check.ts";
import type { LabelledModel } from "../labelled.ts";
import { openModel } from "../open-model.ts";
import { parseProperties } from "../prism/parse-properties.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "innate-explicit-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
/** The model of some files, by what their names end in; the first is opened. */
function open(files: Readonly<Record<string, string>>): LabelledModel {
  count++;
  const [first] = Object.keys(files);
  for (const [ending, text] of Object.entries(files)) writeFileSync(join(folder, `m${count}-${ending}`), text);
  return openModel(join(folder, `m${count}-${first}`), {}, { name: `m${first}` });
}

/** What a property of a model is, exactly. */
function ask(model: LabelledModel, text: string): string {
  const [property] = parseProperties(text, "asked").properties;
  const { outcome } = check(model, property!, [], { exact: true });
  if (outcome.kind !== "value") return outcome.kind;
  return outcome.figure.exact === undefined ? String(outcome.figure.value) : formatRational(outcome.figure.exact);
}

/** Knuth and Yao's die of coins: each face with probability 1/6 after 11/3 tosses on average (The complexity of nonuniform random number generation, 1976). */
const TOSSES = [
  [1, 2],
  [3, 4],
  [5, 6],
  [1, 7],
  [8, 9],
  [10, 11],
  [12, 2],
] as const;
const FACES = [7, 8, 9, 10, 11, 12] as const;
const DIE = {
  ".tra": [
    "13 20",
    ...TOSSES.flatMap((to, state) => to.map((target) => `${state} ${target} 0.5`)),
    ...FACES.map((state) => `${state} ${state} 1`),
    "",
  ].join("\n"),
  ".lab": `0="init" 1="deadlock" 2="one" 3="done"\n0: 0\n7: 2 3\n${FACES.slice(1)
    .map((face) => `${face}: 3\n`)
    .join("")}`,
  ".sta": `(s,d)\n${Array.from({ length: 13 }, (_, state) => `${state}:(${Math.min(state, 7)},${Math.max(0, state - 6)})\n`).join("")}`,
  ".srew": `# Reward structure "tosses"\n# State rewards\n13 7\n${TOSSES.map((_, state) => `${state} 1\n`).join("")}`,
};
const DIE_DRN = [
  "// Exported by storm",
  "@type: DTMC",
  "@parameters",
  "",
  "@reward_models",
  "tosses",
  "@nr_states",
  "13",
  "@nr_choices",
  "13",
  "@model",
  ...TOSSES.flatMap((to, state) => [
    `state ${state} [1]${state === 0 ? " init" : ""}`,
    "\taction 0 [0]",
    ...to.map((target) => `\t\t${target} : 1/2`),
  ]),
  ...FACES.flatMap((state) => [
    `state ${state} [0]${state === 7 ? " one" : ""} done`,
    "\taction 0 [0]",
    `\t\t${state} : 1`,
  ]),
  "",
].join("\n");

describe("a die of coins", () => {
  test.each([
    ["PRISM's files", () => open(DIE)],
    ["DRN", () => open({ ".drn": DIE_DRN })],
  ])("from %s", (_, model) => {
    expect(ask(model(), 'P=? [ F "one" ]')).toBe("1/6");
    expect(ask(model(), 'R{"tosses"}=? [ F "done" ]')).toBe("11/3");
  });

  test("its variables can be asked about, and name its states", () => {
    const model = open(DIE);
    expect(ask(model, "P=? [ F d=3 ]")).toBe("1/6");
    expect(model.describe(9)).toBe("(s=7,d=3)");
    expect(ask(open({ ".tra": DIE[".tra"] }), "P=? [ F x=9 ]")).toBe("1/6"); // as PRISM numbers states without a .sta file
    expect(() => ask(open({ ".drn": DIE_DRN }), "P=? [ F d=3 ]")).toThrow('no variable, constant or formula "d"');
    expect(ask(model, "P=? [ F mod(6,d+1)=0 & d>2 ]")).toBe("1/6"); // of 3 to 6 only 5 + 1 divides 6
    expect(() => ask(model, "P=? [ F mod(6,d)=0 ]")).toThrow(/mod by 0.*, in the state \(s=0,d=0\)/);
  });
});

describe("choices", () => {
  const LINES = ["0 0 1 0.5 go", "0 0 2 0.5 go", "0 1 0 1 stay", "1 0 1 1", "2 0 0 .25 back", "2 0 2 7.5e-1 back"];
  const open3 = (lines: readonly string[], others: Readonly<Record<string, string>> = {}): LabelledModel =>
    open({ ".tra": `3 4 6\n${lines.join("\r\n")}\n`, ...others });

  test("have their actions, whatever the order of the lines", () => {
    for (const lines of [LINES, [...LINES].reverse()]) {
      const { model, deadlocks, kind } = open3(lines);
      const [rows] = model.phases;
      expect(kind).toBe("mdp");
      expect([...rows!.rowStart]).toEqual([0, 2, 3, 4]);
      expect([...rows!.action].map((action) => model.actions[action])).toEqual(["go", "stay", "0", "back"]);
      expect(hasBit(deadlocks, 1)).toBe(false);
    }
  });

  test("pay what their steps pay on average", () => {
    // 1/2 · 4 + 1/2 · 1 for go.
    const { rewards } = open3(LINES, {
      ".trew": '# Reward structure "gold"\n# Transition rewards\n3 4 2\n0 0 1 4\n0 0 2 1\n',
    });
    expect(
      rewards.map(({ name, rows }) => [name, ...[...rows.codes].map((code) => rows.exact[code]!).map(formatRational)]),
    ).toEqual([["gold", "5/2", "0", "0", "0"]]);
  });

  test("several structures are numbered", () => {
    const rewards = (amount: number): string => `3 1\n0 ${amount}\n`;
    const model = open3(LINES, { "1.srew": rewards(1), "2.srew": `# Reward structure "b"\n${rewards(2)}` });
    expect(model.rewards.map(({ name }) => name)).toEqual(["", "b"]);
    // With a model of that name beside it, m-1.srew is that model's own.
    const other = open3(LINES, { "1.srew": rewards(1), "1.tra": TRA });
    expect(other.rewards).toEqual([]);
  });

  test("a state without steps is a deadlock and steps to itself, and so is one that is labelled so", () => {
    const open2 = (lab: string) =>
      open({ ".tra": "3 2 2\n0 0 1 1\n1 0 1 1\n", ".lab": `0="init" 1="deadlock"\n0: 0\n${lab}` });
    expect([0, 1, 2].map((state) => hasBit(open2("").deadlocks, state))).toEqual([false, false, true]);
    expect([0, 1, 2].map((state) => hasBit(open2("1: 1\n").deadlocks, state))).toEqual([false, true, true]);
    expect([...open2("").model.phases[0]!.successor]).toEqual([1, 1, 2]);
  });
});

describe("probabilities", () => {
  const shares = (...texts: readonly string[]): readonly string[] => {
    const lines = texts.map((text, target) => `0 ${target} ${text}`);
    const loops = texts.slice(1).map((_, k) => `${k + 1} ${k + 1} 1`);
    const { model } = open({
      ".tra": `${texts.length} ${lines.length + loops.length}\n${[...lines, ...loops].join("\n")}\n`,
    });
    const { probability, branchStart } = model.phases[0]!;
    return [...probability.codes.subarray(0, branchStart[1])].map((code) => formatRational(probability.exact[code]!));
  };
  test.each([
    ["decimals are what they write", ["0.1", "0.2", "0.7"], ["1/10", "1/5", "7/10"]],
    ["rounded thirds are thirds", ["0.3333333333333333", "0.6666666666666666"], ["1/3", "2/3"]],
    ["fractions are read", ["1/7", "6/7"], ["1/7", "6/7"]],
    [
      "of six digits the likeliest gets what is missing",
      ["0.333333", "0.333333", "0.333333"],
      ["333334/1000000", "333333/1000000", "333333/1000000"],
    ],
  ])("%s", (_, texts, expected) => {
    const value = (text: string): number => Number(text.split("/")[0]) / Number(text.split("/")[1]);
    expect(shares(...texts).map(value)).toEqual(expected.map(value));
  });
});

const TRA = "2 2 3\n0 0 0 0.5 a\n0 0 1 0.5 a\n1 0 1 1 b\n";
const DRN =
  "@type: MDP\n@parameters\n\n@reward_models\nr\n@nr_states\n2\n@nr_choices\n2\n@model\nstate 0 [0] init\n\taction a [1]\n\t\t0 : 0.5\n\t\t1 : 0.5\nstate 1 [0]\n\taction b [0]\n\t\t1 : 1\n";
/** A text with a part of it replaced. */
const but = (text: string, part: string, by: string): string => {
  expect(text).toContain(part);
  return text.replace(part, by);
};

describe("what is wrong is said with its place", () => {
  test("nothing is wrong with these", () => {
    expect(
      open({ ".tra": TRA, ".lab": '0="init"\n0: 0\n', ".sta": "(x,y)\n0:(0,true)\n1:(-2,false)\n" }).model.states,
    ).toBe(2);
    expect(open({ ".drn": DRN }).model.states).toBe(2);
  });

  test.each([
    ["", "m.tra: the file is empty"],
    ["mdp\n0 0 1 1\n", "m.tra:1:1: this is the explicit format that Storm reads with --explicit"],
    ["states\n", 'm.tra:1:1: expected "states transitions" of a DTMC'],
    [but(TRA, "2 2 3", "0 2 3"), "m.tra:1:1: expected 1 to 134217728 states, got 0"],
    [but(TRA, "2 2 3", "9999999999 2 3"), "m.tra:1:1: expected 1 to 134217728 states, got 9999999999"],
    [but(TRA, "2 2 3", "2 9999999999 3"), "m.tra:1:3: expected at most 134217728 choices, got 9999999999"],
    [but(TRA, "0 0 0 0.5 a", "0 0 0.5"), 'm.tra:2:1: expected "state choice target probability [action]"'],
    [
      but(TRA, "2 2 3", "2 3"),
      'm.tra:2:1: expected "state target probability [action]", as the first line has the sizes of a DTMC',
    ],
    [but(TRA, "0 0 1 0.5", "0 0 2 0.5"), 'm.tra:3:5: expected a state from 0 to 1, got "2"'],
    [but(TRA, "1 0 1 1 b", "-1 0 1 1 b"), 'm.tra:4:1: expected a state from 0 to 1, got "-1"'],
    [but(TRA, "1 0 1 1 b", "1 1 1 1 b"), "m.tra:4: choice 1 of state 1, which has no choice 0"],
    [but(TRA, "0 0 1 0.5", "0 0 0 0.5"), "m.tra:3: a transition of state 0 to state 0, which stood before"],
    [but(TRA, "0 0 1 0.5 a", "0 0 1 0.5 c"), "m.tra:3: another action of state 0 than in line 2"],
    [but(TRA, "0.5 a\n0", "0.4 a\n0"), "m.tra:2: the probabilities of state 0 sum to 0.9, expected 1"],
    [
      but(TRA, "1 1 b", "1 2 b"),
      "m.tra:4: the probabilities of state 1 include 2, expected numbers above 0 and at most 1",
    ],
    [but(TRA, "0.5 a", "half a"), 'm.tra:2:7: expected a number such as 0.5, 5.6e-6 or 1/3, got "half"'],
    [but(TRA, "0.5 a", "[0.4,0.5] a"), "models with intervals are not read"],
    [but(TRA, "2 2 3", "2 2 4"), "m.tra:4: the file ends after 3 transitions, expected the 4 of its first line"],
    [but(TRA, "2 2 3", "2 3 3"), "m.tra:4: the file ends after 2 choices, expected the 3 of its first line"],
  ])("in transitions: %j", (text, message) => {
    expect(() => open({ ".tra": text })).toThrow(message);
  });

  test.each([
    [".lab", "init\n", 'm.lab:1:1: expected 0="init" 1="deadlock" …, got "init"'],
    [".lab", '0="init" 2="goal"\n', "m.lab:1:10: expected label 1, got 2"],
    [".lab", '0="a" 1="a"\n', 'm.lab:1:7: label "a" stands twice'],
    [".lab", '0="init"\n2: 0\n', 'm.lab:2:1: expected a state from 0 to 1, got "2"'],
    [".lab", '0="init"\n0: 0 1\n', 'm.lab:2:6: expected a label from 0 to 0, got "1"'],
    [".lab", '0="init"\n0: 0\n0: 0\n', "m.lab:3:1: state 0 stands twice"],
    [".lab", '0="init" 1="b"\n0: 1\n', 'm.tra: no state is labelled "init"'],
    [".sta", "x\n", 'm.sta:1:1: expected the variables, "(x,y)", got "x"'],
    [".sta", "(x)\n0:(0)\n", "m.sta:2: the file ends without state 1; it has 1 of 2"],
    [".sta", "(x)\n0:(0)\n0:(1)\n", "m.sta:3:1: state 0 stands twice"],
    [".sta", "(x)\n0:(0,1)\n", 'm.sta:2:1: expected "state:(…)" with 1 values'],
    [".sta", "(x)\n0:(0)\n1:(true)\n", 'm.sta:3:3: x: expected a whole number of 32 bits, got "true"'],
    [".srew", "3 1\n0 1\n", "m.srew:1:1: expected 2, as the transitions have, got 3"],
    [".srew", "2 1\n0 1\n1 1\n", "m.srew:3: the file ends after 2 rewards, expected the 1 that it says it has"],
    [".trew", "2 2 1\n1 0 0 1\n", "m.trew:2:5: a reward of a transition that is not there: from state 1 to 0"],
    [".trew", "2 2 1\n1 1 0 1\n", 'm.trew:2:3: expected a choice of state 1 from 0 to 0, got "1"'],
  ])("beside them: %s %j", (ending, text, message) => {
    expect(() => open({ ".tra": TRA, [ending]: text })).toThrow(message);
  });

  test.each([
    ["hello\n", "m.drn:1:1: a DRN file begins with @type: MDP or @type: DTMC"],
    [but(DRN, "@type: MDP", "@type: CTMC"), 'm.drn:1: models of type "CTMC" are not read, only MDP and DTMC'],
    [but(DRN, "@parameters\n", "@parameters\np q"), "m.drn:3: parametric models are not read (p q)"],
    [but(DRN, "@parameters\n", "@placeholders\n$0 : p"), "placeholders are not read"],
    [but(DRN, "@nr_states", "@nr_state"), 'got "@nr_state" (did you mean "@nr_states"?)'],
    [but(DRN, "@nr_states\n2\n", ""), "m.drn:8: expected @nr_states before @model"],
    [but(DRN, "@nr_states\n2", "@nr_states\n9999999999"), "@nr_states: expected at most 134217728 states"],
    [but(DRN, "state 1", "state 2"), "m.drn:15:7: expected state 1: states stand in order, each once, got state 2"],
    [but(DRN, "state 1", "state 0"), "m.drn:15:7: expected state 1"],
    [
      but(DRN, "@nr_states\n2", "@nr_states\n3"),
      "m.drn:17: the file ends after 2 states, expected the 3 of @nr_states",
    ],
    [
      but(DRN, "@nr_choices\n2", "@nr_choices\n3"),
      "m.drn:17: the file ends after 2 actions, expected the 3 of @nr_choices",
    ],
    [but(DRN, "state 1 [0]", "state 1 !2 [0]"), "m.drn:15:9: a rate: continuous time is not read"],
    [but(DRN, "state 1 [0]", "state 1 {2} [0]"), "m.drn:15:9: an observation: POMDPs are not read"],
    [but(DRN, "a [1]", "a [1, 2]"), "m.drn:12:11: expected 1 reward, one for each of @reward_models, got 2"],
    [but(DRN, "a [1]", "a [p]"), 'm.drn:12:11: expected a number such as 0.5, 5.6e-6 or 1/3, got "p"'],
    [but(DRN, "\t\t1 : 0.5", "\t\t2 : 0.5"), 'm.drn:14:3: expected a state from 0 to 1, got "2"'],
    [but(DRN, "\t\t1 : 0.5", "\t\t1 0.5"), 'm.drn:14:3: expected "state …", "action …" or "target : probability"'],
    [but(DRN, "\t\t1 : 0.5\n", ""), "m.drn:13: the probabilities of state 0 sum to 0.5, expected 1"],
    [but(DRN, "\t\t1 : 1\n", ""), "action 0 of state 1 has no transition"],
    [but(DRN, "\taction b [0]\n", ""), 'm.drn:16:3: a transition without an action: expected "action …" after state 1'],
    [
      but(but(DRN, "MDP", "DTMC"), "\taction b", "\taction c [0]\n\t\t1 : 1\n\taction b"),
      "m.drn:18:2: a second action of state 1, but the model is a DTMC",
    ],
  ])("in DRN: %j", (text, message) => {
    expect(() => open({ ".drn": text })).toThrow(message);
  });

  test("whatever is damaged in a file, it is read or refused with its place", () => {
    const texts = {
      ".tra": TRA,
      ".drn": DRN,
      ".lab": '0="init" 1="b"\n0: 0 1\n',
      ".sta": "(x)\n0:(0)\n1:(1)\n",
      ".trew": "2 2 1\n0 0 1 4\n",
    };
    const ending = fc.constantFrom(".tra", ".drn", ".lab", ".sta", ".trew");
    const damage = fc.tuple(
      fc.nat(200),
      fc.nat(6),
      fc.constantFrom("", "0", "7", "-", " ", "\n", ":", "[", "]", '"', "x", "(", "1/0", "1e999"),
    );
    let refused = 0;
    fc.assert(
      fc.property(ending, damage, (damaged, [at, length, by]) => {
        const text = texts[damaged];
        const from = at % text.length;
        const broken = text.slice(0, from) + by + text.slice(from + length);
        try {
          open(damaged === ".tra" || damaged === ".drn" ? { [damaged]: broken } : { ".tra": TRA, [damaged]: broken });
        } catch (error) {
          refused++;
          if (!(error instanceof InnateError)) throw error;
          expect(error.fault).toBe("case");
          expect(error.message).toMatch(/^m\.(tra|drn|lab|sta|trew):/);
        }
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  test("a constant, which such files have none of, and a file that is not there", () => {
    writeFileSync(join(folder, "c.drn"), DRN);
    expect(() => openModel(join(folder, "c.drn"), { K: "2" }, { name: "c.drn" })).toThrow('c.drn: "K" cannot be set');
    expect(() => openModel(join(folder, "none.drn"), {}, { name: "none.drn" })).toThrow("none.drn: it cannot be read");
  });
});
