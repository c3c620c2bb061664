import { caseError, didYouMean } from "../../core/errors.ts";
import { type Cursor, cursorOf } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";
import { parseSystem } from "./parse-system.ts";
import { problem, type Source, withinStack } from "./source.ts";
import type {
  Assignment,
  Command,
  ConstantDeclaration,
  Definition,
  Expression,
  ModelFile,
  Module,
  Place,
  RenamedModule,
  RewardItem,
  RewardsDeclaration,
  System,
  Type,
  Update,
  VariableDeclaration,
} from "./syntax.ts";

const KINDS: Readonly<Record<string, ModelFile["kind"]>> = {
  mdp: "mdp",
  nondeterministic: "mdp",
  dtmc: "dtmc",
  probabilistic: "dtmc",
};
const READ = "dtmc and mdp are";
const ofKind = (kind: string, has: string) => [`a model of the kind ${kind} (${has})`, READ] as const;
/** What else may begin a part of a file: what it is, and what is read in its place. */
const UNSUPPORTED: Readonly<Record<string, readonly [construct: string, instead: string]>> = {
  ctmc: ofKind("ctmc", "continuous time"),
  stochastic: ofKind("stochastic", "continuous time"),
  pta: ofKind("pta", "clocks"),
  popta: ofKind("popta", "clocks"),
  pomdp: ofKind("pomdp", "partial observation"),
  smg: ofKind("smg", "several players"),
  csg: ofKind("csg", "several players"),
  tsg: ofKind("tsg", "several players"),
  idtmc: ofKind("idtmc", "intervals of probabilities"),
  imdp: ofKind("imdp", "intervals of probabilities"),
  player: ["a player (a game)", READ],
  observables: ["partial observation (observables)", "a model is read whose state is seen"],
  observable: ["partial observation (observable)", "a model is read whose state is seen"],
  "#": ["the preprocessor (#)", "preprocess the file first"],
};

/** What is found while a file is read from top to bottom. */
interface Found {
  kind?: ModelFile["kind"];
  readonly constants: ConstantDeclaration[];
  readonly formulas: Definition[];
  readonly labels: Definition[];
  readonly globals: VariableDeclaration[];
  readonly modules: (Module | RenamedModule)[];
  initial?: { readonly expression: Expression; readonly at: Place };
  readonly rewards: RewardsDeclaration[];
  system?: System;
}

/**
 * A model file as written.
 *
 * @throws InnateError with line and column, where it does not parse or has what is not supported
 */
export function parseModel(source: Source): ModelFile {
  const cursor = cursorOf(source);
  const found: Found = { constants: [], formulas: [], labels: [], globals: [], modules: [], rewards: [] };
  withinStack(
    source,
    () => cursor.peek().at,
    () => {
      while (cursor.peek().kind !== "end") parsePart(cursor, found);
    },
  );
  if (found.modules.length === 0) throw caseError(`${source.name}: expected at least one module, and it has none`);
  // A file that says nothing of its kind is an mdp.
  return { ...found, kind: found.kind ?? "mdp" };
}

const PARTS = ["const", "formula", "label", "global", "module", "rewards", "init", "system"];

function parsePart(cursor: Cursor, found: Found): void {
  const { source, peek } = cursor;
  const { text, at, kind } = peek();
  const once = (what: string, before: unknown): void => {
    if (before !== undefined) throw problem(source, at, `there is a second ${what}; a model has one`);
    cursor.next();
  };
  if (kind === "name" && Object.hasOwn(KINDS, text)) {
    once("kind of model", found.kind);
    found.kind = KINDS[text]!;
    return;
  }
  const unsupported = kind !== "string" && Object.hasOwn(UNSUPPORTED, text) ? UNSUPPORTED[text] : undefined;
  if (unsupported !== undefined) cursor.unsupported(at, ...unsupported);
  switch (kind === "name" ? text : "") {
    case "const":
      found.constants.push(parseConstant(cursor));
      return;
    case "formula":
      found.formulas.push(parseFormula(cursor));
      return;
    case "label":
      found.labels.push(parseLabel(cursor));
      return;
    case "global":
      cursor.next();
      found.globals.push(parseVariable(cursor));
      return;
    case "module":
      found.modules.push(parseModule(cursor));
      return;
    case "rewards":
      found.rewards.push(parseRewards(cursor));
      return;
    case "init":
      once("init … endinit", found.initial);
      found.initial = { expression: parseExpression(cursor), at };
      cursor.expect("endinit", "after the states in which a model begins");
      return;
    case "system":
      once("system … endsystem", found.system);
      found.system = parseSystem(cursor);
      return;
    default:
      cursor.fail(`a part of a model (dtmc, mdp, ${PARTS.join(", ")})`, kind === "name" ? didYouMean(text, PARTS) : "");
  }
}

/** Reads a constant, of a model or of a file of properties. */
export function parseConstant(cursor: Cursor): ConstantDeclaration {
  cursor.expect("const", "before a constant");
  const { at, text } = cursor.peek();
  if (text === "rate" || text === "prob") return cursor.unsupported(at, `a constant of the type ${text}`, "double is");
  const type: Type = text === "double" || text === "bool" ? text : "int";
  if (text === type) cursor.next();
  const name = cursor.name("a constant");
  const value = cursor.take("=") ? parseExpression(cursor) : undefined;
  cursor.expect(";", `after the constant ${name.text}`);
  return { name: name.text, type, at: name.at, ...(value === undefined ? {} : { value }) };
}

/** Reads a formula, of a model or of a file of properties. */
export function parseFormula(cursor: Cursor): Definition {
  cursor.expect("formula", "before a formula");
  const name = cursor.name("a formula");
  cursor.expect("=", `after the name of the formula ${name.text}`);
  const expression = parseExpression(cursor);
  cursor.expect(";", `after the formula ${name.text}`);
  return { name: name.text, expression, at: name.at };
}

/** Reads a label, of a model or of a file of properties. */
export function parseLabel(cursor: Cursor): Definition {
  cursor.expect("label", "before a label");
  const name = cursor.peek();
  if (name.kind !== "string") return cursor.fail('the name of a label in quotes ("done")');
  cursor.next();
  if (name.text === "init" || name.text === "deadlock")
    throw problem(cursor.source, name.at, `"${name.text}" is a label that every model has; give this one another name`);
  cursor.expect("=", `after the name of the label "${name.text}"`);
  const expression = parseExpression(cursor);
  cursor.expect(";", `after the label "${name.text}"`);
  return { name: name.text, expression, at: name.at };
}

function parseVariable(cursor: Cursor): VariableDeclaration {
  const name = cursor.name("a variable");
  cursor.expect(":", `after the name of the variable ${name.text}`);
  const range = parseDomain(cursor);
  const initial = cursor.take("init") ? parseExpression(cursor) : undefined;
  cursor.expect(";", `after the variable ${name.text}`);
  return {
    name: name.text,
    at: name.at,
    ...(range === undefined ? {} : { range }),
    ...(initial === undefined ? {} : { initial }),
  };
}

/** The bounds of a variable's values; undefined for a truth value. */
function parseDomain(cursor: Cursor): VariableDeclaration["range"] {
  const { at, text } = cursor.peek();
  if (cursor.take("bool")) return undefined;
  if (text === "clock") return cursor.unsupported(at, "a clock", "[low..high] and bool are");
  if (text === "int" || text === "double")
    return cursor.unsupported(at, `a variable without bounds (${text})`, "[low..high] and bool are");
  cursor.expect("[", "before the bounds of a variable (or bool)");
  const low = parseExpression(cursor);
  cursor.expect("..", "between the bounds of a variable");
  const high = parseExpression(cursor);
  cursor.expect("]", "after the bounds of a variable");
  return { low, high };
}

function parseModule(cursor: Cursor): Module | RenamedModule {
  cursor.expect("module", "before a module");
  const { text: name, at } = cursor.name("a module");
  if (cursor.take("=")) return parseRenaming(cursor, name, at);
  const variables: VariableDeclaration[] = [];
  const commands: Command[] = [];
  while (cursor.peek().kind === "name" && !cursor.at("endmodule")) {
    if (cursor.at("invariant"))
      return cursor.unsupported(cursor.peek().at, "an invariant (of clocks)", "variables and commands are");
    variables.push(parseVariable(cursor));
  }
  while (cursor.at("[")) commands.push(parseCommand(cursor));
  if (!cursor.take("endmodule"))
    return cursor.fail(
      cursor.peek().kind === "name" && commands.length > 0
        ? `a command ("[") or "endmodule" of the module ${name} (variables stand before the commands)`
        : `a ${commands.length === 0 ? "variable, a " : ""}command ("[") or "endmodule" of the module ${name}`,
    );
  return { name, variables, commands, at };
}

function parseRenaming(cursor: Cursor, name: string, at: Place): RenamedModule {
  const { text: base } = cursor.name("the module that is renamed");
  cursor.expect("[", "before what is renamed");
  const renames = new Map<string, string>();
  do {
    const from = cursor.peek();
    const old = from.text === "min" || from.text === "max" ? cursor.next() : cursor.name("what is renamed");
    cursor.expect("=", "after what is renamed");
    if (renames.has(old.text)) throw problem(cursor.source, from.at, `"${old.text}" is renamed twice`);
    renames.set(old.text, cursor.at("min", "max") ? cursor.next().text : cursor.name("what it becomes").text);
  } while (cursor.take(","));
  cursor.expect("]", "after what is renamed");
  cursor.expect("endmodule", `at the end of the module ${name}`);
  return { name, base, renames, at };
}

/** Reads what stands between square brackets before a guard: a label, or "". */
function parseBrackets(cursor: Cursor): string {
  cursor.expect("[", "before a command");
  const label = cursor.at("]") ? "" : cursor.name("an action label").text;
  cursor.expect("]", "after the label of a command");
  return label;
}

function parseCommand(cursor: Cursor): Command {
  const { at } = cursor.peek();
  const label = parseBrackets(cursor);
  const guard = parseExpression(cursor);
  cursor.expect("->", "after the guard of a command");
  const updates: Update[] = [];
  do updates.push(parseUpdate(cursor));
  while (cursor.take("+"));
  cursor.expect(";", "after a command");
  return { label, guard, updates, at };
}

function parseUpdate(cursor: Cursor): Update {
  const { at } = cursor.peek();
  const assignments = parseAssignments(cursor);
  if (assignments !== undefined) return { assignments, at };
  const probability = parseExpression(cursor);
  if (cursor.at("~", "..")) return cursor.fail('":" after a probability');
  cursor.expect(":", "after the probability of an update");
  return { probability, at, assignments: parseAssignments(cursor) ?? cursor.fail("an update: (x'=1), or true") };
}

/** Reads (x'=1) & (y'=2), or true; undefined where something else stands here, as a probability. */
function parseAssignments(cursor: Cursor): readonly Assignment[] | undefined {
  if (cursor.at("true") && cursor.peek(1).text !== ":" && cursor.peek(1).text !== "?") {
    cursor.next();
    return [];
  }
  const isAssignment = (): boolean =>
    cursor.at("(") && cursor.peek(1).kind === "name" && cursor.peek(2).kind === "symbol" && cursor.peek(2).text === "'";
  if (!isAssignment()) {
    if (cursor.peek().kind === "name" && cursor.peek(1).text === "'")
      return cursor.fail(`a parenthesis around an assignment ((${cursor.peek().text}'=…))`);
    return undefined;
  }
  const assignments: Assignment[] = [];
  do {
    if (!isAssignment()) return cursor.fail("an assignment: (x'=1)");
    cursor.next();
    const { text: variable, at } = cursor.name("a variable");
    cursor.next();
    cursor.expect("=", `after ${variable}'`);
    assignments.push({ variable, at, value: parseExpression(cursor) });
    cursor.expect(")", "after an assignment");
  } while (cursor.take("&"));
  return assignments;
}

function parseRewards(cursor: Cursor): RewardsDeclaration {
  const { at } = cursor.expect("rewards", "before a reward structure");
  const name = cursor.peek().kind === "string" ? cursor.next().text : "";
  const items: RewardItem[] = [];
  while (!cursor.take("endrewards")) {
    if (cursor.peek().kind === "end") return cursor.fail('a line of rewards (guard : value;) or "endrewards"');
    const { at } = cursor.peek();
    const label = cursor.at("[") ? { label: parseBrackets(cursor) } : {};
    const guard = parseExpression(cursor);
    cursor.expect(":", "between the guard and the value of a reward");
    const value = parseExpression(cursor);
    cursor.expect(";", "after a reward");
    items.push({ ...label, guard, value, at });
  }
  return { name, items, at };
}
