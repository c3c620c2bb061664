import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../test/support/cli.ts";
import type { AnyCase } from "../../core/case.ts";
import type { WrittenLine } from "../../core/drive.ts";
import { formatRational } from "../../core/rational.ts";
import { enumerate, hasBit } from "../../exact/index.ts";
import { caseOfLabelled } from "../labelled-case.ts";
import type { Meant } from "../meant.ts";
import { openModel } from "../open-model.ts";
import { caseOfPrism } from "./case.ts";
import { explore } from "./explore.ts";
import { parseModelText, readModel } from "./read.ts";
import { readPrism } from "./read-prism.ts";
import { worldOf } from "./world.ts";

const caseOf = (text: string, given: Readonly<Record<string, string>> = {}, meant: Meant = {}): AnyCase =>
  caseOfPrism(parseModelText(text, "model.prism"), "model", given, meant);

const WALK = `mdp
const int last;
module m
  x : [0..last];
  [go] x<last -> 3/4:(x'=x+1) + 1/4:true;
  [] x=0 -> true;
endmodule
label "end" = x=last;
rewards "paid"
  x>0 : x;
  [go] true : 1/3;
  [] true : 2;
  [go] x=1 : 5;
endrewards
rewards
  true : 1;
endrewards`;

describe("a model as a case", () => {
  const { world, drives } = caseOf(WALK, { last: "2" }).build({});
  const moment = (x: number, action: string, next: number) =>
    ({ state: { x }, action, nextState: { x: next }, phase: 0 }) as const;
  const terms = drives.paid!.terms;

  test("variables are fields, choices actions, and it ends where nothing can be done", () => {
    expect(world.fields.x).toMatchObject({ kind: "range", size: 3 });
    expect(world.actions).toEqual(["go", "m"]);
    expect(world.available?.({ x: 1 }, "m")).toBe(false);
    expect(world.available?.({ x: 1 }, "go")).toBe(true);
    expect([0, 1, 2].map((x) => world.terminated?.({ x }))).toEqual([false, false, true]);
    const { model } = enumerate(world);
    // go from 0 and 1 with two branches each, m from 0.
    expect([model.states, model.phases[0]!.successor.length]).toEqual([3, 5]);
  });

  test("every line of a reward structure is a term that says where it stands", () => {
    expect(Object.keys(drives)).toEqual(["paid", "rewards"]);
    expect(terms.map(({ name }) => name)).toEqual(["states", "go line 11", "steps", "go line 13"]);
    expect(terms[1]!.definition).toEqual({
      file: "model.prism",
      line: 11,
      text: "[go] true : 1/3;",
    } satisfies WrittenLine);
    const paid = (...at: Parameters<typeof moment>) =>
      terms.map(({ pays, weight }) => `${formatRational(weight)}·${"each" in pays ? pays.each(moment(...at)) : "?"}`);
    // 1/3 is no decimal, so it is the weight of its term, exactly.
    expect(paid(0, "go", 1)).toEqual(["1·0", "1/3·1", "1·0", "1·0"]);
    expect(paid(1, "go", 2)).toEqual(["1·1", "1/3·1", "1·0", "1·5"]);
    expect(paid(0, "m", 0)).toEqual(["1·0", "1/3·0", "1·2", "1·0"]);
  });

  test("a step of a dtmc pays what its commands pay on average", () => {
    // In x=0 one of two commands is labelled go: 1/2·1/3 as weight 1/3, and 1/2·2.
    const { drives, world } = caseOf(WALK.replace("mdp", "dtmc"), { last: "2" }).build({});
    expect(world.actions).toEqual(["step"]);
    const paid = drives.paid!.terms.map(({ pays }) => ("each" in pays ? pays.each(moment(0, "step", 1)) : Number.NaN));
    expect(paid).toEqual([0, 0.5, 1, 0]);
  });

  test("constants without a value are parameters, and other values build other worlds", () => {
    const subject = caseOf(WALK, { last: "2" });
    expect(subject.parameters.last).toMatchObject({ default: 2 });
    expect(subject.build({ last: 5 }).world.fields.x).toMatchObject({ size: 6 });
    const text =
      "dtmc const double p; const bool b; module m x : bool; [] b -> p:(x'=true) + 1-p:true; endmodule rewards true : 1; endrewards";
    expect(caseOf(text, { p: "1/3", b: "true" }).parameters).toMatchObject({
      p: { default: "1/3", options: ["1/3"] },
      b: { default: "true", options: ["false", "true"] },
    });
    const built = caseOf(text, { p: "1/3", b: "true" }).build({ p: "1/3", b: "true" });
    expect(enumerate(built.world).model.phases[0]!.probability.exact.map(formatRational)).toContain("1/3");
  });

  test("labels and conditions are what is meant", () => {
    const meant = { never: ['x=1 & !"end"'], reach: ["end"], keepPossible: ["deadlock"] };
    const { intent } = caseOf(WALK, { last: "2" }, meant).build({});
    expect(intent?.items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "never x=1 & !end",
      "keepPossible deadlock",
      "reach end",
    ]);
    const holds = intent!.items.map((item) =>
      item.kind === "never"
        ? [item.holds(moment(0, "go", 1)), item.holds(moment(0, "go", 0)), item.holds(moment(1, "go", 2))]
        : item.kind === "score"
          ? []
          : [0, 1, 2].map((x) => item.holds({ x })),
    );
    expect(holds).toEqual([
      [true, false, true],
      [false, false, true],
      [false, false, true],
    ]);
    expect(caseOf(WALK, { last: "2" }).build({}).intent).toBeUndefined();
  });

  test.each([
    [{ never: ["ned"] }, 'model.prism: there is no label "ned" (did you mean "end"?); it has end, deadlock'],
    [{ never: ['"ned" & x=1'] }, 'model.prism: there is no label "ned" (did you mean "end"?); it has end, deadlock'],
    [{ reach: ["x=1 &"] }, "condition:1:6: expected an expression, got the end of the text\n    x=1 &\n         ^"],
    [{ reach: ["x+1"] }, "condition:1:2: a condition is a truth value, got a whole number"],
    [{ reach: ["y=1"] }, 'condition:1:1: there is no variable, constant or formula "y" (did you mean "x"?)'],
  ])("what is meant by %o is refused", (meant, message) => {
    expect(() => caseOf(WALK, { last: "2" }, meant).build({})).toThrow(message);
  });

  test("a reward structure without a line is a drive that pays nothing", () => {
    const { drives } = caseOf('mdp module m x : bool; endmodule rewards "none" endrewards').build({});
    expect(
      drives.none!.terms.map(({ name, pays }) => [name, "each" in pays ? pays.each(moment(0, "m", 0)) : 1]),
    ).toEqual([["nothing", 0]]);
  });

  test("a model that pays nothing is refused", () => {
    expect(() => caseOf("mdp module m x : bool; endmodule").build({})).toThrow(
      'model.prism: the model has no reward structure, so that nothing pays an agent; expected rewards "name" … endrewards',
    );
  });
});

describe("a model that is known state by state", () => {
  const model = explore(readModel(WALK, "model.prism", { last: "2" }));

  test("has the world, drives and labels that it has by its variables", () => {
    const { world, drives, intent } = caseOfLabelled(model, "model", { reach: ["end"], never: ["deadlock"] }).build({});
    expect(world.actions).toEqual(["go", "m"]);
    expect(enumerate(world).model.phases[0]!.successor.length).toBe(5);
    expect([0, 1, 2].map((state) => world.terminated?.({ state }))).toEqual([false, false, true]);
    expect(Object.keys(drives)).toEqual(["paid", "rewards"]);
    const paid = drives.paid!.terms.map(({ name, pays }) => [
      name,
      "each" in pays ? pays.each({ state: { state: 1 }, action: "go", nextState: { state: 2 }, phase: 0 }) : Number.NaN,
    ]);
    expect(paid).toEqual([
      ["states", 1],
      ["steps", 16 / 3],
    ]);
    expect(intent?.items.map(({ name }) => name)).toEqual(["deadlock", "end"]);
  });

  test("numbers rows of one action in one state", () => {
    const two = explore(
      readModel(
        "mdp module m x : [0..1]; [a] x=0 -> true; [a] x=0 -> (x'=1); endmodule rewards true : 1; endrewards",
        "m",
      ),
    );
    const renamed = { ...two, model: { ...two.model, actions: ["a", "a"] } };
    const { world } = caseOfLabelled(
      { ...renamed, model: { ...renamed.model, phases: [{ ...two.model.phases[0]!, action: new Uint8Array(3) }] } },
      "m",
    ).build({});
    expect(world.actions).toEqual(["a", "a (2)"]);
    expect(enumerate(world).model.states).toBe(2);
  });
});

test("readPrism gives a case file its world, drives and labels, and names what is not there", () => {
  const { world, drives, drive, label } = readPrism(
    join(root, "examples/courier.prism"),
    { parcels: 1 },
    { horizon: 9 },
  );
  expect(world.horizon).toBe(9);
  expect(drive("paid")).toBe(drives.paid);
  expect(label("done")({ at: 0, load: false, delivered: 1, broken: false })).toBe(true);
  expect(() => label("dome")).toThrow('there is no label "dome" (did you mean "done"?); it has broken, done');
  expect(() => drive("pay")).toThrow('there is no reward structure "pay" (did you mean "paid"?); it has paid');
});

const FOLDER = join(root, "../shared/qvbs");
describe("worlds of models of the benchmark set (those of ../shared/qvbs are needed)", () => {
  test.skipIf(!existsSync(FOLDER)).each([
    ["consensus/consensus.2.prism", { K: "2" }],
    ["csma/csma.2-2.prism", {}],
    ["zeroconf/zeroconf.prism", { N: "20", K: "2", reset: "true" }],
    ["herman/herman.5.prism", {}],
    ["leader_sync/leader_sync.3-2.prism", {}],
  ])("%s enumerates to what is explored", (file, given) => {
    const model = openModel(join(FOLDER, file), given);
    const program = readModel(readFileSync(join(FOLDER, file), "utf8"), file, given);
    const { model: enumerated } = enumerate(worldOf(program, "model").world);
    // A deadlock has a step to itself in the one and has ended in the other; none of these models has one.
    const deadlocks = Array.from({ length: model.model.states }, (_, k) => k).filter((k) => hasBit(model.deadlocks, k));
    expect(deadlocks).toEqual([]);
    const [explored, known] = [model.model.phases[0]!, enumerated.phases[0]!];
    expect(enumerated.states).toBe(model.model.states);
    // Both number states breadth-first; the order of a state's actions is that of their names' list in the one.
    const rows = ({ rowStart, action, branchStart, probability }: typeof known): readonly string[] =>
      Array.from({ length: enumerated.states }, (_, state) => {
        const shapes: string[] = [];
        for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++) {
          const codes = [...probability.codes.subarray(branchStart[row]!, branchStart[row + 1]!)];
          shapes.push(
            `${action[row]}: ${codes
              .map((code) => formatRational(probability.exact[code]!))
              .sort()
              .join(" ")}`,
          );
        }
        return shapes.sort().join("; ");
      }).sort();
    expect(rows(known)).toEqual(rows(explored));
  });
});
