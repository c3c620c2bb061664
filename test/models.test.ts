import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, innate, root } from "./support/cli.ts";

/** Models of model checkers on the command line; what they mean is tested beside the code. */
const courier = join(root, "examples/courier.prism");
const asked = ["--horizon", "20", "--never", "broken", "--reach", "done"];

// Two parcels are thrown, of which each breaks with 1/10: 1 − (9/10)² = 19%. Twenty steps cost 20, two parcels bring 10.
const FOUND = /"broken" happens in 19% of\s+episodes \(meant: never\); it earns −10/;

test("a model is audited, the line that pays named, and its trace replayed", async () => {
  const cwd = folder();
  const { status, stdout, stderr } = await innate(["audit", courier, "--const", "parcels=2", ...asked, "--json"], {
    cwd,
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  const file = join(cwd, "report.json");
  writeFileSync(file, stdout);
  const [audit] = JSON.parse(stdout).audits;
  expect(audit).toMatchObject({ settings: { parcels: 2 }, drive: "paid" });
  // Every line pays whatever the state: none reads it.
  expect(audit.reads.terms.map(({ state }: { readonly state: readonly string[] }) => state)).toEqual([[], [], []]);
  expect(audit.findings[0]).toMatchObject({
    id: "worst-optimum:throw",
    source: { line: 30, text: "[throw] true : 5;" },
  });
  expect((await innate(["replay", file], { cwd })).stdout).toMatch(/Holds: 3 steps were gone through again/);
});

test("an example reads the model into a case of its own, whose repaired drive is sound", async () => {
  const { status, stdout } = await innate(["audit", join(root, "examples/courier.ts")]);
  expect(status).toBe(1);
  expect(stdout).toMatch(FOUND);
  expect(stdout).toMatch(/Paid by {2}throw, .*examples\/courier\.prism:30/);
  expect(stdout).toMatch(/drive careful +no exploit found/);
});

test("show, live and compare take models, and --set is --const", async () => {
  const shown = await innate(["show", courier, "--set", "parcels=2", "--never", "broken"]);
  // at, load, delivered and broken: 3·2·3·2 = 36.
  expect(shown.stdout).toMatch(/reachable states of 36 that the fields describe/);
  expect(shown.stdout).toMatch(/parcels {2}= 2 .*a constant of the model/);
  expect(shown.stdout).toMatch(/never +broken/);
  const lived = await innate(["live", courier, "--const", "parcels=1", "--steps", "50", "--horizon", "10", "--json"]);
  expect(JSON.parse(lived.stdout)).toMatchObject({ life: { settings: { parcels: 1 }, steps: 50 } });
  const cwd = folder();
  writeFileSync(join(cwd, "two.prism"), `${readFileSync(courier, "utf8")}rewards "time" true : 1; endrewards`);
  const words = ["compare", "two.prism", "time", "paid", "--set", "parcels=1", "--horizon", "5"];
  expect((await innate(words, { cwd })).stdout).toMatch(
    /time and paid are unhackable: time pays every policy the same/,
  );
});

test("an audit of a model that nothing is meant by says how to mean something", async () => {
  const { status, stderr } = await innate([
    "audit",
    courier,
    "--const",
    "parcels=1",
    "--horizon",
    "5",
    "--fail-on",
    "never",
  ]);
  expect(status).toBe(3);
  expect(stderr).toMatch(/nothing says what was meant by the model[\s\S]*--never LABEL/);
});

test.each([
  [["audit", courier], 2, /expected a value for the constant parcels \(int\): --const parcels=…\n$/],
  [["audit", courier, "--const", "parcel=2"], 2, /there is no constant "parcel" \(did you mean "parcels"\?\)/],
  [
    ["audit", courier, "--const", "parcels=two"],
    2,
    /--const parcels=two: the constant parcels is a whole number \(int\)/,
  ],
  [
    ["audit", courier, "--const", "parcels=1", "--never", "brocken"],
    2,
    /no label "brocken" \(did you mean "broken"\?\)/,
  ],
  [
    ["audit", "vault", "--never", "broken"],
    2,
    /vault: --never, --reach and --keep-possible say what is meant by a model/,
  ],
  [["audit", "gone.prism"], 2, /no file gone\.prism/],
])("innate %j gives %d", async (words, expected, message) => {
  const { status, stderr } = await innate(words);
  expect(status).toBe(expected);
  expect(stderr).toMatch(message);
});

test("a broken model is an unsound case, with line and column", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "broken.prism"), "mdp\nmodule m\n  x : [0..3]\nendmodule\n");
  expect(await innate(["audit", "broken.prism"], { cwd })).toEqual({
    status: 4,
    stdout: "",
    stderr: 'broken.prism:4:1: expected ";" after the variable x, got "endmodule"\n    endmodule\n    ^\n',
  });
});
