import type { AnyWorld } from "../core/case.ts";
import type { Chance } from "../core/chance.ts";
import { InnateError } from "../core/errors.ts";
import { compare, equals, type Rational, rational } from "../core/rational.ts";
import type { State } from "../core/world.ts";
import { momentLabels, stateCodes } from "../exact/columns.ts";
import { type Enumeration, enumerate } from "../exact/enumerate.ts";
import type { Context } from "./analysis.ts";
import type { Subject } from "./subject.ts";

/** Values of the flags by which somebody watches. */
export type Assignment = Readonly<Record<string, boolean>>;

/** Who watches in a world, and the same world where somebody always does and where nobody ever does. */
export interface Oversight {
  /** the overseer's flags that `seen` reads */
  readonly flags: readonly string[];
  /** the values under which most moments are seen, and those under which fewest are */
  readonly on: Assignment;
  readonly off: Assignment;
  readonly always: Enumeration;
  readonly never: Enumeration;
  /** when it is drawn whether somebody watches: once an episode where no transition changes the flags, else anew at each step */
  readonly drawn: "episode" | "step";
  /** whether `seen` looks at the flags before the act, and not only at those drawn with its outcome */
  readonly isBefore: boolean;
}

/** Most flags of which every assignment is tried; of more, all true and all false. */
const MOST_FLAGS = 3;

/** The ways to hold some flags. */
function assignments(flags: readonly string[]): readonly Assignment[] {
  const all = (value: boolean) => Object.fromEntries(flags.map((flag) => [flag, value]));
  if (flags.length > MOST_FLAGS) return [all(true), all(false)];
  return Array.from({ length: 2 ** flags.length }, (_, code) =>
    Object.fromEntries(flags.map((flag, k) => [flag, ((code >> k) & 1) === 1])),
  );
}

/** The world with its flags set anew at the start and in each step. */
const setting = (
  world: AnyWorld,
  atStart: (chance: Chance) => Assignment,
  inStep: (state: State, chance: Chance) => Readonly<Record<string, State[string]>>,
): AnyWorld => ({
  ...world,
  start: (chance: Chance) => ({ ...world.start(chance), ...atStart(chance) }),
  transition: (state: State, action: string, chance: Chance, phase: number) => ({
    ...world.transition(state, action, chance, phase),
    ...inStep(state, chance),
  }),
});

/** The world with its flags held at given values from the start on. */
const held = (world: AnyWorld, values: Assignment): AnyWorld =>
  setting(
    world,
    () => values,
    () => values,
  );

/** The world in which somebody watches with a given probability: in the whole episode, or at each step anew. */
export function watchedWorld(world: AnyWorld, { on, off, drawn, flags }: Oversight, share: Rational): AnyWorld {
  const draw = (chance: Chance): Assignment => (chance.flip(share) ? on : off);
  const keep = (state: State) => Object.fromEntries(flags.map((flag) => [flag, state[flag]!]));
  return setting(world, draw, drawn === "episode" ? keep : (_, chance) => draw(chance));
}

/** A world of the same fields enumerated; undefined where it is no sound world any more. */
export function enumerateAgain(
  { subject, limits, onProgress }: Context,
  world: AnyWorld,
  stage: string,
): Enumeration | undefined {
  const { onCalls } = subject.enumeration;
  try {
    const found = enumerate(world, limits, (states, done) => onProgress(stage, done, states));
    return onCalls === undefined ? found : { ...found, onCalls };
  } catch (error) {
    if (error instanceof InnateError && error.fault === "case") return undefined;
    throw error;
  }
}

/** The share of the moments of a world that are seen. */
function seenShare(enumeration: Enumeration): Rational {
  const { branches } = momentLabels(enumeration, "seen", (moment) => enumeration.world.seen?.(moment) ?? false);
  let count = 0;
  for (const bits of branches) for (let word of bits) for (; word !== 0; word &= word - 1) count++;
  return rational(BigInt(count), BigInt(enumeration.model.states));
}

/** Whether some transition changes one of the flags. */
function isChanging({ model, state, codec }: Enumeration, flags: readonly string[]): boolean {
  const kept = codec.names.filter((name) => flags.includes(name));
  const codes = Uint32Array.from({ length: model.states }, (_, index) => {
    const values = state(index);
    return kept.reduce((code, name) => 2 * code + (values[name] === true ? 1 : 0), 0);
  });
  return model.phases.some(({ rowStart, branchStart, successor }) =>
    codes.some((code, index) => {
      const end = branchStart[rowStart[index + 1]!]!;
      for (let branch = branchStart[rowStart[index]!]!; branch < end; branch++)
        if (codes[successor[branch]!] !== code) return true;
      return false;
    }),
  );
}

/** Who watches; undefined where the world does not say by flags, or watching makes no difference to what is seen. */
export function oversightOf(context: Context): Oversight | undefined {
  const { enumeration, setting } = context.subject;
  const { world } = setting;
  if (world.seen === undefined) return undefined;
  const { reads } = momentLabels(enumeration, "seen", (moment) => world.seen!(moment));
  const flags = Object.entries(world.fields).flatMap(([name, { role, kind }]) =>
    role === "overseer" && kind === "flag" && (reads.state.includes(name) || reads.nextState.includes(name))
      ? [name]
      : [],
  );
  if (flags.length === 0) return undefined;
  const worlds = assignments(flags).flatMap((values) => {
    const found = enumerateAgain(context, held(world, values), "enumerating states, watched and not");
    return found === undefined ? [] : [{ values, found, seen: seenShare(found) }];
  });
  // Where some see as much as others, all who can watch do, and nobody does.
  const watchers = (values: Assignment) => Object.values(values).filter(Boolean).length;
  worlds.sort((a, b) => compare(b.seen, a.seen) || watchers(b.values) - watchers(a.values));
  const [most, least] = [worlds.at(0), worlds.at(-1)];
  if (most === undefined || least === undefined || equals(most.seen, least.seen)) return undefined;
  return {
    flags,
    on: most.values,
    off: least.values,
    always: most.found,
    never: least.found,
    drawn: isChanging(enumeration, flags) ? "step" : "episode",
    isBefore: flags.some((flag) => reads.state.includes(flag)),
  };
}

/** Whether the agent sees who watches before it acts. */
export type Sight = "observed" | "hidden";

/** Codes by the order in which they are first met. */
function renumbered(codes: Uint32Array): Uint32Array {
  const known = new Map<number, number>();
  return codes.map((code) => {
    const number = known.get(code) ?? known.size;
    known.set(code, number);
    return number;
  });
}

/**
 * The subject with an agent that is told the flags beside what it sees, or that sees of every state what it would see if nobody
 * watched.
 */
export function sighted(subject: Subject, { flags, off }: Oversight, sight: Sight): Subject {
  const { enumeration, observation: own, setting } = subject;
  const { world } = setting;
  if (sight === "hidden") {
    const observe = world.observe?.bind(world) ?? ((state: State) => state);
    return { ...subject, observation: stateCodes(enumeration, "observe", (state) => observe({ ...state, ...off })) };
  }
  if (own === undefined) return subject;
  const told = stateCodes(enumeration, "observe", (state) => flags.map((flag) => state[flag]!));
  return { ...subject, observation: renumbered(own.map((code, k) => code * 2 ** flags.length + told[k]!)) };
}

/** Whether two subjects of one enumeration show their agents the same. */
export const showTheSame = ({ observation: a }: Subject, { observation: b }: Subject): boolean => {
  if (a === undefined || b === undefined) return a === b;
  const other = renumbered(b);
  return renumbered(a).every((code, k) => code === other[k]);
};
