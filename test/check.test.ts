import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { checkDocument } from "../src/report/check/schema.ts";
import { folder, innate, root } from "./support/cli.ts";

const WALK = `dtmc
const int N;
module walk
  s : [0..N] init 1;
  [] s>0 & s<N -> 1/2 : (s'=s-1) + 1/2 : (s'=s+1);
endmodule
label "end" = s=N;
rewards "steps" true : 1; endrewards
`;
const PROPS = `// by gambler's ruin: 1/N, and 1 · (N − 1)
"end": P=? [ F "end" ];
"steps": R{"steps"}=? [ F s=0 | s=N ];
"likely": P>=1/2 [ F "end" ];
`;
const files = { "walk.prism": WALK, "walk.props": PROPS };

describe("innate check", () => {
  test("prints the model, and each property with what is certain of it", async () => {
    const cwd = folder(undefined, files);
    const { stdout, status } = await innate(["check", "walk.prism", "walk.props", "--const", "N=4", "--exact"], {
      cwd,
    });
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^walk\.prism N=4 +Markov chain$/);
    expect(lines[1]).toMatch(/^5 states, 8 branches, /);
    expect(lines[2]).toBe("2 states without a step, given one to themselves: (s=0), …");
    expect(lines).toContain("end          1/4 = 0.25");
    expect(lines).toContain("steps        3");
    expect(lines).toContain("likely       false");
    // A bound is false.
    expect(status).toBe(1);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80);
  });

  test("several constants may stand in one --const, as PRISM itself writes them", async () => {
    const cwd = folder(undefined, {
      "two.prism": WALK.replace("const int N;", "const int N;\nconst double p;").replaceAll("1/2", "p"),
    });
    const { stdout } = await innate(
      ["check", "two.prism", "--property", 'P=? [ F "end" ]', "--const", "N=max(2, 4),p=1/2", "--exact"],
      { cwd },
    );
    expect(stdout).toContain("1/4 = 0.25");
  });

  test.each([
    ["a bound that holds", ["--property", 'P>=1/4 [ F "end" ]'], 0],
    ["a value", ["walk.props", "--property", "end"], 0],
    ["a bound that does not hold", ["walk.props", "--property", "likely"], 1],
    ["an unknown property", ["walk.props", "--property", "ende"], 2],
    [
      "a property that cannot be asked, beside one that can",
      ["--property", "P=? [ F x=1 ]", "--property", 'P<1 [ F "end" ]'],
      2,
    ],
    ["no property", [], 2],
    ["a file of properties that is not there", ["walk.prop"], 2],
    ["too few states", ["walk.props", "--max-states", "3"], 3],
    ["too little memory to begin with", ["walk.props", "--memory", "32"], 3],
  ])("%s", async (_, args, expected) => {
    const cwd = folder(undefined, files);
    const { status } = await innate(["check", "walk.prism", ...args, "--const", "N=4"], { cwd });
    expect(status).toBe(expected);
  });

  test.each([
    [
      "a constant that is missing",
      ["walk.prism", "walk.props"],
      2,
      /expected a value for the constant N \(int\): --const N=…/,
    ],
    ["a syntax error", ["bad.prism", "walk.props"], 4, /bad\.prism:3:\d+: /],
    ["what is no model", ["vault"], 2, /vault: expected a model/],
    ["a misspelt label", ["walk.prism", "--const", "N=4", "--property", 'P=? [ F "and" ]'], 2, undefined],
  ])("%s", async (_, args, expected, message) => {
    const cwd = folder(undefined, { ...files, "bad.prism": "dtmc\nmodule m\n  s : [0..1 init 0;\nendmodule\n" });
    const { status, stderr, stdout } = await innate(["check", ...args], { cwd });
    expect(status).toBe(expected);
    if (message === undefined) expect(stdout).toMatch(/no label or property "and" \(did you mean "end"\?\)/);
    else expect(stderr).toMatch(message);
  });

  test("--json prints one document as its schema says", async () => {
    const cwd = folder(undefined, files);
    const { stdout, status } = await innate(
      ["check", "walk.prism", "walk.props", "--set", "N=4", "--exact", "--json"],
      { cwd },
    );
    expect(status).toBe(1);
    const document: unknown = JSON.parse(stdout);
    const schema = JSON.parse(readFileSync(join(root, "docs/schema/check.schema.json"), "utf8"));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    const { check } = checkDocument.parse(document);
    expect(check.model).toMatchObject({ name: "walk.prism", type: "dtmc", states: 5, deadlocks: 2 });
    expect(check.properties.map(({ name, result }) => [name, result])).toEqual([
      ["end", { kind: "value", value: { value: 0.25, low: 0.25, high: 0.25, exact: "1/4" } }],
      ["steps", { kind: "value", value: { value: 3, low: 3, high: 3, exact: "3" } }],
      ["likely", { kind: "truth", holds: false }],
    ]);
  });

  test("what was decided before the time was over is shown, and what was not is said", async () => {
    const cwd = folder(undefined, files);
    const long = 'R{"steps"}=? [ C<=100000000 ]';
    const { stdout, stderr, status } = await innate(
      ["check", "walk.prism", "--const", "N=500", "--property", 'P=? [ F "end" ]', "--property", long, "--time", "4"],
      { cwd },
    );
    expect(status).toBe(3);
    expect(stdout).toContain("0.002");
    expect(stderr).toMatch(
      /not decided: the limit of 4 s was reached, while going back in steps for R\{"steps"\}=\? \[ C<=10+… \(/,
    );
  });

  test("Ctrl-C shows what was decided and leaves no process", async () => {
    const cwd = folder(undefined, files);
    const { stdout, stderr, status } = await innate(
      [
        "check",
        "walk.prism",
        "--const",
        "N=500",
        "--property",
        'P=? [ F "end" ]',
        "--property",
        'R{"steps"}=? [ C<=100000000 ]',
      ],
      { cwd, interrupt: 5000 },
    );
    expect(status).toBe(130);
    expect(stdout).toContain("0.002");
    expect(stderr).toContain("interrupted; what was decided is above");
  });
});

test.skipIf(!existsSync(join(root, "../shared/qvbs")))(
  "the value that plain iteration misses, exactly (the models of ../shared/qvbs are needed)",
  async () => {
    const model = join(root, "../shared/qvbs/consensus/consensus.4.prism");
    const property = 'Pmax=? [ F "finished"&!"agree" ]';
    // PERFORMANCE.md: consensus with 4 processes and K = 2.
    const { stdout } = await innate(["check", model, "--const", "K=2", "--property", property, "--exact"]);
    expect(stdout).toContain("170112531/577765376 = 0.2944318542895862");
  },
);
