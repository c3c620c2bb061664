import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkDocument } from "../src/report/check/schema.ts";
import { folder, innate } from "./support/cli.ts";

const files = (cwd: string): readonly string[] => readdirSync(cwd).sort();

test("innate export writes a case and its properties, and says in 80 columns how to ask them", async () => {
  const cwd = folder();
  const { status, stdout, stderr } = await innate(["export", "vault"], { cwd });
  expect([status, stderr]).toEqual([0, ""]);
  expect(files(cwd)).toEqual(["vault.prism", "vault.props"]);
  for (const text of [
    "Files    vault.prism, vault.props",
    'R{"naive"}max=? [ C<=7 ]',
    "storm --prism vault.prism --prop vault.props",
  ])
    expect(stdout).toContain(text);
  for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
});

// What an audit of the vault prints as the most that its naive drive pays, 15.24, and that an agent can do without a theft.
test("innate check answers what was written as an audit does", async () => {
  const cwd = folder();
  const audit = await innate(["audit", "vault", "--drive", "naive", "--json"], { cwd });
  const optimum: unknown = JSON.parse(audit.stdout).audits[0].optimum.value;
  for (const format of ["prism", "tra"]) {
    const written = await innate(["export", "vault", "--format", format, "--drive", "naive", "--json"], { cwd });
    const [model] = JSON.parse(written.stdout).files;
    const { stdout } = await innate(["check", model, "vault.props", "--json"], { cwd });
    const { check } = checkDocument.parse(JSON.parse(stdout));
    const found = Object.fromEntries(
      check.properties.map(({ name, result }) => [name, result.kind === "value" ? result.value.value : result.kind]),
    );
    expect(found.naive, format).toBeCloseTo(Number(optimum), 9);
    expect(found.theft_least, format).toBe(0);
    expect(found.theft_most, format).toBeCloseTo(1, 9);
  }
});

test("files that are there already are kept unless --force is given; the properties of another format are the same", async () => {
  const cwd = folder(undefined, { "vault.prism": "mine\n", "sub.lab": "mine\n" });
  const kept = await innate(["export", "vault"], { cwd });
  expect([kept.status, kept.stderr]).toEqual([2, "vault.prism: there already; --force writes over it\n"]);
  expect(readFileSync(join(cwd, "vault.prism"), "utf8")).toBe("mine\n");
  const beside = await innate(["export", "vault", "--format", "tra", "--output", "sub"], { cwd });
  expect([beside.status, beside.stderr]).toEqual([2, "vault: sub.lab: there already; --force writes over it\n"]);
  expect(files(cwd)).toEqual(["sub.lab", "vault.prism"]);
  expect((await innate(["export", "vault", "--force"], { cwd })).status).toBe(0);
  expect((await innate(["export", "vault", "--format", "drn"], { cwd })).status).toBe(0);
  expect(files(cwd)).toEqual(["sub.lab", "vault.drn", "vault.prism", "vault.props"]);
  writeFileSync(join(cwd, "vault.props"), "mine\n");
  const other = await innate(["export", "vault", "--format", "drn", "--output", "vault"], { cwd });
  expect(other.stderr).toContain("vault.drn: there already");
});

test("rewards of an earlier export are not left beside those of a new one", async () => {
  const cwd = folder();
  const rewards = () => files(cwd).filter((file) => file.endsWith("rew"));
  await innate(["export", "vault", "--format", "tra"], { cwd });
  expect(rewards().length).toBe(8);
  expect((await innate(["export", "vault", "--format", "tra", "--drive", "naive", "--force"], { cwd })).status).toBe(0);
  expect(rewards()).toEqual(["vault1.trew", "vault2.trew", "vault3.trew", "vault4.trew"]);
});

test.each([
  [["nope"], 2, 'no case "nope"'],
  [["vault", "--drive", "nive"], 2, 'no drive "nive" (did you mean "naive"?)'],
  [["vault", "--format", "jani"], 2, "Allowed choices are prism, drn, tra."],
  [["vault", "--format", "drn", "--output", "x.tra"], 2, "--output x.tra: it ends in .tra, but --format is drn"],
  [["vault", "--output", "none/x"], 2, "--output none/x: there is no folder none; make it first"],
  [["vault", "--set", "watched=2"], 2, "expected a number from 0 to 1"],
  [["shopkeeper"], 3, "shopkeeper has phases"],
  [["vault", "--max-states", "3"], 3, "the limit of 3 states"],
])("innate export %j exits with %d and writes nothing", async (args, expected, message) => {
  const cwd = folder();
  const { status, stderr } = await innate(["export", ...args], { cwd });
  expect(stderr).toContain(message);
  expect(status).toBe(expected);
  expect(files(cwd)).toEqual([]);
});

test("an interrupted export leaves nothing behind", async () => {
  // A world of three million states takes seconds.
  const world = `import { defineCase, defineDrive, defineWorld, range } from "innate";
const world = defineWorld({
  id: "long", fields: { x: range(0, 2999999) }, actions: ["on"], horizon: 5,
  start: () => ({ x: 0 }), transition: ({ x }) => ({ x: (x + 1) % 3000000 }),
});
export default defineCase({ world, drives: { on: defineDrive(world, { x: ({ state }) => state.x }) } });
`;
  const cwd = folder(undefined, { "long.ts": world });
  const { status, stderr } = await innate(["export", "long.ts", "--format", "drn"], { cwd, interrupt: 1500 });
  expect([status, stderr]).toEqual([130, "long.ts: interrupted; nothing was written\n"]);
  expect(files(cwd)).toEqual(["long.ts"]);
  expect(existsSync(join(cwd, "long.drn"))).toBe(false);
});
