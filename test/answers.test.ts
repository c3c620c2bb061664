import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, innate } from "./support/cli.ts";

/** A fork: left pays 1 at once and does harm, right pays 1 a step later and does none; nothing says which was meant. */
const fork = (harm: number): string => `import { defineCase, defineDrive, defineWorld, oneOf } from "innate";
const world = defineWorld({
  id: "fork",
  fields: { place: oneOf(["start", "left", "right", "end"]) },
  actions: ["left", "right"],
  start: () => ({ place: "start" }),
  transition: (state, action) => ({ place: state.place === "start" ? action : "end" }),
  terminated: (state) => state.place === "end",
  horizon: 3,
});
const naive = defineDrive(world, { end: ({ state, nextState }) => (nextState.place === "end" ? (state.place === "left" ? ${harm} : 1) : 0) });
export default defineCase({ world, drives: { naive } });
`;

test("kinds of behaviour are shown, answered, and checked ever after", async () => {
  const cwd = folder(undefined, { "fork.ts": fork(1) });
  const shown = await innate(["audit", "fork.ts"], { cwd });
  expect(shown.stdout).toContain("KIND 2");
  expect(shown.stdout).not.toContain("KIND 3");
  expect(shown.stderr).toContain("fork.ts: the case states no intent");
  expect(shown.stderr).toContain("(--accept 1 --reject 2)");
  expect(shown.stderr).toContain("defineIntent(world, {");
  expect(shown.status).toBe(3);

  const { behaviours } = JSON.parse((await innate(["audit", "fork.ts", "--json"], { cwd })).stdout).audits[0];
  const left =
    1 + behaviours.kinds.findIndex((kind: { marks: { action: string }[] }) => kind.marks[0]?.action === "left");
  const answered = await innate(["audit", "fork.ts", "--reject", `${left}`, "--accept", `${3 - left}`], { cwd });
  expect(answered.stderr).toContain("fork.answers.json: ");
  expect([answered.status, answered.stdout]).toEqual([0, ""]);

  const again = await innate(["audit", "fork.ts"], { cwd });
  expect(again.stdout).toContain('"rejected 1" happens always');
  expect(again.status).toBe(1);
  writeFileSync(join(cwd, "fork.ts"), fork(0));
  const mended = await innate(["audit", "fork.ts"], { cwd });
  expect(mended.stdout).toContain("does what was meant by the one item");
  expect(mended.status).toBe(0);
  writeFileSync(join(cwd, "fork.ts"), fork(2));
  const gone = await innate(["audit", "fork.ts", "--json"], { cwd });
  const checks = JSON.parse(gone.stdout).audits[0].findings.map(({ check }: { check: string }) => check);
  expect(checks).toEqual(["worst-optimum", "accepted"]);
});

test.each([
  [["--accept", "7"], "there is no kind 7 of behaviour; there are 2"],
  [["--accept", "1", "--reject", "1"], "kind 1 is both accepted and rejected"],
  [["--accept", "none"], "Expected a whole number of at least 1"],
  [["boat-race", "--accept", "1"], "take one case at a time"],
])("%j keeps nothing", async (args, message) => {
  const cwd = folder(undefined, { "fork.ts": fork(1) });
  const { status, stderr } = await innate(["audit", "fork.ts", ...args], { cwd });
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(existsSync(join(cwd, "fork.answers.json"))).toBe(false);
});

test("a case that states its intent has nothing to answer", async () => {
  const { status, stderr } = await innate(["audit", "vault", "--accept", "1"], { cwd: folder() });
  expect(stderr).toContain("they are shown where a case states no intent");
  expect(status).toBe(2);
});

test("an answers file that is broken is said to be, and is left as it is", async () => {
  const cwd = folder(undefined, { "fork.ts": fork(1), "fork.answers.json": "{ broken" });
  for (const args of [[], ["--accept", "1"]]) {
    const { status, stderr } = await innate(["audit", "fork.ts", ...args], { cwd });
    expect(stderr).toContain("fork.answers.json: expected what innate audit --accept and --reject keep, got no JSON");
    expect(status).toBe(2);
  }
  expect(readFileSync(join(cwd, "fork.answers.json"), "utf8")).toBe("{ broken");
});
