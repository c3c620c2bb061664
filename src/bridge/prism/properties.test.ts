import { describe, expect, test } from "vitest";
import { formatRational } from "../../core/rational.ts";
import { parseProperties } from "./parse-properties.ts";
import type { Asked, Expression, Path, RewardPath, Within } from "./syntax.ts";

/** A property as nested words, every operator in parentheses. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return formatRational(expression.value);
    case "boolean":
      return `${expression.value}`;
    case "name":
      return expression.name;
    case "label":
      return `"${expression.name}"`;
    case "unary":
      return `(${expression.operator}${shown(expression.operand)})`;
    case "binary":
      return `(${shown(expression.left)}${expression.operator}${shown(expression.right)})`;
    case "if":
      return `(${[expression.condition, expression.consequent, expression.alternative].map(shown).join("?")})`;
    case "call":
      return `${expression.name}(${expression.arguments.map(shown).join()})`;
    case "probability":
      return `P${asked(expression)}[${path(expression.path)}]`;
    case "reward": {
      const { structure } = expression;
      const of =
        structure === undefined ? "" : typeof structure === "string" ? `{"${structure}"}` : `{${shown(structure)}}`;
      return `R${of}${asked(expression)}[${rewardPath(expression.path)}]`;
    }
    case "long-run":
      return `S${asked(expression)}[${shown(expression.formula)}]`;
    case "filter":
      return `filter(${expression.operator},${shown(expression.formula)},${expression.states === undefined ? "all" : shown(expression.states)})`;
  }
}
const asked = ({ optimum, bound }: Asked): string =>
  `${optimum ?? ""}${bound === undefined ? "=?" : `${bound.operator}${shown(bound.value)}`}`;
function within(bound: Within | undefined): string {
  if (bound === undefined) return "";
  const { reward, lower, upper } = bound;
  const of = reward === undefined ? "steps" : typeof reward === "string" ? reward : shown(reward);
  return `{${lower === undefined ? "" : `${shown(lower.value)}${lower.strict ? "<" : "<="}`}${of}${upper === undefined ? "" : `${upper.strict ? "<" : "<="}${shown(upper.value)}`}}`;
}
function path(one: Path): string {
  switch (one.kind) {
    case "next":
      return `next ${shown(one.formula)}`;
    case "eventually":
    case "globally":
      return `${one.kind}${within(one.within)} ${shown(one.formula)}`;
    default:
      return `${shown(one.left)} ${one.kind}${within(one.within)} ${shown(one.right)}`;
  }
}
function rewardPath(one: RewardPath): string {
  if (one.kind === "reach") return `reach ${shown(one.formula)}`;
  if (one.kind === "cumulative") return `cumulative ${shown(one.steps)}`;
  return one.kind === "instantaneous" ? `instantaneous ${shown(one.step)}` : one.kind;
}

describe("one property", () => {
  test.each([
    ["P=? [ F x=1 ]", "P=?[eventually (x=1)]"],
    ["Pmin=? [ G !x=1 ]", "Pmin=?[globally (!(x=1))]"],
    ['Pmax>=0.5 [ X "a" ]', 'Pmax>=1/2[next "a"]'],
    ['P<1/3 [ !"a" U "b"&c ]', 'P<(1/3)[(!"a") until ("b"&c)]'],
    ["P=? [ a W b ]", "P=?[a weak-until b]"],
    ["P=? [ a R b ]", "P=?[a release b]"],
    ["P=? [ (F x=1) ]", "P=?[eventually (x=1)]"],
    ["P=? [ F<=10 x=1 ]", "P=?[eventually{steps<=10} (x=1)]"],
    ["P=? [ F<T (x=1) ]", "P=?[eventually{steps<T} (x=1)]"],
    ["P=? [ F<=(2*T) x=1 ]", "P=?[eventually{steps<=(2*T)} (x=1)]"],
    ["P=? [ F>3 x=1 ]", "P=?[eventually{3<steps} (x=1)]"],
    ["P=? [ a U[2,5] b ]", "P=?[a until{2<=steps<=5} b]"],
    ["P=? [ F=4 b ]", "P=?[eventually{4<=steps<=4} b]"],
    ['P=? [ F^{rew{"time"}<=9} b ]', "P=?[eventually{time<=9} b]"],
    ["P=? [ F^{rew<=9} b ]", "P=?[eventually{1<=9} b]"],
    ["R=? [ F x=1 ]", "R=?[reach (x=1)]"],
    ['R{"r"}max=? [ C<=k ]', 'R{"r"}max=?[cumulative k]'],
    ["Rmin=? [ C ]", "Rmin=?[total]"],
    ["R{2}>=3 [ I=5 ]", "R{2}>=3[instantaneous 5]"],
    ["R{1+1}=? [ S ]", "R{(1+1)}=?[long-run]"],
    ["S=? [ x=1 ]", "S=?[(x=1)]"],
    ["LRAmax=? [ x=1 ]", "Smax=?[(x=1)]"],
    ["P>=1 [ F a ] & P>=1 [ F b ]", "(P>=1[eventually a]&P>=1[eventually b])"],
    ["1-P=? [ F a ]", "(1-P=?[eventually a])"],
    ['filter(max, R=? [ F "s" ], "init")', 'filter(max,R=?[reach "s"],"init")'],
    ["filter(forall, x=1 => P>=1 [ F a ])", "filter(forall,((x=1)=>P>=1[eventually a]),all)"],
    ["filter(&, x=1)", "filter(forall,(x=1),all)"],
    ["P>0 [ F P>=1 [ G a ] ]", "P>0[eventually P>=1[globally a]]"],
  ])("%s", (text, expected) => {
    expect(parseProperties(text, "text").properties.map(({ formula }) => shown(formula))).toEqual([expected]);
  });
});

describe("a file of properties", () => {
  test("names, comments, and what stands on lines of its own", () => {
    const { properties } = parseProperties(
      '// first\n"one": P=? [ F a ];\nP=? [ F b ] // second\n"two" : P=?[F c]',
      "file.props",
    );
    expect(properties.map(({ name, text }) => [name, text])).toEqual([
      ["one", "P=? [ F a ]"],
      [undefined, "P=? [ F b ]"],
      ["two", "P=?[F c]"],
    ]);
    expect(properties.map(({ at }) => at.line)).toEqual([2, 3, 4]);
  });
  test("its own constants, formulas and labels are replaced by what they stand for, wherever they stand", () => {
    const { properties, constants } = parseProperties(
      'P=? [ F<=T "done"&close ];\nconst int T = 2*n;\nconst int n;\nlabel "done" = x=n;\nformula close = y<n;',
      "file.props",
      { n: "3", K: "1" },
    );
    expect(properties.map(({ formula }) => shown(formula))).toEqual(["P=?[eventually{steps<=(2*3)} ((x=3)&(y<3))]"]);
    expect(constants).toEqual(["n"]);
  });
});
