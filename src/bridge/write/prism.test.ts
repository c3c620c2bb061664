import { expect, test } from "vitest";
import { subjectOf } from "../../../test/support/exported.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, oneOf, range, ratio } from "../../core/index.ts";
import { parseDecimal, rational } from "../../core/rational.ts";
import { exportCase } from "./export.ts";
import { createNames } from "./names.ts";
import { exactText, finiteDecimal } from "./numbers.ts";
import { createSets } from "./sets.ts";

const world = defineWorld({
  id: "errand",
  fields: { place: oneOf(["hall", "exit"]), mdp: range(3, 3) },
  actions: ["go on", "wait"],
  start: () => ({ place: "hall", mdp: 3 }),
  transition: (state, action, chance) =>
    action === "go on" && chance.flip(ratio(1, 3)) ? { ...state, place: "exit" } : state,
  terminated: ({ place }) => place === "exit",
  horizon: 4,
});
const pay = defineDrive(world, { time: () => -1 }, { final: (_, why) => (why === "terminated" ? 5 : 2) });
const intent = defineIntent(world, {
  never: { "giving up": ({ action }) => action === "wait" },
  keepPossible: { out: ({ place }) => place === "exit" },
});
const errand = subjectOf(defineCase({ world, drives: { pay }, intent }).build({}));
const text = (ending: string): string =>
  [
    ...exportCase(errand.model, "prism")
      .parts.find((part) => part.ending === ending)!
      .lines(),
  ].join("\n");

// Paid at the end: 5 in the exit, 2 in the hall when time is up. So the start pays 2, and going on 1/3 · 5 + 2/3 · 2 − 2 = 1 on average.
test("a case in the PRISM language", () => {
  expect(text(".prism")).toBe(`// errand as a Markov decision process, written by innate export.
// Question: 4 steps, undiscounted.
// "ended": the world has ended; such a state steps to itself, and nothing is paid any more.
// "started": all states but the first, whose one step draws the start: bounds on steps are one larger for it.
// "giving_up": has happened; what must never happen is told of steps, and a state remembers it.
mdp

const int mdp_ = 3;

module world
  place : [0..1] init 0; // 0 hall, 1 exit
  giving_up : bool init false;
  started : bool init false;

  [start] place=0&!giving_up&!started -> (started'=true);
  [go_on] place=0&!giving_up&started -> 1/3:(place'=1) + 2/3:true;
  [wait] place=0&!giving_up&started -> (giving_up'=true);
  [end] place=1&!giving_up&started -> true;
  [go_on] place=0&giving_up&started -> 1/3:(place'=1) + 2/3:true;
  [wait] place=0&giving_up&started -> true;
  [end] place=1&giving_up&started -> true;
endmodule

label "giving_up" = giving_up;
label "out" = place=1;
label "ended" = place=1;
label "started" = started;

rewards "pay"
  [go_on] true : -1;
  [wait] true : -1;
  [start] true : 2;
  [go_on] true : 1;
endrewards

rewards "pay_time"
  [go_on] true : -1;
  [wait] true : -1;
endrewards

rewards "pay_final"
  [start] true : 2;
  [go_on] true : 1;
endrewards`);
});

test("and what is asked of it", () => {
  const asked = text(".props")
    .split("\n")
    .filter((line) => line.startsWith('"'));
  expect(asked).toEqual([
    '"pay": R{"pay"}max=? [ C<=5 ];',
    '"giving_up_least": Pmin=? [ F<=5 "giving_up" ];',
    '"giving_up_most": Pmax=? [ F<=5 "giving_up" ];',
    '"out_lost_least": Pmin=? [ F<=5 (P<1 [ F "out" ] & "started") ];',
    '"out_lost_most": Pmax=? [ F<=5 (P<1 [ F "out" ] & "started") ];',
  ]);
});

test("names are words that every checker reads, none twice", () => {
  const names = createNames();
  expect(["go on", "go-on", "mdp", "3", "deadlock", "läuft", ""].map((name) => names.take(name))).toEqual([
    "go_on",
    "go_on_2",
    "mdp_",
    "_3",
    "deadlock_2",
    "l_uft",
    "_",
  ]);
});

test.each([
  ["0.25", "0.25"],
  ["-0.05", "-0.05"],
  ["3", "3"],
  ["-120", "-120"],
  ["0.0009765625", "0.0009765625"],
])("%s is the decimal %s", (value, expected) => {
  expect(finiteDecimal(parseDecimal(value))).toBe(expected);
});

test("a third is no decimal and is written as it is", () => {
  expect(finiteDecimal(rational(-1n, 3n))).toBeUndefined();
  expect(exactText(rational(-1n, 3n))).toBe("-1/3");
});

test("sets of states are told by single variables where they can be", () => {
  // A grid of three columns and two rows, numbered row by row.
  const variables = [
    { name: "x", type: "int" as const, values: Int32Array.from([0, 1, 2, 0, 1, 2]) },
    { name: "y", type: "bool" as const, values: Int32Array.from([0, 0, 0, 1, 1, 1]) },
  ];
  const { conjunction, state } = createSets(variables, 6);
  expect(conjunction([0, 3])).toBe("x=0");
  expect(conjunction([4, 5])).toBe("x>=1&y");
  expect(conjunction([0, 2])).toBe("(x=0|x=2)&!y");
  expect(conjunction([0, 1, 2, 3, 4, 5])).toBe("true");
  expect(conjunction([])).toBe("false");
  expect(conjunction([0, 4])).toBeUndefined();
  expect(conjunction([0, 4], (free) => free === 1 || free === 3)).toBe("x<=1");
  expect(state(5)).toBe("x=2&y");
});
