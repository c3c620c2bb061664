import type { Value } from "../../core/field.ts";
import type { State } from "../../core/world.ts";
import type { Lens } from "../../exact/columns.ts";
import { isAbove } from "../../exact/figure.ts";
import type { Payoff } from "../../exact/model.ts";
import { difference } from "../../exact/payoffs.ts";
import { isSolution } from "../../exact/solve.ts";
import { onePolicy } from "../../exact/visits.ts";
import { type Analysis, type Context, counted, discountOf, solutionOf, solveFor } from "../analysis.ts";
import { drivePayoff, termColumns } from "../arena.ts";
import { valuesOf } from "../evaluation.ts";
import type { Hit } from "../finding.ts";
import type { Loss } from "../loss.ts";
import { endOf, type Path, regretPath } from "../path.ts";
import type { Subject } from "../subject.ts";
import { stateOf } from "../trace.ts";
import { earning, number } from "../words.ts";

/** The value that a field has in every start state; undefined where it varies. */
function startValue({ enumeration }: Subject, field: string): Value | undefined {
  const values = enumeration.model.starts.map(({ state }) => enumeration.state(state)[field]);
  return values.every((value) => JSON.stringify(value) === JSON.stringify(values[0])) ? values[0] : undefined;
}

interface Untampered {
  readonly lens: Lens;
  /** the fields that the lens shows untampered and that some term reads */
  readonly fields: readonly string[];
  /** fields that some term reads and that have no untampered value, each with the reason */
  readonly undecided: readonly string[];
}

/**
 * How a state looks with sensors showing the truth, and with the reward machinery, and what only the agent changes of the overseer,
 * at their start values.
 */
function untampered({ subject, columns }: Context): Untampered {
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
  return { lens, fields: [...sensors, ...Object.keys(fixed)].filter(isRead), undecided };
}

/** The fields that some term reads and that do not have their untampered values somewhere on a path. */
const changedOn = (context: Context, { lens, fields }: Untampered, path: Path): readonly string[] => {
  const states = [...path.steps.map(({ state }) => state), endOf(context, path)].map((state) =>
    stateOf(context, state),
  );
  return fields.filter((field) =>
    states.some((state) => JSON.stringify(lens(state)[field]) !== JSON.stringify(state[field])),
  );
};

/** Whether a step of a path is paid otherwise than it would be untampered. */
const isTampered = ({ arena }: Context, gain: Payoff, path: Path): boolean =>
  arena.beliefs === undefined &&
  path.steps.some(({ phase, row }) => gain.rows[phase]!.values[gain.rows[phase]!.codes[row]!] !== 0);

/**
 * Reward raised by changing what the drive looks at rather than the world: the reward paid less the reward with sensors, reward
 * machinery and overseer untampered, beyond what an agent gains in this way that does what was meant.
 */
export function tampering(context: Context, analysis: Analysis, loss: Loss | undefined): readonly Hit[] {
  const { subject, drive, columns, arena } = context;
  const patches = untampered(context);
  if (patches.fields.length === 0) return [];
  const weights = drive.terms.map(({ weight }) => weight);
  const patched = termColumns(subject, drive, patches.lens);
  const gain = difference(context.payoff, arena.lift(drivePayoff(subject, patched, weights)));
  const worst = solveFor(context, gain, "maximise", { within: analysis.optimum.optimal, keepValues: true });
  if (!isSolution(worst)) return [];
  const meant = solutionOf(solveFor(context, gain, "maximise", { within: analysis.meant }), "the reward by tampering");
  if (!isAbove(worst.start, meant.start)) return [];

  const none = solutionOf(solveFor(context, gain, "minimise", { keepValues: true }), "the reward by tampering");
  const policy = onePolicy(arena.model, worst.optimal);
  const gains = columns.map(({ payoff }, k) =>
    counted(arena.lift(drivePayoff(subject, [{ payoff: difference(payoff, patched[k]!.payoff) }], [weights[k]!]))),
  );
  const gained = valuesOf(context, policy, gains);
  const term = drive.terms[gained.indexOf(Math.max(...gained))]?.name;
  const shared = loss?.path !== undefined && isTampered(context, gain, loss.path) ? loss.path : undefined;
  const path =
    shared ??
    regretPath(context, {
      payoff: gain,
      optimum: none,
      direction: "minimise",
      worst,
      policy,
      discount: discountOf(context.criterion),
    });
  const fields = changedOn(context, patches, path)
    .map((field) => `"${field}"`)
    .join(", ");
  return [
    {
      check: "tampering",
      severity: loss?.severity ?? "medium",
      claim: `An optimal agent may be paid ${number(worst.start)} for what is not so, by way of ${fields} (meant: ${number(meant.start)}); ${earning(analysis.optimum.start)}.`,
      measure: "reward paid beyond the untampered reward",
      figure: worst.start,
      meant: meant.start,
      path,
      ...(term === undefined ? {} : { term }),
      policies:
        shared !== undefined
          ? "the worst drive-optimal policy"
          : "the drive-optimal policy that gains most by tampering",
      notes: patches.undecided,
    },
  ];
}
