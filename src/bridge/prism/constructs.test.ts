import { describe, expect, test } from "vitest";
import { formatRational } from "../../core/rational.ts";
import { hasBit } from "../../exact/index.ts";
import type { LabelledModel } from "../labelled.ts";
import { explore } from "./explore.ts";
import { readModel } from "./read.ts";

const build = (text: string, constants: Readonly<Record<string, string>> = {}): LabelledModel =>
  explore(readModel(text, "model.prism", constants));

/** Every branch as "state action: probability state", in the order of the states. */
function steps({ model, describe }: LabelledModel): readonly string[] {
  const { rowStart, action, branchStart, successor, probability } = model.phases[0]!;
  const found: string[] = [];
  for (let state = 0; state < model.states; state++)
    for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
      for (let b = branchStart[row]!; b < branchStart[row + 1]!; b++) {
        const p = formatRational(probability.exact[probability.codes[b]!]!);
        found.push(`${describe(state)} ${model.actions[action[row]!]}: ${p} ${describe(successor[b]!)}`);
      }
  return found;
}

/** The states of a label. */
const holding = (model: LabelledModel, label: string): readonly string[] =>
  Array.from({ length: model.model.states }, (_, state) => state)
    .filter((state) => hasBit(model.labels.get(label)!, state))
    .map(model.describe);

/** What a structure pays in each state and row, as fractions. */
const paid = ({ rewards }: LabelledModel, index = 0): { readonly states: string; readonly rows: string } => {
  const shown = ({ codes, exact }: LabelledModel["rewards"][number]["states"]) =>
    [...codes].map((code) => formatRational(exact[code]!)).join(" ");
  const { states, rows } = rewards[index]!;
  return { states: shown(states), rows: shown(rows) };
};

describe("kinds of models", () => {
  const module = "module m x : [0..1]; [] x=0 -> (x'=1); [] x=0 -> (x'=0); endmodule";
  test.each([
    ["mdp", "mdp", 3],
    ["nondeterministic", "mdp", 3],
    ["", "mdp", 3],
    ["dtmc", "dtmc", 2],
    ["probabilistic", "dtmc", 2],
  ])("%j is read as %s", (word, kind, rows) => {
    // x=0 has two commands, two rows of an mdp and one of a dtmc; x=1 has none and gets a step to itself.
    const model = build(`${word} ${module}`);
    expect(model.kind).toBe(kind);
    expect(model.model.phases[0]!.action.length).toBe(rows);
    expect(holding(model, "deadlock")).toEqual(["(x=1)"]);
  });
  test("commands of a dtmc that are enabled together are equally likely", () => {
    // 1/3·(1/2, 1/2) + 1/3·1 + 1/3·1 to x = 1, 2, 2, 0: 1/6, 1/6 + 1/3 = 1/2, 1/3.
    const model = build(
      "dtmc module m x : [0..2]; [] x=0 -> 0.5:(x'=1)+0.5:(x'=2); [a] x=0 -> (x'=2); [] x=0 -> true; [] x>0 -> true; endmodule",
    );
    expect(steps(model).slice(0, 3)).toEqual([
      "(x=0) step: 1/6 (x=1)",
      "(x=0) step: 1/2 (x=2)",
      "(x=0) step: 1/3 (x=0)",
    ]);
  });
});

describe("numbers", () => {
  test("decimals, quotients and their differences are exact", () => {
    const model = build(
      "dtmc const double p = 0.05; const int n = 3; module m x : [0..2]; [] true -> p:(x'=0) + 1/n:(x'=1) + 1-p-1/n:(x'=2); endmodule",
    );
    // 1 − 1/20 − 1/3 = 37/60
    expect(
      steps(model)
        .slice(0, 3)
        .map((step) => step.split(" ")[2]),
    ).toEqual(["1/20", "1/3", "37/60"]);
  });
  test("probabilities depend on the state, and what has probability 0 does not happen", () => {
    // From x: down with x/3, up with 1 − x/3. Where x is 0 or 3 the bounds would be left, with probability 0.
    const model = build("dtmc module m x : [0..3] init 1; [] true -> x/3:(x'=x-1) + 1-x/3:(x'=x+1); endmodule");
    expect(model.model.states).toBe(4);
    expect(steps(model)).toContain("(x=3) step: 1 (x=2)");
    expect(steps(model)).toContain("(x=1) step: 1/3 (x=0)");
  });
  test.each([
    ["2+3*4", "14"],
    ["(2+3)*4", "20"],
    ["-2+5", "3"],
    ["2*-3+7", "1"],
    ["7-2-3", "2"],
    ["8/2/2", "2"],
    ["min(4,2,3)", "2"],
    ["max(4,2,3)", "4"],
    ["floor(7/2)", "3"],
    ["floor(-7/2)", "-4"],
    ["ceil(7/2)", "4"],
    ["ceil(-7/2)", "-3"],
    ["round(5/2)", "3"],
    ["round(-5/2)", "-2"],
    ["pow(2,5)", "32"],
    ["pow(2.0,-1)", "1/2"],
    ["pow(4,0.5)", "2"],
    ["mod(7,3)", "1"],
    ["mod(-7,3)", "2"],
    ["log(8,2)", "3"],
    ["func(mod,7,3)", "1"],
    ["func(floor,7/2)", "3"],
    ["true ? 1 : 2", "1"],
    ["false ? 1 : true ? 3 : 4", "3"],
    ["1>2 ? 1/0 : 5", "5"],
    [".5+1e-1", "3/5"],
    // Precedence, weakest first: ?, =>, <=>, |, &, !, = !=, < <= >= >, + -, * /.
    ["!1=2 ? 1 : 0", "1"],
    ["1+1=2 ? 1 : 0", "1"],
    ["true | false & false ? 1 : 0", "1"],
    ["false & true | true ? 1 : 0", "1"],
    ["false => false => false ? 1 : 0", "0"],
    ["false <=> false | true ? 1 : 0", "0"],
    ["1<2=true ? 1 : 0", "1"],
  ])("%s is %s", (text, value) => {
    const model = build(
      `dtmc const double c = ${text}; module m x : [0..1]; [] true -> true; endmodule rewards true : c; endrewards`,
    );
    expect(paid(model).states).toBe(value);
  });
  test("constants refer to one another in any order, and are given from outside", () => {
    const model = build(
      "dtmc const int n; const bool up; const double p; const high = 2*n; module m x : [0..high]; " +
        "[] up -> p:(x'=high) + 1-p:true; endmodule",
      { n: "3", up: "true", p: "1/3" },
    );
    expect(steps(model)[0]).toBe("(x=0) step: 1/3 (x=6)");
  });
});

describe("modules", () => {
  test("labels that several modules have are taken by all of them at once, others alone", () => {
    // a needs both: from (0,0) to (1,1). b is only the second module's: y goes on alone. Products 1/2·1/4 and so on.
    const model = build(
      "mdp module one x : [0..1]; [a] x=0 -> 1/2:(x'=1) + 1/2:true; endmodule " +
        "module two y : [0..1]; [a] y=0 -> 1/4:(y'=1) + 3/4:true; [b] y=0 -> (y'=1); endmodule",
    );
    expect(steps(model).slice(0, 5)).toEqual([
      "(x=0,y=0) b: 1 (x=0,y=1)",
      "(x=0,y=0) a: 1/8 (x=1,y=1)",
      "(x=0,y=0) a: 3/8 (x=1,y=0)",
      "(x=0,y=0) a: 1/8 (x=0,y=1)",
      "(x=0,y=0) a: 3/8 (x=0,y=0)",
    ]);
  });
  test("a label that a module has without ever being able to take it blocks the others", () => {
    const model = build(
      "mdp module one x : [0..1]; [a] x=0 -> (x'=1); endmodule module two y : bool; [a] false -> true; endmodule",
    );
    expect(model.model.states).toBe(1);
    expect(holding(model, "deadlock")).toEqual(["(x=0,y=false)"]);
  });
  test("what reads other modules' variables reads them as they were", () => {
    // x and y change places at once.
    const model = build(
      "mdp module one x : [0..1] init 1; [swap] true -> (x'=y); endmodule module two y : [0..1]; [swap] true -> (y'=x); endmodule",
    );
    expect(steps(model)).toEqual(["(x=1,y=0) swap: 1 (x=0,y=1)", "(x=0,y=1) swap: 1 (x=1,y=0)"]);
  });
  test("renaming changes variables, labels, constants, functions and what is in formulas", () => {
    // two: y counts by 2 up to max(2, 3) = 3 from min: y = 0, 2 (4 is above 3); formula low reads y there.
    const model = build(
      "mdp const int by = 1; const int step2 = 2; formula low = x < 2; " +
        "module one x : [0..4]; [go] low & x+by <= min(2, 3) -> (x'=x+by); endmodule " +
        "module two = one [x=y, go=run, by=step2, min=max] endmodule",
    );
    // x: 0, 1, 2; y: 0, 2.
    expect(model.model.states).toBe(6);
    expect(model.model.actions).toEqual(["go", "run"]);
  });
  test("a module made of a renamed one, and globals that unlabelled commands of all change", () => {
    const model = build(
      "mdp global g : [0..3]; module one a : bool; [] !a & g<3 -> (a'=true) & (g'=g+1); endmodule " +
        "module three = two [b=c] endmodule module two = one [a=b] endmodule",
    );
    // Each of three flags is set once, in any order: 2³ states, g the number of those set.
    expect(model.model.states).toBe(8);
    expect(model.model.actions).toEqual(["one", "three", "two"]);
  });
});

describe("systems", () => {
  const modules =
    "mdp module one x : [0..1]; [a] x=0 -> (x'=1); endmodule module two y : [0..1]; [a] y=0 -> (y'=1); endmodule " +
    "module three z : [0..1]; [b] z=0 -> (z'=1); endmodule";
  test.each([
    // In step: (0,0) and (1,1), times two of z.
    ["one || two || three", 4],
    ["one |[a]| two |[b]| three", 2],
    ["(one |[a]| two) ||| three", 4],
    // Each on its own: 2·2·2.
    ["one ||| two ||| three", 8],
    ["(one / {a}) || two || three", 8],
    // b becomes a, so all three go in step: 2.
    ["one || two || three {b <- a}", 2],
  ])("%s has %d states", (system, states) => {
    expect(build(`${modules} system ${system} endsystem`).model.states).toBe(states);
  });
});

describe("beginnings", () => {
  test("a variable begins at its low bound or false, or as it says", () => {
    const model = build(
      "dtmc module m x : [-2..2]; b : bool; y : [0..3] init 1+1; c : bool init true; [] true -> true; endmodule",
    );
    expect(holding(model, "init")).toEqual(["(x=-2,b=false,y=2,c=true)"]);
  });
  test("init … endinit gives every state that fulfils it, equally likely", () => {
    // x + y = 2 with x, y in 0..2: three states.
    const model = build("dtmc module m x : [0..2]; y : [0..2]; [] true -> true; endmodule init x+y=2 endinit");
    expect(holding(model, "init")).toEqual(["(x=0,y=2)", "(x=1,y=1)", "(x=2,y=0)"]);
    expect(model.model.starts.map(({ probability }) => formatRational(probability))).toEqual(["1/3", "1/3", "1/3"]);
  });
});

describe("labels and rewards", () => {
  const chain = "mdp module m x : [0..2]; [go] x<2 -> (x'=x+1); [] x<2 -> true; endmodule";
  test("labels are sets of states, over formulas too", () => {
    const model = build(`${chain} formula half = x=1; label "mid" = half; label "end" = x=2;`);
    expect(holding(model, "mid")).toEqual(["(x=1)"]);
    expect(holding(model, "end")).toEqual(["(x=2)"]);
  });
  test("states pay what all fitting lines pay, steps what those of their label do, and a deadlock's own step nothing", () => {
    const model = build(
      `${chain} rewards "r" x>=1 : x; x=1 : 0.5; [go] true : 3; [go] x=1 : 1/3; [] true : -1; endrewards rewards [go] x=0 : 2; endrewards`,
    );
    // Rows: x=0 go, x=0 []; x=1 go, x=1 []; x=2 the added step.
    expect(paid(model)).toEqual({ states: "0 3/2 2", rows: "3 -1 10/3 -1 0" });
    expect(paid(model, 1)).toEqual({ states: "0 0 0", rows: "2 0 0 0 0" });
    expect(model.rewards.map(({ name }) => name)).toEqual(["r", ""]);
  });
  test("a step of a dtmc pays what its commands pay on average", () => {
    // Two commands, one of them labelled go: (3 + 0) / 2.
    const model = build(`${chain.replace("mdp", "dtmc")} rewards [go] true : 3; endrewards`);
    expect(paid(model).rows).toBe("3/2 3/2 0");
  });
});

describe("limits", () => {
  const program = readModel("mdp module m x : [0..99999]; [] x<99999 -> (x'=x+1); endmodule", "model.prism");
  test("a limit says how far it came", () => {
    expect(() => explore(program, { states: 50 })).toThrow(
      "model.prism: the limit of 50 states reached after 50 of at least 51 states were gone through",
    );
    expect(() => explore(program, { bytes: 2 ** 20 })).toThrow(
      /the limit of 1 MiB reached after \d+ of at least \d+ states were gone through/,
    );
    expect(explore(program, { states: 100_000 }).model.states).toBe(100_000);
  });
  test("what follows the progress can end the work", () => {
    const seen: number[] = [];
    const stop = (found: number, done: number): void => {
      seen.push(done);
      if (found > 20_000) throw new Error("stopped");
    };
    expect(() => explore(program, {}, stop)).toThrow("stopped");
    // Every 4096 states, until more than 20 000 are found: at 0, 4096, …, 20480.
    expect(seen).toEqual([0, 4096, 8192, 12288, 16384, 20480]);
  });
});

describe("names of actions", () => {
  test("an action is called by its label or module, and by its line where two can be taken at once", () => {
    const model = build(
      [
        "mdp",
        "module one x : [0..2];",
        "  [] x=0 -> (x'=1);",
        "  [] x=1 -> (x'=2);",
        "  [a] x=0 -> true;",
        "  [a] x=0 -> (x'=2);",
        "  [a] x>0 -> true;",
        "endmodule",
        "module two y : bool;",
        "  [] !y -> (y'=true);",
        "  [] true -> true;",
        "endmodule",
      ].join("\n"),
    );
    expect(model.model.actions).toEqual([
      "one",
      "a (one lines 5 and 7)",
      "a (one line 6)",
      "two line 10",
      "two line 11",
    ]);
  });
});
