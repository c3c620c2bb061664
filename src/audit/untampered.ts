import type { Value } from "../core/field.ts";
import { ONE, ZERO } from "../core/rational.ts";
import type { State } from "../core/world.ts";
import { avoiding } from "../exact/avoid.ts";
import { type Bits, createBits, setBit } from "../exact/bits.ts";
import { type Coded, coded } from "../exact/coded.ts";
import type { Column } from "../exact/columns.ts";
import type { Payoff, Policies } from "../exact/model.ts";
import { difference } from "../exact/payoffs.ts";
import type { Lens } from "../exact/pointer.ts";
import { type Context, counted } from "./analysis.ts";
import { payoffOf, termColumns } from "./arena.ts";
import { valuesOf } from "./evaluation.ts";
import { endOf, type Path } from "./paths/path.ts";
import { stateOf, whyOf } from "./paths/trace.ts";
import type { Subject } from "./subject.ts";

/** The drive's reward beside what it would be with nothing tampered with. */
export interface Untampered {
  /** how a state looks untampered */
  readonly lens: Lens;
  /** the fields that the lens shows untampered and that some term reads; at least one */
  readonly fields: readonly string[];
  /** why some fields that a term reads have no untampered value, one sentence each */
  readonly undecided: readonly string[];
  /** what each term pays untampered, in the drive's order */
  readonly columns: readonly Column[];
  /** the reward paid less the untampered reward, on the product model */
  readonly gain: Payoff;
}

/** The value that a field has in every start state; undefined where it varies. */
function startValue({ enumeration }: Subject, field: string): Value | undefined {
  const values = enumeration.model.starts.map(({ state }) => enumeration.state(state)[field]);
  return values.every((value) => JSON.stringify(value) === JSON.stringify(values[0])) ? values[0] : undefined;
}

/**
 * The reward with sensors showing the truth, and with the reward machinery, and what only the agent changes of the overseer, at
 * their start values; undefined where no term reads such a field.
 */
export function untamperedOf(context: Context): Untampered | undefined {
  const { subject, columns, drive } = context;
  const { world } = subject.setting;
  const fixed: Record<string, Value> = {};
  const sensors: string[] = [];
  const undecided: string[] = [];
  const isRead = (name: string) =>
    columns.some(({ reads }) => reads.state.includes(name) || reads.nextState.includes(name));
  for (const [name, { role }] of Object.entries(world.fields)) {
    if (role === "sensor") sensors.push(name);
    const written = subject.watches.find((watch) => watch.kind === "written" && watch.field === name);
    if (role !== "machinery" && !(role === "overseer" && written?.kind === "written")) continue;
    const value = startValue(subject, name);
    const why =
      written?.kind === "written" && written.alone
        ? "it also changes by itself, and what it would be without the agent's act is not followed"
        : value === undefined
          ? "it has no one start value to compare with"
          : undefined;
    if (why === undefined && value !== undefined) fixed[name] = value;
    else if (isRead(name)) undecided.push(`not decided for "${name}": ${why}`);
  }
  const lens = (state: State): State => {
    const patched: Record<string, Value> = { ...state, ...fixed };
    for (const name of sensors) patched[name] = world.truth?.[name]?.(state) ?? state[name]!;
    return patched;
  };
  const fields = [...sensors, ...Object.keys(fixed)].filter(isRead);
  if (fields.length === 0) return undefined;
  const untampered = termColumns(subject, drive, context.readings, lens);
  const gain = difference(payoffOf(subject, drive, columns), payoffOf(subject, drive, untampered));
  return { lens, fields, undecided, columns: untampered, gain };
}

/**
 * The fields that some term reads and that do not have their untampered values somewhere on a path; all that some term reads where
 * the path, which chance had a part in, happens to show none.
 */
export const changedOn = (context: Context, { lens, fields }: Untampered, path: Path): readonly string[] => {
  const states = [...path.steps.map(({ state }) => state), endOf(context, path)].map((state) =>
    stateOf(context, state),
  );
  const changed = fields.filter((field) =>
    states.some((state) => JSON.stringify(lens(state)[field]) !== JSON.stringify(state[field])),
  );
  return changed.length === 0 ? fields : changed;
};

const isGained = ({ codes, values }: Coded, entry: number): boolean => values[codes[entry]!] !== 0;

/** Whether a path is paid otherwise than it would be untampered, in some step or at its end. */
export function isTampered(context: Context, { gain }: Untampered, path: Path): boolean {
  const why = whyOf(context, path);
  return (
    path.steps.some(({ phase, row }) => isGained(gain.rows[phase]!, row)) ||
    (why !== "cut" && gain.final !== undefined && isGained(gain.final[why], endOf(context, path)))
  );
}

/**
 * 1 for a row whose expected reward differs from the untampered one and for an end whose final payment does, else 0; for what the
 * agent holds possible, the probability of that.
 */
function tamperedPayoff({ arena }: Context, { gain }: Untampered): Payoff {
  const flags = ({ codes, values }: Coded): Coded =>
    coded(
      Uint8Array.from(codes, (code) => (values[code] === 0 ? 0 : 1)),
      [ZERO, ONE],
    );
  const { rows, final } = gain;
  return arena.lift({
    rows: rows.map(flags),
    ...(final === undefined ? {} : { final: { terminated: flags(final.terminated), horizon: flags(final.horizon) } }),
  });
}

/** Whether a policy is surely paid as it would be untampered. */
export function isUntampered(context: Context, untampered: Untampered, policy: Policies): boolean {
  // Any discount will do where there is no horizon: tampering counts however late it comes, and is never infinite.
  const { criterion } = context;
  const counting = criterion.kind === "finite" ? criterion : ({ kind: "discounted", discount: 0.5 } as const);
  const tampered = counted(tamperedPayoff(context, untampered));
  return valuesOf({ ...context, criterion: counting }, policy, [tampered])[0] === 0;
}

/**
 * The policies that never tamper: that never take a row whose expected reward differs from the untampered one, nor end in a
 * state whose final payment does. A mind that is not told the state must not do so in any state that it holds possible.
 *
 * @returns undefined where every policy tampers
 */
export function neverTampering(context: Context, untampered: Untampered): Policies | undefined {
  const { model } = context.arena;
  const { rows, final } = tamperedPayoff(context, untampered);
  const raised = ({ codes, values }: Coded): Bits => {
    const bits = createBits(codes.length);
    codes.forEach((code, entry) => {
      if (values[code] !== 0) setBit(bits, entry);
    });
    return bits;
  };
  const none = createBits(model.states);
  return avoiding(model, context.criterion, {
    rows: rows.map(raised),
    terminated: final === undefined ? none : raised(final.terminated),
    horizon: final === undefined ? none : raised(final.horizon),
  });
}
