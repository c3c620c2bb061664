import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { root } from "../../../test/support/cli.ts";
import { InnateError } from "../../core/errors.ts";
import { explore } from "./explore.ts";
import { parseProperties } from "./parse-properties.ts";
import { readModel } from "./read.ts";

type Broken = readonly [text: string, message: string, caret: string];

/** Models that cannot be read or make no sense: the message, and where the caret points below the line. */
const MODELS: readonly Broken[] = [
  [
    "ctmc\nmodule m x : bool; endmodule",
    "bad.prism:1:1: a model of the kind ctmc (continuous time) is not supported; dtmc and mdp are",
    "^",
  ],
  [
    "pta\nmodule m x : clock; endmodule",
    "bad.prism:1:1: a model of the kind pta (clocks) is not supported; dtmc and mdp are",
    "^",
  ],
  [
    "mdp\nmodule m\n  x : clock;\nendmodule",
    "bad.prism:3:7: a clock is not supported; [low..high] and bool are",
    "      ^",
  ],
  [
    "mdp\nmodule m\n  x : int;\nendmodule",
    "bad.prism:3:7: a variable without bounds (int) is not supported; [low..high] and bool are",
    "      ^",
  ],
  [
    "pomdp\nobservables x endobservables\nmodule m x : bool; endmodule",
    "bad.prism:1:1: a model of the kind pomdp (partial observation) is not supported; dtmc and mdp are",
    "^",
  ],
  [
    "smg\nplayer p1 m endplayer\nmodule m x : bool; endmodule",
    "bad.prism:1:1: a model of the kind smg (several players) is not supported; dtmc and mdp are",
    "^",
  ],
  [
    "mdp\ninvariant x<2 endinvariant",
    'bad.prism:2:1: expected a part of a model (dtmc, mdp, const, formula, label, global, module, rewards, init, system), got "invariant"',
    "^",
  ],
  ["#const N#\nmdp", "bad.prism:1:1: the preprocessor (#) is not supported; preprocess the file first", "^"],
  ["mdp", "bad.prism: expected at least one module, and it has none", ""],
  ["mdp module m [] true -> true; endmodule", "bad.prism: expected at least one variable, and the model has none", ""],
  ["mdp\nmdp\nmodule m x : bool; endmodule", "bad.prism:2:1: there is a second kind of model; a model has one", "^"],
  [
    "modul m\n  x : [0..1];\nendmodule",
    'bad.prism:1:1: expected a part of a model (dtmc, mdp, const, formula, label, global, module, rewards, init, system), got "modul" (did you mean "module"?)',
    "^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (x'=1)\nendmodule",
    'bad.prism:5:1: expected ";" after a command, got "endmodule"',
    "^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 (x'=1);\nendmodule",
    'bad.prism:4:10: expected "->" after the guard of a command, got "("',
    "         ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> x'=1;\nendmodule",
    'bad.prism:4:13: expected a parenthesis around an assignment ((x\'=…)), got "x"',
    "            ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x==0 -> (x'=1);\nendmodule",
    'bad.prism:4:7: "==" is no operator of the PRISM language; write "="',
    "      ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 && true -> (x'=1);\nendmodule",
    'bad.prism:4:10: "&&" is no operator of the PRISM language; write "&"',
    "         ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 || x=1 -> (x'=1);\nendmodule",
    'bad.prism:4:10: "||" is no operator of the PRISM language; write "|"',
    "         ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] (x=0 -> (x'=1);\nendmodule",
    'bad.prism:4:11: expected ")" to close a parenthesis, got "->"',
    "          ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> 0.5:(x'=1) + 0.5;\nendmodule",
    'bad.prism:4:29: expected ":" after the probability of an update, got ";"',
    "                            ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [a x=0 -> (x'=1);\nendmodule",
    'bad.prism:4:6: expected "]" after the label of a command, got "x"',
    "     ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (x'=1);\n  y : bool;\nendmodule",
    'bad.prism:5:3: expected a command ("[") or "endmodule" of the module m (variables stand before the commands), got "y"',
    "  ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (x'=1);\n",
    'bad.prism:5:1: expected a command ("[") or "endmodule" of the module m, got the end of the text',
    "^",
  ],
  [
    "mdp\nmodule m\n  x : [0.3];\nendmodule",
    'bad.prism:3:11: expected ".." between the bounds of a variable, got "]"',
    "          ^",
  ],
  ["mdp\nmodule m\n  x : [0..];\nendmodule", 'bad.prism:3:11: expected an expression, got "]"', "          ^"],
  [
    "mdp\nmodule m\n  init : bool;\nendmodule",
    'bad.prism:3:3: expected the name of a variable, but "init" is a reserved word',
    "  ^",
  ],
  [
    "mdp\nlabel done = true;\nmodule m x : bool; endmodule",
    'bad.prism:2:7: expected the name of a label in quotes ("done"), got "done"',
    "      ^",
  ],
  [
    'mdp\nlabel "done = true;\nmodule m x : bool; endmodule',
    "bad.prism:2:7: this quotation mark is not closed on its line",
    "      ^",
  ],
  [
    'mdp\nlabel "deadlock" = true;\nmodule m x : bool; endmodule',
    'bad.prism:2:7: "deadlock" is a label that every model has; give this one another name',
    "      ^",
  ],
  [
    'mdp\nmodule m x : bool; endmodule\nrewards "r"\n  true 1;\nendrewards',
    'bad.prism:4:8: expected ":" between the guard and the value of a reward, got "1"',
    "       ^",
  ],
  [
    'mdp\nmodule m x : bool; endmodule\nrewards "r"\n  true : 1;',
    'bad.prism:4:12: expected a line of rewards (guard : value;) or "endrewards", got the end of the text',
    "           ^",
  ],
  [
    "mdp\nmodule m x : bool; [] x @ true -> true; endmodule",
    'bad.prism:2:25: "@" begins nothing here',
    "                        ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] sqrt(x)>1 -> (x'=1);\nendmodule",
    'bad.prism:4:6: expected a function (min, max, floor, ceil, round, pow, mod, log), got "sqrt"',
    "     ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] y=0 -> (x'=1);\nendmodule",
    'bad.prism:4:6: there is no variable, constant or formula "y" (did you mean "x"?)',
    "     ^",
  ],
  [
    "dtmc\nglobal count : [0..1];\nmodule m\n  x : [0..3];\n  [] counter=0 -> (x'=1);\nendmodule",
    'bad.prism:5:6: there is no variable, constant or formula "counter" (did you mean "count"?)',
    "     ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (z'=1);\nendmodule",
    'bad.prism:4:14: there is no variable "z" (did you mean "x"?)',
    "             ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x -> (x'=1);\nendmodule",
    "bad.prism:4:6: a guard is a truth value, got a whole number",
    "     ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=true -> (x'=1);\nendmodule",
    'bad.prism:4:7: "=" takes two numbers or two truth values, got a whole number and a truth value',
    "      ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (x'=x/2);\nendmodule",
    "bad.prism:4:18: the new value of x is a whole number, got a number; floor, ceil and round make one of it",
    "                 ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (x'=true);\nendmodule",
    "bad.prism:4:17: the new value of x is a whole number, got a truth value",
    "                ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> true:(x'=1);\nendmodule",
    "bad.prism:4:13: a probability is a number, got a truth value",
    "            ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] min(x)=0 -> (x'=1);\nendmodule",
    "bad.prism:4:6: min takes two or more numbers, got a whole number",
    "     ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] mod(x,0.5)=0 -> (x'=1);\nendmodule",
    "bad.prism:4:6: mod takes two whole numbers, got a whole number and a number",
    "     ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x<3 -> (x'=x+2);\nendmodule",
    "bad.prism:4:14: the module m makes x 4 in the state (x=2); expected a number in [0..3]",
    "             ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] mod(1,x)=0 -> (x'=1);\nendmodule",
    "bad.prism:4:3: this command of the module m: mod by 0, expected a number above 0, in the state (x=0)",
    "  ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] 1/x>0 -> (x'=1);\nendmodule",
    "bad.prism:4:3: this command of the module m: 1 is divided by 0, in the state (x=0)",
    "  ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> 0.5:(x'=1) + 0.4:(x'=2);\nendmodule",
    "bad.prism:4:3: the probabilities of this command of the module m sum to 9/10, expected exactly 1",
    "  ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] true -> x/4:(x'=1) + 1/2:(x'=2);\nendmodule",
    "bad.prism:4:3: the probabilities of this command of the module m sum to 1/2 in the state (x=0), expected exactly 1",
    "  ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> -0.5:(x'=1) + 1.5:(x'=2);\nendmodule",
    "bad.prism:4:13: a probability of the module m is -1/2, expected at least 0",
    "            ^",
  ],
  [
    "dtmc\nmodule m\n  x : [0..3];\n  [] x=0 -> (x'=1) & (x'=2);\nendmodule",
    "bad.prism:4:23: x is changed twice in one update",
    "                      ^",
  ],
  [
    "mdp\nmodule a x : bool; endmodule\nmodule b y : bool; [] true -> (x'=true); endmodule",
    "bad.prism:3:32: x belongs to the module a, and the module b cannot change it",
    "                               ^",
  ],
  [
    "mdp\nglobal g : bool;\nmodule a [s] true -> (g'=true); endmodule\nmodule b [s] true -> (g'=false); endmodule",
    "bad.prism:4:23: g is changed by the modules a and b in one step, on [s]; expected by one of them",
    "                      ^",
  ],
  [
    "mdp\nmodule m x : bool; endmodule\nmodule m y : bool; endmodule",
    'bad.prism:3:8: a module "m" is there twice; the first is in line 2',
    "       ^",
  ],
  [
    "mdp\nconst int x = 1;\nmodule m\n  x : bool;\nendmodule",
    'bad.prism:4:3: the name "x" is there twice; the first is in line 2',
    "  ^",
  ],
  [
    "mdp\nformula a = b;\nformula b = a;\nmodule m x : bool; [] a -> true; endmodule",
    "bad.prism:2:9: the formula a is defined by itself: a → b → a",
    "        ^",
  ],
  [
    "mdp\nconst int a = b;\nconst int b = a;\nmodule m x : bool; endmodule",
    "bad.prism:2:11: the constant a is defined by itself: a → b → a",
    "          ^",
  ],
  [
    "mdp\nconst int a = 2.5;\nmodule m x : bool; endmodule",
    "bad.prism:2:15: the constant a is a whole number, got a number; floor, ceil and round make one of it",
    "              ^",
  ],
  [
    "mdp\nconst int n = x;\nmodule m x : [0..1]; endmodule",
    "bad.prism:2:15: x is a variable, and what stands here must be constant",
    "              ^",
  ],
  [
    "mdp\nmodule m x : [3..1]; endmodule",
    "bad.prism:2:10: the bounds of x are [3..1], and leave it no value",
    "         ^",
  ],
  [
    "mdp\nmodule m x : [0..1] init 2; endmodule",
    "bad.prism:2:26: x begins as 2, which is not in [0..1]",
    "                         ^",
  ],
  [
    "mdp\nmodule m x : [0..1] init 1; endmodule\ninit true endinit",
    "bad.prism:2:10: x has a first value of its own beside init … endinit (line 3); leave one of them out",
    "         ^",
  ],
  [
    "mdp\nmodule m x : [0..1]; endmodule\ninit x>1 endinit",
    "bad.prism:3:7: no state fulfils init … endinit, so that the model begins nowhere",
    "      ^",
  ],
  [
    "mdp\nmodule a x : bool; y : bool; endmodule\nmodule b = a [x=z] endmodule",
    "bad.prism:3:8: the module b is a renamed, but the variable y keeps its name: expected y=…, as two modules cannot have it",
    "       ^",
  ],
  [
    "mdp\nmodule a = c [x=z] endmodule\nmodule b x : bool; endmodule",
    'bad.prism:2:8: there is no module "c" (did you mean "a"?)',
    "       ^",
  ],
  ["mdp\nmodule a = a [x=z] endmodule", "bad.prism:2:8: the module a is made of itself: a → a", "       ^"],
  [
    "mdp\nmodule m x : bool; [go] true -> true; endmodule\nrewards\n  [goo] true : 1;\nendrewards",
    'bad.prism:4:3: no command has the label "goo" (did you mean "go"?)',
    "  ^",
  ],
  [
    "mdp\nmodule a x : bool; endmodule\nmodule b y : bool; endmodule\nsystem a || c endsystem",
    'bad.prism:4:13: there is no module "c" (did you mean "a"?)',
    "            ^",
  ],
  [
    "mdp\nmodule a x : bool; endmodule\nmodule b y : bool; endmodule\nsystem a || a endsystem",
    "bad.prism:4:13: the module a is there twice",
    "            ^",
  ],
  [
    "mdp\nmodule a x : bool; endmodule\nmodule b y : bool; endmodule\nsystem a endsystem",
    "bad.prism:4:8: the module b is left out of the system",
    "       ^",
  ],
  [
    'mdp\nlabel "d" = "e";\nmodule m x : bool; endmodule',
    'bad.prism:2:13: expected an expression, got the name "e" in quotes; labels stand in properties only',
    "            ^",
  ],
  [
    "mdp\nconst int N;\nconst bool fast;\nconst int K = 2;\nmodule m x : bool; endmodule",
    "bad.prism: expected a value for each of the constants N (int), fast (bool): --const N=… --const fast=…",
    "",
  ],
  [
    "mdp\nmodule m x : [0..1]; [] true -> (x'=1-x); endmodule\nrewards\n  1/x>2 : 1;\nendrewards",
    "bad.prism:4:3: this reward: 1 is divided by 0, in the state (x=0)",
    "  ^",
  ],
  [
    'mdp\nmodule m x : [0..1]; [] true -> (x\'=1-x); endmodule\nlabel "l" = mod(1, x)=0;',
    "bad.prism:3:22: mod by 0, expected a number above 0, in the state (x=0)",
    "                     ^",
  ],
];

/** Values that are given for constants of models, and what is wrong with them. */
const CONSTANTS: readonly (readonly [text: string, given: Readonly<Record<string, string>>, message: string])[] = [
  [
    "mdp\nconst int N;\nconst bool fast;\nconst int K = 2;\nmodule m x : bool; endmodule",
    { N: "2", fast: "yes" },
    "--const fast=yes: the constant fast is a truth value (bool)",
  ],
  [
    "mdp\nconst int N;\nmodule m x : bool; endmodule",
    { N: "2.5" },
    "--const N=2.5: the constant N is a whole number (int)",
  ],
  [
    "mdp\nconst int N;\nmodule m x : bool; endmodule",
    { M: "2", N: "1" },
    'bad.prism: there is no constant "M" (did you mean "N"?); those to be given are N',
  ],
  [
    "mdp\nconst int N;\nconst int K = 2;\nmodule m x : bool; endmodule",
    { K: "2", N: "1" },
    'bad.prism: the constant "K" has a value in the file; those to be given are N',
  ],
  [
    "mdp\nmodule m x : bool; endmodule",
    { K: "2" },
    'bad.prism: there is no constant "K"; it has no constant without a value',
  ],
];

const PROPERTIES: readonly Broken[] = [
  ["P=? [ F x=1", 'bad.props:1:12: expected "]" after what is asked for, got the end of the text', "           ^"],
  ["P=? F x=1 ]", 'bad.props:1:5: expected "[" before what is asked for, got "F"', "    ^"],
  ["P? [ F x=1 ]", 'bad.props:1:2: expected "=?" or a bound (>=0.9), got "?"', " ^"],
  [
    "P=? [ F G x=1 ]",
    "bad.props:1:9: one path formula inside another (LTL) is not supported; X, F, G, U, W and R over states are",
    "        ^",
  ],
  [
    "P=? [ (F a) & (G b) ]",
    "bad.props:1:13: one path formula inside another (LTL) is not supported; X, F, G, U, W and R over states are",
    "            ^",
  ],
  [
    "P=? [ a U b U c ]",
    "bad.props:1:13: one path formula inside another (LTL) is not supported; X, F, G, U, W and R over states are",
    "            ^",
  ],
  [
    "P=? [ x=1 ]",
    'bad.props:1:11: expected a path formula (X, F or G before a formula; U, W or R after it), got "]"',
    "          ^",
  ],
  ["E [ F x=1 ]", "bad.props:1:1: the operator E of CTL is not supported; P>0 [ … ] is", "^"],
  ["A [ G x=1 ]", "bad.props:1:1: the operator A of CTL is not supported; P>=1 [ … ] is", "^"],
  [
    "multi(P>=1 [ F a ], P>=1 [ F b ])",
    "bad.props:1:1: a property of several objectives (multi) is not supported; one objective in each property is",
    "^",
  ],
  ['R{"a"}{"b"}=? [ F x=1 ]', "bad.props:1:7: a second reward structure is not supported; one is", "      ^"],
  ["R=? [ x=1 ]", 'bad.props:1:7: expected what rewards are added over: F, C<=, C, I= or S, got "x"', "      ^"],
  ["R=? [ F<=3 x=1 ]", "bad.props:1:7: a bound on F in a reward property is not supported; F is", "      ^"],
  ["R=? [ C 5 ]", 'bad.props:1:9: expected "<=" after "C", got "5"', "        ^"],
  [
    "filter(argmax, P=? [ F x=1 ], true)",
    'bad.props:1:8: the filter "argmax" is not supported; min, max, sum, avg, first, range, count, forall, exists, state are',
    "       ^",
  ],
  ["filter(max P=? [ F x=1 ])", 'bad.props:1:12: expected "," after the operator of a filter, got "P"', "           ^"],
  [
    '"p": P=? [ F x=1 ] "q": P=? [ F x=1 ]',
    'bad.props:1:20: expected ";" or the end of the line after a property, got the name "q" in quotes',
    "                   ^",
  ],
  ["P=? [ F^{step<=3} x=1 ]", 'bad.props:1:10: a bound on step is not supported; rew{"name"}<=… is', "         ^"],
  ["P=? [ F^{rew<=3, rew<=4} x=1 ]", "bad.props:1:16: a second bound is not supported; one is", "               ^"],
  ["P=? [ F<= x=1 ]", 'bad.props:1:12: expected an expression, got "="', "           ^"],
  ["P>=0.5 F x=1", 'bad.props:1:8: expected "[" before what is asked for, got "F"', "       ^"],
  ["const int T;\nP=? [ F<=T x=1 ]", "bad.props: expected a value for the constant T (int): --const T=…", ""],
  [
    "formula a = b;\nformula b = a;\nP=? [ F a ]",
    "bad.props:1:9: the formula a is defined by itself: a → b → a",
    "        ^",
  ],
  ["S=? [ x=1 ", 'bad.props:1:11: expected "]" after what is asked for, got the end of the text', "          ^"],
];

/** The message with the line that it names and the caret, where it names one. */
function whole(text: string, message: string, caret: string): string {
  const line = Number(/:(\d+):/.exec(message)?.[1] ?? 0);
  return caret === "" ? message : `${message}\n    ${text.split("\n")[line - 1]}\n    ${caret}`;
}

function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InnateError) return error.message;
    throw error;
  }
  return "no error";
}

describe("broken models", () => {
  test.each(MODELS)("%j: %s", (text, message, caret) => {
    expect(errorOf(() => explore(readModel(text, "bad.prism")))).toBe(whole(text, message, caret));
    // The column of the message is where the caret stands.
    if (caret !== "") expect(message).toContain(`:${caret.length}: `);
  });
  test.each(CONSTANTS)("%j with %o: %s", (text, given, message) => {
    expect(errorOf(() => readModel(text, "bad.prism", given))).toBe(message);
  });
  test("a sound model is not refused", () => {
    const text = "mdp\nmodule m\n  x : [0..3];\n  [] x<3 -> (x'=x+1);\nendmodule";
    expect(errorOf(() => explore(readModel(text, "good.prism")))).toBe("no error");
  });
});

test.each([
  ["parentheses", `${"(".repeat(20_000)}true${")".repeat(20_000)}`],
  ["negations", `${"!".repeat(20_000)}true`],
  ["a sum", `${"1+".repeat(20_000)}1>0`],
])("what is nested too deeply is said where it stands: %s", (_, guard) => {
  const model = `mdp\nmodule m\n  x : bool;\n  [] ${guard} -> true;\nendmodule`;
  expect(errorOf(() => readModel(model, "bad.prism"))).toMatch(/^bad\.prism:4:\d+: this is nested too deeply\n/);
  // A long sum parses, and is found too deep where it is worked out.
  if (!guard.startsWith("1+"))
    expect(errorOf(() => parseProperties(`P=? [ F ${guard} ]`, "bad.props"))).toMatch(
      /^bad\.props:1:\d+: this is nested too deeply\n/,
    );
});

test("chains of thousands of conditions are read, as generated files have them", () => {
  const states = Array.from({ length: 20_000 }, (_, k) => `x=${k}`).join(" | ");
  const model = explore(
    readModel(`dtmc\nmodule m\n  x : [0..3];\n  [] ${states} -> (x'=mod(x+1, 4));\nendmodule`, "m"),
  );
  expect(model.model.states).toBe(4);
});

test("of a long line what is about the column is shown, and nothing that a terminal acts on", () => {
  expect(errorOf(() => readModel(`mdp\nformula f = ${"1+".repeat(100)}@${"+1".repeat(100)};`, "bad.prism"))).toBe(
    `bad.prism:2:213: "@" begins nothing here\n    …${"1+".repeat(18)}@${"+1".repeat(17)}+…\n    ${" ".repeat(37)}^`,
  );
  expect(errorOf(() => readModel("mdp\nmodule \u001b[2J", "bad.prism"))).toBe(
    "bad.prism:2:8: the character U+001B begins nothing here\n    module �[2J\n           ^",
  );
});

describe("broken properties", () => {
  test.each(PROPERTIES)("%j: %s", (text, message, caret) => {
    expect(errorOf(() => parseProperties(text, "bad.props"))).toBe(whole(text, message, caret));
  });
});

describe("texts with something changed", () => {
  const MODEL = readFileSync(join(root, "examples/courier.prism"), "utf8");
  const PROPERTY =
    'const int k;\n"p": Pmax=? [ !"broken" U<=k at=2 & load ];\nR{"paid"}max=? [ C<=2*k ]\nfilter(max, S=? [ at>1 ], "init");';
  const changed = (text: string) =>
    fc
      .array(
        fc.tuple(
          fc.nat(text.length - 1),
          fc.nat(2),
          fc.constantFrom(..."()[]{}&|!=<>+-*/?:;,.'\"#@ x0P".split("")),
          fc.nat(9),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map((changes) =>
        changes.reduce((before, [at, kind, character, length]) => {
          const [head, tail] = [before.slice(0, at), before.slice(at)];
          return kind === 0 ? head + tail.slice(length) : head + character + (kind === 1 ? tail : tail.slice(1));
        }, text),
      );
  const said = (run: () => unknown, text: string): string => {
    try {
      run();
      return "";
    } catch (error) {
      // Anything else would be a fault of Innate's own.
      expect(error, text).toBeInstanceOf(InnateError);
      return error instanceof InnateError ? error.message : "";
    }
  };
  test("are read or refused, most of them with line and column", () => {
    const messages: string[] = [];
    fc.assert(
      fc.property(changed(MODEL), changed(PROPERTY), (model, property) => {
        messages.push(said(() => explore(readModel(model, "m", { parcels: "2" }), { states: 2000 }), model));
        messages.push(said(() => parseProperties(property, "p", { k: "3" }), property));
      }),
      { numRuns: 400, seed: 4 },
    );
    const refused = messages.filter((message) => message !== "");
    expect(refused.length).toBeGreaterThan(200);
    expect(refused.filter((message) => /^[mp]:\d+:\d+: /.test(message)).length / refused.length).toBeGreaterThan(0.9);
  });
});
