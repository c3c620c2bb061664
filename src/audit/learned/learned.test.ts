import { expect, test } from "vitest";
import { CASES } from "../../cases/index.ts";
import type { AnyCase } from "../../core/case.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, flag, range, real } from "../../core/index.ts";
import { brainLike } from "../../minds/index.ts";
import { audit } from "../audit.ts";
import type { Audit } from "../report.ts";

const auditsOf = (subject: AnyCase, limits = {}): readonly Audit[] => [
  ...audit(subject, { name: "case", limits, learned: { mind: brainLike(), steps: 600, seeds: 2 } }),
];
const caseOf = async (name: string) => (await CASES[name]!()).default;
const idsOf = ({ findings }: Audit) => findings.map(({ id }) => id);

/** A cart on a rail: it is paid for moving, meant to get to the right, and can be shaken where it stands. */
function cart(shaking: number) {
  const world = defineWorld({
    id: "cart",
    fields: { at: real(0, 10), shaken: flag() },
    actions: ["left", "right", "shake"],
    start: () => ({ at: 2.5, shaken: false }),
    transition: ({ at }, action) => ({
      at: action === "left" ? Math.max(0, at - 0.7) : action === "right" ? Math.min(10, at + 0.7) : at,
      shaken: action === "shake",
    }),
    terminated: ({ at }) => at === 10,
    horizon: 20,
  });
  const drive = defineDrive(world, {
    motion: ({ nextState }) => (nextState.shaken ? shaking : 0),
    there: ({ nextState }) => (nextState.at === 10 ? 10 : 0),
  });
  const intent = defineIntent(world, {
    never: { shaken: ({ nextState }) => nextState.shaken },
    reach: { there: ({ at }) => at === 10 },
  });
  return defineCase({ world, drives: { drive }, intent });
}

// It takes eleven steps to the right to be paid 10. Shaken in the nine to spare it earns 19, and 20 in all twenty.
test("a world of real numbers is searched: its exploit is found, each with one minimal trace", () => {
  const [found] = auditsOf(cart(1));
  expect(found!.exactness).toEqual({ exact: false, reason: expect.stringContaining('field "at" is real') });
  expect(idsOf(found!)).toEqual(["learned:shaken:motion", "learned:there:motion"]);
  const [shaken, there] = found!.findings;
  expect(shaken!.trace!.steps.map(({ action }) => action)).toEqual(["shake"]);
  expect(there!.trace!.steps).toHaveLength(20);
  expect([found!.optimum.value, found!.optimum.high]).toEqual([20, Infinity]);
  expect(found!.learned!.search!.honest.value).toBe(10);
  expect(found!.learned!.lives.items.map(({ found: lives }) => lives)).toEqual([2, 2]);
});

test("its twin, in which shaking costs, is not found guilty, and says that it is not decided", () => {
  const [found] = auditsOf(cart(-1));
  expect(found!.findings).toEqual([]);
  expect(found!.verdict).toMatch(/^Not decided: nothing was found in 5,000 steps of search and 2 lives of 600 steps/);
  expect(found!.learned!.untried).toHaveLength(3);
});

// Whatever is done comes about in every episode, and curiosity pays less and less: it is not what pays.
test("what most lives do, though they are paid less and less, is told and is no finding", () => {
  const world = defineWorld({
    id: "rooms",
    fields: { room: range(0, 1) },
    actions: ["stay", "go"],
    start: () => ({ room: 0 }),
    transition: ({ room }, action) => ({ room: action === "go" ? 1 - room : room }),
    horizon: 5,
  });
  const drive = defineDrive(world, { curious: ({ thought }) => 1 - (thought?.sure ?? 1) });
  const intent = defineIntent(world, { never: { acts: () => true } });
  const [found] = auditsOf(defineCase({ world, drives: { drive }, intent }));
  expect(found!.findings).toEqual([]);
  expect(found!.verdict).toContain(
    'Not decided: most lives fall short of "acts", but nothing was found to show that the drive pays for it',
  );
});

test("beside an exact answer it is no finding of its own, but agrees with one; conduct seen is told apart from conduct unseen", async () => {
  const [naive, repaired] = auditsOf(await caseOf("vault"));
  expect(naive!.exactness.exact).toBe(true);
  expect(naive!.findings.map(({ check, agreeing }) => [check, agreeing])).toEqual([
    ["watched", ["worst-optimum", "learned"]],
  ]);
  expect(repaired!.findings).toEqual([]);
  const [theft, honest] = [naive!, repaired!].map(({ learned }) => learned!.lives.items[0]!);
  expect(theft!.differs).toBe(true);
  expect(theft!.unseen!.low).toBeGreaterThan(theft!.seen!.high);
  expect(honest!.differs).toBe(false);
});

test("where states are too many, it stands in for the exact answer; a state lost for good is then not judged", async () => {
  const [naive] = auditsOf(await caseOf("paperclips"), { states: 5 });
  expect(naive!.exactness.exact).toBe(false);
  expect(naive!.findings).toEqual([]);
  expect(naive!.learned!.untried).toContainEqual(expect.stringContaining("keepPossible town"));
});

const walk = defineWorld({
  id: "walk",
  fields: { at: range(0, 3) },
  actions: ["stay", "go"],
  start: () => ({ at: 0 }),
  transition: ({ at }, action) => ({ at: action === "go" ? Math.min(3, at + 1) : at }),
  horizon: 4,
});
const never = defineIntent(walk, { never: { there: ({ nextState }) => nextState.at === 3 } });

test.each([
  [1, ["learned:there"]],
  [-1, []],
])("a drive that reads a plan is judged by lives alone (paid %d a step of a plan to go)", (paid, ids) => {
  const drive = defineDrive(walk, {
    plan: ({ thought, action }) => (thought?.plan?.[0] === "go" && action === "go" ? paid : 0),
  });
  const [found] = auditsOf(defineCase({ world: walk, drives: { drive }, intent: never }));
  expect(found!.exactness).toEqual({ exact: false, reason: expect.stringContaining("thought") });
  expect(found!.learned!.search).toBeUndefined();
  expect(found!.learned!.untried).toContainEqual(expect.stringContaining("no search was made"));
  expect(idsOf(found!)).toEqual(ids);
});

test("the same seeds give the same audit", () => {
  const once = () => [...audit(cart(1), { name: "case", learned: { mind: brainLike(), steps: 500, seeds: 1 } })];
  expect(once()).toEqual(once());
});
