import { add, compare, equals, multiply, ONE, parseDecimal, type Rational, ZERO } from "../../src/core/rational.ts";
import { type Bits, createBits, setBit } from "../../src/exact/bits.ts";
import { type Coded, coded, createTable } from "../../src/exact/coded.ts";
import type { FiniteProblem } from "../../src/exact/finite.ts";
import type { Draw } from "../../src/exact/fuzz.ts";
import type { Model, Payoff } from "../../src/exact/model.ts";
import { fraction } from "./models.ts";

/** One act in a state: where it leads, with which probability. */
type Act = readonly { readonly to: number; readonly probability: Rational }[];

/** A model as nested lists: for each phase and state its acts. A state without acts has ended. */
export interface Tree {
  readonly acts: readonly (readonly (readonly Act[])[])[];
  readonly boundaries: readonly number[];
  readonly starts: Model["starts"];
}
/** What each act pays, by phase, state and act; and each state at the end. */
export interface Pay {
  readonly acts: readonly (readonly (readonly Rational[])[])[];
  readonly terminated: readonly Rational[];
  readonly horizon: readonly Rational[];
}
/** Whether an act may be taken at a time. */
export type Allowed = (time: number, state: number, act: number) => boolean;

/** A problem over a finite horizon as nested lists. */
export interface Plain {
  readonly tree: Tree;
  readonly pay: Pay;
  readonly horizon: number;
  readonly discount: Rational;
  readonly direction: FiniteProblem["direction"];
  readonly allowed: Allowed;
}

const pick = <T>(draw: Draw, values: readonly T[]): T => values[draw(values.length)]!;
const times = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k);
const total = (parts: readonly Rational[]): Rational => parts.reduce(add, ZERO);

const SPLITS = [
  ["1/2", "1/2"],
  ["0.1", "0.9"],
  ["1e-9", "0.999999999"],
  ["1/3", "2/3"],
  ["1/7", "2/7", "4/7"],
  ["1e-12", "1e-12", "0.999999999998"],
] as const;

/** A random model of 1 to 6 states with up to 3 acts each, in up to 3 phases; at times nothing in it is random. */
export function randomTree(draw: Draw, most = { states: 6, acts: 3 }): Tree {
  const states = 1 + draw(most.states);
  const deterministic = draw(4) === 0;
  const acts = times(states).map((state) => (state > 0 && draw(4) === 0 ? 0 : 1 + draw(most.acts)));
  const boundaries = pick(draw, [[], [], [], [1], [2, 3]]);
  const act = (): Act => {
    if (deterministic || draw(2) === 0) return [{ to: draw(states), probability: ONE }];
    const ways = new Map<number, Rational>();
    for (const share of pick(draw, SPLITS)) {
      const to = draw(states);
      ways.set(to, add(ways.get(to) ?? ZERO, fraction(share)));
    }
    return [...ways].map(([to, probability]) => ({ to, probability }));
  };
  const other = draw(states);
  return {
    acts: times(boundaries.length + 1).map(() => acts.map((count) => times(count).map(act))),
    boundaries,
    starts:
      other === 0 || draw(2) === 0
        ? [{ state: 0, probability: ONE }]
        : [
            { state: 0, probability: fraction("1/3") },
            { state: other, probability: fraction("2/3") },
          ],
  };
}

/** Amounts of mixed sign; small ones, by which ties are nearly but not quite there; ones of very different size. */
const AMOUNTS = [
  ["0"],
  ["0", "1", "-1"],
  ["0", "0", "1", "2", "-3"],
  ["-1", "-1.000000001", "-0.999999999"],
  ["1", "1.000000000001", "1e-12", "0"],
  ["1/3", "-2/7", "0.1", "0.3"],
  ["123456789012e6", "-1e9", "1e-7", "0"],
] as const;

/** A random payoff: amounts of one kind, at times some at the end, where the world ends and where it is cut off. */
export function randomPay(draw: Draw, { acts }: Tree): Pay {
  const amounts = pick(draw, AMOUNTS).map(fraction);
  const final = draw(2) === 0 ? amounts : [ZERO];
  const states = acts[0]!.map(() => 0);
  return {
    acts: acts.map((phase) => phase.map((state) => state.map(() => pick(draw, amounts)))),
    terminated: states.map(() => pick(draw, final)),
    horizon: states.map(() => pick(draw, final)),
  };
}

const column = (values: readonly Rational[]): Coded => {
  const table = createTable();
  return coded(
    Uint32Array.from(values, (value) => table.code(value)),
    table.exact,
  );
};

/** Where each of some lists begins when they stand one after another, and where the last one ends. */
function boundsOf(sizes: readonly number[]): readonly number[] {
  const bounds = [0];
  for (const size of sizes) bounds.push(bounds.at(-1)! + size);
  return bounds;
}

/** The same model in compressed rows. */
export function toModel({ acts, boundaries, starts }: Tree): Model {
  return {
    states: acts[0]!.length,
    actions: ["a", "b", "c"],
    starts,
    boundaries,
    phases: acts.map((phase) => {
      const rows = phase.flat();
      return {
        rowStart: Uint32Array.from(boundsOf(phase.map((state) => state.length))),
        action: Uint8Array.from(phase.flatMap((state) => state.map((_, k) => k))),
        branchStart: Uint32Array.from(boundsOf(rows.map((act) => act.length))),
        successor: Uint32Array.from(rows.flatMap((act) => act.map(({ to }) => to))),
        probability: column(rows.flatMap((act) => act.map(({ probability }) => probability))),
      };
    }),
  };
}

/** The same payoff in columns; `final` is left out where nothing is paid at the end. */
export function toPayoff({ acts, terminated, horizon }: Pay): Payoff {
  const rows = acts.map((phase) => column(phase.flat(2)));
  const none = [...terminated, ...horizon].every((amount) => equals(amount, ZERO));
  return none ? { rows } : { rows, final: { terminated: column(terminated), horizon: column(horizon) } };
}

const phaseAt = ({ boundaries }: Tree, time: number): number =>
  boundaries.filter((boundary) => boundary <= time).length;

/** What backward induction finds. */
export interface Answer {
  readonly start: Rational;
  readonly value: (time: number, state: number) => Rational;
  /** whether an act attains the optimum in a state at a time */
  readonly optimal: Allowed;
  /** whether an optimal policy may be in a state at a time */
  readonly reached: (time: number, state: number) => boolean;
}

/** Backward induction as the textbook has it, in rationals in lowest terms: slow, and sure. */
export function naive(problem: Plain): Answer {
  const { tree, pay, horizon, discount, direction, allowed } = problem;
  const known = new Map<string, { readonly value: Rational; readonly best: ReadonlySet<number> }>();
  const isBetter = (a: Rational, b: Rational) => (direction === "maximise" ? compare(a, b) > 0 : compare(a, b) < 0);
  const at = (time: number, state: number): { readonly value: Rational; readonly best: ReadonlySet<number> } => {
    const key = `${time} ${state}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const phase = phaseAt(tree, time);
    const acts = tree.acts[phase]![state]!;
    let value: Rational | undefined;
    const best = new Set<number>();
    if (acts.length === 0) value = pay.terminated[state]!;
    else if (time === horizon) value = pay.horizon[state]!;
    else
      for (const [k, act] of acts.entries()) {
        if (!allowed(time, state, k)) continue;
        const later = total(act.map(({ to, probability }) => multiply(probability, at(time + 1, to).value)));
        const worth = add(pay.acts[phase]![state]![k]!, multiply(discount, later));
        if (value === undefined || isBetter(worth, value)) best.clear();
        if (value === undefined || !isBetter(value, worth)) {
          value = worth;
          best.add(k);
        }
      }
    const result = { value: value ?? ZERO, best };
    known.set(key, result);
    return result;
  };
  const layers = [new Set(tree.starts.map(({ state }) => state))];
  for (let time = 0; time < horizon; time++) {
    const next = new Set<number>();
    for (const state of layers[time]!)
      for (const act of at(time, state).best)
        for (const { to } of tree.acts[phaseAt(tree, time)]![state]![act]!) next.add(to);
    layers.push(next);
  }
  return {
    start: total(tree.starts.map(({ state, probability }) => multiply(probability, at(0, state).value))),
    value: (time, state) => at(time, state).value,
    optimal: (time, state, act) => at(time, state).best.has(act),
    reached: (time, state) => layers[time]!.has(state),
  };
}

/** A deterministic policy: the act for each time and state. */
type Choice = (time: number, state: number) => number;

/** What a policy earns, by following where it may be from the start on; and the acts that it takes there. */
function follow({ tree, pay, horizon, discount }: Plain, choice: Choice) {
  let here = new Map(tree.starts.map(({ state, probability }) => [state, probability]));
  let earned = ZERO;
  let weight = ONE;
  const used: string[] = [];
  for (let time = 0; time <= horizon; time++) {
    const phase = phaseAt(tree, time);
    const next = new Map<number, Rational>();
    for (const [state, mass] of here) {
      const acts = tree.acts[phase]![state]!;
      const share = multiply(weight, mass);
      if (acts.length === 0) earned = add(earned, multiply(share, pay.terminated[state]!));
      else if (time === horizon) earned = add(earned, multiply(share, pay.horizon[state]!));
      else {
        const act = choice(time, state);
        used.push(`${time} ${state} ${act}`);
        earned = add(earned, multiply(share, pay.acts[phase]![state]![act]!));
        for (const { to, probability } of acts[act]!)
          next.set(to, add(next.get(to) ?? ZERO, multiply(mass, probability)));
      }
    }
    here = next;
    weight = multiply(weight, discount);
  }
  return { earned, used };
}

/** The best that any deterministic policy earns, trying all of them, and every "time state act" that a best one takes. */
export function tryAll(problem: Plain): { readonly best: Rational; readonly used: ReadonlySet<string> } {
  const { tree, horizon, direction } = problem;
  const places = times(horizon).flatMap((time) =>
    tree.acts[phaseAt(tree, time)]!.flatMap((acts, state) => (acts.length === 0 ? [] : [{ time, state, acts }])),
  );
  const placeOf = new Map(places.map(({ time, state }, k) => [`${time} ${state}`, k]));
  const policies = places.reduce((count, { acts }) => count * acts.length, 1);
  let best: Rational | undefined;
  let used = new Set<string>();
  for (let number = 0; number < policies; number++) {
    let left = number;
    const acts = places.map((place) => {
      const act = left % place.acts.length;
      left = Math.floor(left / place.acts.length);
      return act;
    });
    const result = follow(problem, (time, state) => acts[placeOf.get(`${time} ${state}`)!]!);
    const order = best === undefined ? 1 : compare(result.earned, best) * (direction === "maximise" ? 1 : -1);
    if (order > 0) {
      best = result.earned;
      used = new Set();
    }
    if (order >= 0) for (const act of result.used) used.add(act);
  }
  return { best: best!, used };
}

/** The allowed acts at each time as sets of rows. */
export const toRows = (tree: Tree, horizon: number, allowed: Allowed): readonly Bits[] =>
  times(horizon).map((time) => {
    const phase = tree.acts[phaseAt(tree, time)]!;
    const bits = createBits(phase.flat().length);
    let row = 0;
    for (const [state, acts] of phase.entries())
      for (let act = 0; act < acts.length; act++, row++) if (allowed(time, state, act)) setBit(bits, row);
    return bits;
  });

/** Calls `visit` with each time, state, act and the number of its row. */
export function eachRow(
  tree: Tree,
  horizon: number,
  visit: (time: number, state: number, act: number, row: number) => void,
): void {
  for (const time of times(horizon)) {
    let row = 0;
    for (const [state, acts] of tree.acts[phaseAt(tree, time)]!.entries())
      for (let act = 0; act < acts.length; act++) visit(time, state, act, row++);
  }
}

const DISCOUNTS = ["1", "1", "1", "0.9", "0.5", "0.99"] as const;

/** A random problem about a model. */
export function randomPlain(draw: Draw, tree: Tree, horizon: number, allowed: Allowed = () => true): Plain {
  return {
    tree,
    pay: randomPay(draw, tree),
    horizon,
    discount: parseDecimal(pick(draw, DISCOUNTS)),
    direction: pick(draw, ["maximise", "minimise"]),
    allowed,
  };
}
