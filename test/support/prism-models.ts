import { type Chance, ratio } from "../../src/core/chance.ts";
import { add, formatRational, multiply, ONE, type Rational, rational, ZERO } from "../../src/core/rational.ts";

/**
 * Random models in the PRISM language, each as its text and as functions that know nothing of the language; and a walk through their
 * states that keeps them as text.
 */

type Value = number | boolean;
type Env = Readonly<Record<string, Value>>;
/** An expression as text, and what it is in a state. */
interface Written<T> {
  readonly text: string;
  readonly of: (env: Env) => T;
}
interface Variable {
  readonly name: string;
  /** whole numbers from 0 to this, or a truth value */
  readonly high: number | "bool";
}
interface Assignment {
  readonly variable: string;
  readonly value: Written<Value>;
}
interface Command {
  readonly label: string;
  readonly guard: Written<boolean>;
  readonly updates: readonly { readonly probability: Written<Rational>; readonly assignments: readonly Assignment[] }[];
}
interface Reward {
  readonly label?: string;
  readonly guard: Written<boolean>;
  readonly value: Written<Rational>;
}
export interface RandomModel {
  readonly text: string;
  readonly kind: "mdp" | "dtmc";
  readonly variables: readonly Variable[];
  readonly modules: readonly (readonly Command[])[];
  readonly rewards: readonly Reward[];
  readonly starts: readonly Env[];
}

const number = (value: Value | undefined): number => (typeof value === "number" ? value : 0);
const exact = (value: number): Rational => rational(BigInt(value));

/** A random whole number made of some variables. */
function wholeOf(chance: Chance, variables: readonly Variable[], depth: number): Written<number> {
  const whole = variables.filter(({ high }) => high !== "bool");
  const kind =
    depth === 0
      ? chance.pick(["number", "variable"])
      : chance.pick(["variable", "+", "-", "*", "min", "max", "if", "mod"]);
  if (kind === "number" || (kind === "variable" && whole.length === 0)) {
    const value = chance.integer(0, 3);
    return { text: `${value}`, of: () => value };
  }
  if (kind === "variable") {
    const { name } = chance.pick(whole);
    return { text: name, of: (env) => number(env[name]) };
  }
  const [a, b] = [wholeOf(chance, variables, depth - 1), wholeOf(chance, variables, depth - 1)];
  switch (kind) {
    case "+":
      return { text: `(${a.text}+${b.text})`, of: (env) => a.of(env) + b.of(env) };
    case "-":
      return { text: `(${a.text}-${b.text})`, of: (env) => a.of(env) - b.of(env) };
    case "*":
      return {
        text: `(${a.text}*${b.text})`,
        of: (env) => a.of(env) * b.of(env),
      };
    case "min":
      return { text: `min(${a.text}, ${b.text})`, of: (env) => Math.min(a.of(env), b.of(env)) };
    case "max":
      return { text: `max(${a.text}, ${b.text})`, of: (env) => Math.max(a.of(env), b.of(env)) };
    case "mod":
      return { text: `mod(${a.text}, 3)`, of: (env) => ((a.of(env) % 3) + 3) % 3 };
    default: {
      const condition = conditionOf(chance, variables, 0);
      return {
        text: `(${condition.text}?${a.text}:${b.text})`,
        of: (env) => (condition.of(env) ? a.of(env) : b.of(env)),
      };
    }
  }
}

/** A random condition on some variables. */
function conditionOf(chance: Chance, variables: readonly Variable[], depth: number): Written<boolean> {
  const truths = variables.filter(({ high }) => high === "bool");
  const kind =
    depth === 0 ? chance.pick(["compare", "variable"]) : chance.pick(["compare", "&", "|", "!", "=>", "<=>", "double"]);
  if (kind === "variable" && truths.length > 0) {
    const { name } = chance.pick(truths);
    return { text: name, of: (env) => env[name] === true };
  }
  if (kind === "compare" || kind === "variable") {
    const [a, b] = [wholeOf(chance, variables, depth), wholeOf(chance, variables, 0)];
    switch (chance.pick(["=", "!=", "<", "<=", ">", ">="])) {
      case "=":
        return { text: `${a.text}=${b.text}`, of: (env) => a.of(env) === b.of(env) };
      case "!=":
        return { text: `${a.text}!=${b.text}`, of: (env) => a.of(env) !== b.of(env) };
      case "<":
        return { text: `${a.text}<${b.text}`, of: (env) => a.of(env) < b.of(env) };
      case "<=":
        return { text: `${a.text}<=${b.text}`, of: (env) => a.of(env) <= b.of(env) };
      case ">":
        return { text: `${a.text}>${b.text}`, of: (env) => a.of(env) > b.of(env) };
      default:
        return { text: `${a.text}>=${b.text}`, of: (env) => a.of(env) >= b.of(env) };
    }
  }
  if (kind === "double") {
    const a = wholeOf(chance, variables, 1);
    return { text: `${a.text}/2 <= 0.75`, of: (env) => a.of(env) / 2 <= 0.75 };
  }
  const [a, b] = [conditionOf(chance, variables, depth - 1), conditionOf(chance, variables, depth - 1)];
  switch (kind) {
    case "&":
      return { text: `(${a.text} & ${b.text})`, of: (env) => a.of(env) && b.of(env) };
    case "|":
      return { text: `(${a.text} | ${b.text})`, of: (env) => a.of(env) || b.of(env) };
    case "=>":
      return { text: `(${a.text} => ${b.text})`, of: (env) => !a.of(env) || b.of(env) };
    case "<=>":
      return { text: `((${a.text}) <=> (${b.text}))`, of: (env) => a.of(env) === b.of(env) };
    default:
      return { text: `!(${a.text})`, of: (env) => !a.of(env) };
  }
}

function commandOf(chance: Chance, all: readonly Variable[], own: readonly Variable[]): Command {
  const assign = (): readonly Assignment[] =>
    own.flatMap(({ name, high }): readonly Assignment[] => {
      if (chance.flip(0.4)) return [];
      if (high === "bool") return [{ variable: name, value: conditionOf(chance, all, 1) }];
      const { text, of } = wholeOf(chance, all, 2);
      const value = { text: `max(0, min(${high}, ${text}))`, of: (env: Env) => Math.max(0, Math.min(high, of(env))) };
      return [{ variable: name, value }];
    });
  const kind = chance.pick(["sure", "fixed", "zero", "depends"]);
  const [p, q]: readonly (readonly [string, (env: Env) => Rational])[] = (() => {
    const whole = all.filter(({ high }) => high !== "bool");
    if (kind === "sure") return [];
    if (kind === "depends" && whole.length > 0) {
      const { name, high } = chance.pick(whole);
      const part = (env: Env) => ratio(number(env[name]), high === "bool" ? 1 : high);
      return [
        [`${name}/${high}`, part] as const,
        [`1-${name}/${high}`, (env: Env) => add(ONE, multiply(exact(-1), part(env)))] as const,
      ];
    }
    return kind === "zero"
      ? [["0", () => ZERO] as const, ["1", () => ONE] as const]
      : [["0.3", () => ratio(3, 10)] as const, ["7/10", () => ratio(7, 10)] as const];
  })();
  const updates =
    p === undefined || q === undefined
      ? [{ probability: { text: "", of: () => ONE }, assignments: assign() }]
      : [p, q].map(([text, of]) => ({ probability: { text, of }, assignments: assign() }));
  return { label: chance.pick(["", "", "a", "b"]), guard: conditionOf(chance, all, 2), updates };
}

const updateText = ({ probability, assignments }: Command["updates"][number]): string =>
  `${probability.text === "" ? "" : `${probability.text} : `}${assignments.map(({ variable, value }) => `(${variable}'=${value.text})`).join(" & ") || "true"}`;
const commandText = ({ label, guard, updates }: Command): string =>
  `  [${label}] ${guard.text} -> ${updates.map(updateText).join(" + ")};`;
const variableText = ({ name, high }: Variable): string => `${name} : ${high === "bool" ? "bool" : `[0..${high}]`};`;

function startsOf(variables: readonly Variable[]): readonly Env[] {
  return variables.reduce<readonly Env[]>(
    (starts, { name, high }) => {
      const values = high === "bool" ? [false, true] : Array.from({ length: high + 1 }, (_, k) => k);
      return starts.flatMap((env) => values.map((value) => ({ ...env, [name]: value })));
    },
    [{}],
  );
}

/** A random model of two modules that share a variable. */
export function randomModel(chance: Chance): RandomModel {
  const kind = chance.pick(["mdp", "dtmc"]);
  const high = (): Variable["high"] => chance.pick(["bool", 1, 2, 3]);
  const shared: Variable = { name: "g", high: high() };
  const own = [0, 1].map((m) =>
    Array.from({ length: chance.integer(1, 2) }, (_, k): Variable => ({ name: `x${m}${k}`, high: high() })),
  );
  const variables = [shared, ...own.flat()];
  const modules = own.map((variablesOfOne) =>
    Array.from({ length: chance.integer(1, 4) }, (): Command => {
      const mayShare = commandOf(chance, variables, [...variablesOfOne, shared]);
      // What goes in step may not change what both can change.
      const local = ({ variable }: Assignment) => variable !== "g";
      return mayShare.label === ""
        ? mayShare
        : {
            ...mayShare,
            updates: mayShare.updates.map((one) => ({ ...one, assignments: one.assignments.filter(local) })),
          };
    }),
  );
  const rewards = Array.from({ length: 3 }, (): Reward => {
    const value = chance.pick(["number", "depends"]);
    const whole = wholeOf(chance, variables, 1);
    return {
      ...(chance.flip(0.4) ? {} : { label: chance.pick(["", ...new Set(modules.flat().map(({ label }) => label))]) }),
      guard: conditionOf(chance, variables, 1),
      value:
        value === "number"
          ? { text: "0.3", of: () => ratio(3, 10) }
          : { text: `${whole.text}/3`, of: (env) => multiply(exact(whole.of(env)), ratio(1, 3)) },
    };
  });
  const restricted = chance.flip(0.3) ? conditionOf(chance, variables, 1) : undefined;
  const all = startsOf(variables);
  const possible = restricted === undefined ? [] : all.filter((env) => restricted.of(env));
  const text = [
    kind,
    `global ${variableText(shared)}`,
    ...modules.flatMap((commands, m) => [
      `module m${m}`,
      ...own[m]!.map((variable) => `  ${variableText(variable)}`),
      ...commands.map(commandText),
      "endmodule",
    ]),
    'rewards "r"',
    ...rewards.map(
      ({ label, guard, value }) => `  ${label === undefined ? "" : `[${label}] `}${guard.text} : ${value.text};`,
    ),
    "endrewards",
    ...(possible.length === 0 ? [] : [`init ${restricted?.text} endinit`]),
  ].join("\n");
  return { text, kind, variables, modules, rewards, starts: possible.length === 0 ? all.slice(0, 1) : possible };
}

/** What is paid in a state, and its rows: what each pays and where it leads, as text, sorted. */
export interface NaiveState {
  readonly paid: string;
  readonly rows: readonly string[];
}

export const rowText = (paid: Rational, branches: Iterable<readonly [string, Rational]>): string =>
  `pays ${formatRational(paid)}: ${[...branches]
    .map(([state, p]) => `${formatRational(p)} ${state}`)
    .sort()
    .join(" ")}`;

/** The reachable states of a random model, by their text. */
export function naiveStates({
  kind,
  variables,
  modules,
  rewards,
  starts,
}: RandomModel): ReadonlyMap<string, NaiveState> {
  const textOf = (env: Env): string => `(${variables.map(({ name }) => `${name}=${env[name]}`).join(",")})`;
  const found = new Map<string, NaiveState>();
  const labels = [...new Set(modules.flat().map(({ label }) => label))].filter((label) => label !== "");
  const queue = [...starts];
  const met = new Set(queue.map(textOf));
  for (const env of queue) {
    const pays = (label: string | undefined): Rational =>
      rewards
        .filter((one) => one.label === label && one.guard.of(env))
        .reduce((sum, one) => add(sum, one.value.of(env)), ZERO);
    const enabled = modules.map((commands) => commands.filter(({ guard }) => guard.of(env)));
    const alone = enabled.flatMap((commands) =>
      commands.filter(({ label }) => label === "").map((command) => [command]),
    );
    const together = labels.flatMap((label) => {
      const takers = modules.flatMap((commands, m) => (commands.some((one) => one.label === label) ? [m] : []));
      return takers.reduce<readonly (readonly Command[])[]>(
        (combinations, m) =>
          combinations.flatMap((before) =>
            enabled[m]!.filter((one) => one.label === label).map((one) => [...before, one]),
          ),
        [[]],
      );
    });
    const choices = [...alone, ...together].map((commands) => {
      const branches = commands.reduce<readonly (readonly [Env, Rational])[]>(
        (before, { updates }) =>
          before.flatMap(([next, p]) =>
            updates.flatMap(({ probability, assignments }): readonly (readonly [Env, Rational])[] => {
              const q = probability.of(env);
              if (q.numerator === 0n) return [];
              const changed = assignments.map(({ variable, value }) => [variable, value.of(env)] as const);
              return [[{ ...next, ...Object.fromEntries(changed) }, multiply(p, q)]];
            }),
          ),
        [[env, ONE]],
      );
      return { paid: pays(commands[0]?.label), branches };
    });
    const share = choices.length === 0 ? ONE : rational(1n, BigInt(choices.length));
    const rows =
      kind === "mdp" || choices.length === 0
        ? choices
        : [
            {
              paid: choices.reduce((sum, { paid }) => add(sum, multiply(share, paid)), ZERO),
              branches: choices.flatMap(({ branches }) =>
                branches.map(([next, p]) => [next, multiply(share, p)] as const),
              ),
            },
          ];
    const merged = rows.map(({ paid, branches }) => {
      const sums = new Map<string, Rational>();
      for (const [next, p] of branches) {
        sums.set(textOf(next), add(sums.get(textOf(next)) ?? ZERO, p));
        if (met.has(textOf(next))) continue;
        met.add(textOf(next));
        queue.push(next);
      }
      return rowText(paid, sums);
    });
    // A deadlock has a step to itself that pays nothing of its own.
    const own = merged.length === 0 ? [rowText(ZERO, [[textOf(env), ONE]])] : merged;
    found.set(textOf(env), { paid: formatRational(pays(undefined)), rows: own.sort() });
  }
  return found;
}
