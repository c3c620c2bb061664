import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import bystander from "../src/cases/bystander.ts";
import { readKept } from "../src/cli/run/saved.ts";
import type { AnyCase } from "../src/core/case.ts";
import { beginLife, isSavedLife, resumeLife } from "../src/core/live.ts";
import { read, written } from "../src/core/snapshot.ts";
import { MINDS } from "../src/minds/index.ts";
import { readRecord } from "../src/report/life/record-reader.ts";
import { lifeDocument } from "../src/report/life/schema.ts";
import { folder, innate } from "./support/cli.ts";

const live = (...args: readonly string[]) => innate(["live", ...args]);
const textOf = (file: string): string => readFileSync(file, "utf8");
const momentsOf = (text: string): readonly object[] => [...readRecord(text.trimEnd().split("\n")).moments];

/** A case that pays what `pay` says of a count that goes up and down; it runs as it stands, outside the package. */
const counter = (pay: string, more = ""): string => `
import { defineCase, defineDrive, defineIntent, defineWorld, range } from "innate";
let calls = 0;
const world = defineWorld({
  id: "counter", fields: { n: range(0, 5) }, actions: ["up", "down"],
  start: () => ({ n: 0 }),
  transition: ({ n }, action) => ({ n: Math.max(0, Math.min(5, n + (action === "up" ? 1 : -1))) }),
  horizon: 10, ${more}
});
const naive = defineDrive(world, { pay: ({ nextState }) => ${pay} });
const intent = defineIntent(world, { never: { top: ({ nextState }) => nextState.n === 5 } });
export default defineCase({ world, drives: { naive }, intent });
`;

test.each([
  [["vault", "--others", "place"], "Expected field=mind or field=mind/drive"],
  [["vault", "--discount", "0"], "Expected a number above 0 and at most 1"],
  [["vault", "--mind", "brainlike"], 'no mind "brainlike" (did you mean "brain-like"?)'],
  [["vault", "--drive", "naiv"], 'vault: no drive "naiv" (did you mean "naive"?); it has naive, repaired'],
  [["vault", "--seed", "-1"], "Expected a whole number of at least 0"],
  [["vault", "--save", "nowhere/a.life"], "--save nowhere/a.life: there is no folder nowhere"],
  [["vault", "--record", "here.jsonl"], "--record here.jsonl: there is such a file already"],
  [["vault", "--resume", "nowhere.life"], "no file nowhere.life; innate live CASE --save nowhere.life writes one"],
  [["vault", "--resume", "here.jsonl"], "--resume here.jsonl: not a saved life"],
])("live %j is a wrong command line", async (args, message) => {
  const cwd = folder(undefined, { "here.jsonl": "mine" });
  const { status, stdout, stderr } = await innate(["live", ...args], { cwd });
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, ""]);
  expect(readdirSync(cwd)).toEqual(["here.jsonl"]);
  expect(textOf(join(cwd, "here.jsonl"))).toBe("mine");
});

test("every mind is listed with what it does", async () => {
  const { stdout } = await innate(["minds"]);
  for (const name of Object.keys(MINDS)) expect(stdout).toMatch(new RegExp(`^${name} +\\w+`, "m"));
  const { minds }: { readonly minds: readonly { readonly id: string }[] } = JSON.parse(
    (await innate(["minds", "--json"])).stdout,
  );
  expect(minds.map(({ id }) => id)).toEqual(Object.keys(MINDS));
});

test("the same command lives the same life, another seed another", async () => {
  const runs = await Promise.all(
    ["1", "1", "2"].map((seed) => live("vault", "--steps", "300", "--seed", seed, "--json")),
  );
  const [one, again, other] = runs.map(({ stdout }) => stdout);
  expect(one).toBe(again);
  expect(one).not.toBe(other);
  const { life } = lifeDocument.parse(JSON.parse(one ?? ""));
  expect([life.mind, life.drive, life.steps, life.end]).toEqual(["brain-like", "naive", 300, "lived"]);
});

test("a life that was saved goes on as if it had never stopped", async () => {
  const cwd = folder();
  const at = (name: string) => join(cwd, name);
  await live("vault", "--steps", "300", "--save", at("a.life"), "--quiet");
  const resumed = ["vault", "--steps", "200", "--resume", at("a.life"), "--save", at("a.life"), "--quiet"];
  await live(...resumed, "--record", at("resumed.jsonl.gz"));
  const { status, stdout } = await live(
    "vault",
    "--steps",
    "500",
    "--save",
    at("b.life"),
    "--record",
    at("whole.jsonl"),
    "--quiet",
  );
  expect([status, stdout]).toEqual([0, ""]);
  expect(textOf(at("a.life"))).toBe(textOf(at("b.life")));
  const whole = momentsOf(textOf(at("whole.jsonl")));
  expect(whole.length).toBe(500);
  expect(momentsOf(gunzipSync(readFileSync(at("resumed.jsonl.gz"))).toString())).toEqual(whole.slice(300));
  expect(readdirSync(cwd).sort()).toEqual(["a.life", "b.life", "resumed.jsonl.gz", "whole.jsonl"]);
});

// The resumed life is asked for every thought, the other for none: thinking leaves no trace.
test.each(Object.keys(MINDS))("a life of %s goes on bit for bit, thoughts or none", (name) => {
  const subject: AnyCase = bystander;
  const { world, drives } = subject.build({});
  const born = () => beginLife(world, drives.repaired!, MINDS[name]!(), { seed: 1 });
  const [whole, part] = [born(), born()];
  whole.run(300);
  part.run(200);
  const saved = read(written(part.save()));
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  const resumed = resumeLife(world, drives.repaired!, MINDS[name]!(), saved);
  expect([...resumed.live(100)].length).toBe(100);
  expect(written(resumed.save())).toBe(written(whole.save()));
});

test("a saved life is refused where it was not lived, damaged or changed", async () => {
  const cwd = folder(undefined, {
    "one.mjs": counter("1"),
    "wider.mjs": counter("1").replace("range(0, 5)", "range(0, 6)"),
  });
  const run = (...args: readonly string[]) => innate(["live", ...args], { cwd });
  await run("one.mjs", "--steps", "50", "--save", "a.life", "--quiet");
  const text = textOf(join(cwd, "a.life"));
  writeFileSync(join(cwd, "b.life"), text.replace('"step":50', '"step":51'));
  writeFileSync(join(cwd, "c.life"), text.slice(0, text.length / 2));
  const kept = readKept(join(cwd, "a.life"));
  writeFileSync(join(cwd, "d.life"), written({ ...kept, life: { ...kept.life, version: 2 } }));
  const results = await Promise.all([
    run("vault", "--resume", "a.life"),
    run("wider.mjs", "--resume", "a.life"),
    run("one.mjs", "--resume", "b.life"),
    run("one.mjs", "--resume", "c.life"),
    run("one.mjs", "--resume", "a.life", "--mind", "brain-like-search"),
    run("one.mjs", "--resume", "a.life", "--seed", "5"),
    run("one.mjs", "--resume", "d.life"),
    run("one.mjs", "--resume", "a.life", "--mind", "brain-like", "--seed", "0", "--steps", "5", "--quiet"),
  ]);
  expect(results.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 2, 2, 0]);
  const said = results.map(({ stderr }) => stderr);
  expect(said[0]).toContain('was lived in "counter", not in "vault"');
  expect(said[1]).toContain('the fields, actions or signals of "counter", or the drive\'s terms, have changed');
  expect(said[2]).toContain("its checksum does not match");
  expect(said[3]).toContain("not a saved life");
  expect(said[4]).toContain("lived with --mind brain-like, not brain-like-search");
  expect(said[5]).toContain("lived with --seed 0, not 5");
  expect(said[6]).toContain("was saved by another version of innate");
  expect(said[7]).toBe("");
});

test.each([
  ["a reward that is no number", counter("(calls++ < 100 ? 1 : NaN)"), 'term "pay" is NaN', 100],
  ["a drive that throws", counter('(calls++ < 70 ? 1 : Reflect.get(null, "no"))'), "counter: Reflect.get", 70],
  [
    "a state out of its bounds",
    counter("1").replace("Math.min(5,", "Math.min(6,"),
    "the world returned n = 6",
    undefined,
  ],
])("%s ends a life at its step; what was lived is shown, and how to see it again", async (_, text, message, step) => {
  const cwd = folder(undefined, { "mine.mjs": text });
  const run = (...args: readonly string[]) => innate(args, { cwd });
  const { status, stdout, stderr } = await run(
    "live",
    "mine.mjs",
    "--steps",
    "5000",
    "--seed",
    "3",
    "--record",
    "a.jsonl",
  );
  expect(status).toBe(4);
  expect(stderr).toContain(message);
  const at = Number(/at step (\d+) of the life with seed 3/.exec(stderr)?.[1]);
  if (step !== undefined) expect(at).toBe(step);
  expect(stdout).toContain(`${at} steps lived`);
  expect(stdout).toContain("stopped by an error");
  expect(momentsOf(textOf(join(cwd, "a.jsonl"))).length).toBe(at);
  const replay = /^replay: innate (.*)$/m.exec(stderr)?.[1]?.split(" ") ?? [];
  expect(replay).toEqual([
    "live",
    "mine.mjs",
    "--mind",
    "brain-like",
    "--drive",
    "naive",
    "--seed",
    "3",
    "--steps",
    `${at + 1}`,
  ]);
  expect((await run(...replay)).stderr).toBe(stderr);
});

test("a life that a limit or an error ends leaves the life that was saved before", async () => {
  const cwd = folder(undefined, { "mine.mjs": counter("(calls++ < 100 ? 1 : NaN)") });
  const run = (...args: readonly string[]) =>
    innate(["live", "mine.mjs", "--quiet", "--save", "a.life", ...args], { cwd });
  await run("--steps", "50");
  const before = textOf(join(cwd, "a.life"));
  // The file counts its calls anew in each process, so the life fails at its own step 150.
  const { status, stderr } = await run("--resume", "a.life", "--steps", "500");
  expect(stderr).toContain("at step 150");
  expect(stderr).toContain("--steps 151");
  expect(status).toBe(4);
  expect(textOf(join(cwd, "a.life"))).toBe(before);
});

test.each(["bystander", "mine.mjs"])("Ctrl-C keeps what was lived of %s, and says how it goes on", async (name) => {
  const cwd = folder(undefined, { "mine.mjs": counter("nextState.n") });
  const { status, stdout, stderr } = await innate(
    ["live", name, "--steps", "100000000", "--save", "a.life", "--record", "a.jsonl"],
    { cwd, interrupt: 3000 },
  );
  expect(status).toBe(130);
  expect(stdout).toMatch(/[\d,]+ steps lived.*; interrupted/);
  const go = /it goes on with: innate (.*)$/m.exec(stderr)?.[1]?.split(" ") ?? [];
  const lived = momentsOf(textOf(join(cwd, "a.jsonl"))).length;
  expect(go).toEqual(["live", name, "--resume", "a.life", "--steps", `${100_000_000 - lived}`]);
  const further = await innate([...go.slice(0, -1), "10", "--json"], { cwd });
  const { life } = lifeDocument.parse(JSON.parse(further.stdout));
  expect([life.from, life.steps]).toEqual([lived, 10]);
});

test("other minds live there too, and go on with the life that is resumed", async () => {
  const text = counter("nextState.n")
    .replace("n: range(0, 5)", 'n: range(0, 5), other: oneOf(["help", "hinder"])')
    .replace("n: 0 }", 'n: 0, other: "help" }')
    .replace("({ n }, action) => ({", '({ n, other }, action) => ({ other: "help",')
    .replace('"up" ? 1', '"up" ? (other === "help" ? 2 : 1)')
    .replace("import { ", "import { oneOf, ");
  const cwd = folder(undefined, { "mine.mjs": text });
  const run = (...args: readonly string[]) => innate(["live", "mine.mjs", "--quiet", ...args], { cwd });
  const company = ["--others", "other=q-learning/naive"];
  await run("--steps", "400", ...company, "--save", "a.life");
  await run("--steps", "100", "--resume", "a.life", "--record", "late.jsonl");
  await run("--steps", "500", ...company, "--record", "whole.jsonl");
  const whole = momentsOf(textOf(join(cwd, "whole.jsonl")));
  expect(JSON.stringify(whole)).toContain('"other":"hinder"'); // never where the world alone decides
  expect(momentsOf(textOf(join(cwd, "late.jsonl")))).toEqual(whole.slice(400));
  expect((await run("--others", "n=q-lerning")).stderr).toContain('no mind "q-lerning" (did you mean "q-learning"?)');
  expect((await run("--others", "nobody=q-learning")).stderr).toContain('another mind cannot live in "nobody"');
});

test("--time ends a life that is too long, and is no success", async () => {
  const { status, stdout, stderr } = await live("vault", "--steps", "100000000", "--time", "1");
  expect(status).toBe(3);
  expect(stdout).toContain("interrupted");
  expect(stderr).toContain("the limit of 1 s was reached; it cannot go on: with --save FILE it could");
});

test("--html writes a page of the life", async () => {
  const cwd = folder();
  const { stdout } = await innate(["live", "boat-race", "--steps", "300", "--html", "a.html", "--quiet"], { cwd });
  expect(stdout).toBe("");
  expect(existsSync(join(cwd, "a.html"))).toBe(true);
  expect(textOf(join(cwd, "a.html"))).toContain("<title>boat-race · life</title>");
});
