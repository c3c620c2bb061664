import type { SourceLine } from "../../audit/report.ts";
import type { AnyCase, AnySetting, Settings } from "../../core/case.ts";
import { InnateError, messageOf } from "../../core/errors.ts";
import { pictureOf } from "../../core/picture.ts";
import { createRandom, sampled } from "../../core/random.ts";
import { type Rational, toNumber } from "../../core/rational.ts";
import { describedStates } from "../../core/world.ts";
import { enumerate, guarded } from "../../exact/enumerate.ts";
import type { Shown } from "./messages.ts";

const fraction = ({ numerator, denominator }: Rational): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;

/** Most starts that are described. */
const STARTS = 6;

/** Counts of the enumerated world and its starts, the likeliest first; where it has none, why, and one start. */
function explored(
  { world }: AnySetting,
  states: number | undefined,
): { readonly sizes: Shown["sizes"]; readonly start: Shown["start"] } {
  try {
    const { model, state } = enumerate(world, states === undefined ? {} : { states });
    const rows = model.phases.map(({ rowStart, branchStart }) => ({
      actions: rowStart[rowStart.length - 1] ?? 0,
      branches: branchStart[branchStart.length - 1] ?? 0,
    }));
    const sizes = {
      states: model.states,
      stateActions: rows.reduce((total, { actions }) => total + actions, 0),
      transitions: rows.reduce((total, { branches }) => total + branches, 0),
    };
    const likely = model.starts
      .map((one) => ({ state: state(one.state), probability: toNumber(one.probability) }))
      .sort((a, b) => b.probability - a.probability);
    const shown = likely.slice(0, STARTS).map((one) => ({ ...one, picture: pictureOf(world, one.state) }));
    return { sizes, start: { count: likely.length, shown } };
  } catch (error) {
    if (!(error instanceof InnateError) || error.fault === "usage") throw error;
    const real = Object.values(world.fields).some(({ kind }) => kind === "real");
    if (error.fault === "case" && !real) throw error;
    const start = guarded(
      () => `${world.id}: start()`,
      () => world.start(sampled(createRandom(0))),
    );
    return { sizes: messageOf(error), start: { shown: [{ state: start, picture: pictureOf(world, start) }] } };
  }
}

/** Everything that `innate show` prints of a case. */
export function describe(
  subject: AnyCase,
  name: string,
  settings: Settings,
  states: number | undefined,
  locate: (definition: object) => SourceLine | undefined,
): Shown {
  const setting = subject.build(settings);
  const { world, drives, intent, expects = {} } = setting;
  // How a state came about is no part of what is shown of it.
  const shown = Object.entries(world.fields).filter(([, { role }]) => role !== "history");
  return {
    case: name,
    world: world.id,
    settings,
    parameters: Object.entries(subject.parameters).map(([parameter, spec]) => ({
      name: parameter,
      value: String(settings[parameter]),
      range: "options" in spec ? spec.options.join(" or ") : `${spec.low} to ${spec.high}`,
      ...(spec.about === undefined ? {} : { about: spec.about }),
    })),
    fields: shown.map(([field, { kind, expected, role }]) => ({
      name: field,
      kind,
      expected,
      ...(role === undefined ? {} : { role }),
    })),
    actions: world.actions,
    ...(world.horizon === undefined ? {} : { horizon: world.horizon }),
    ...(world.discount === undefined ? {} : { discount: world.discount }),
    average: world.average === true,
    phases: world.phases ?? [],
    hidden: world.observe !== undefined && shown.length === Object.keys(world.fields).length,
    truth: Object.keys(world.truth ?? {}),
    seen: world.seen !== undefined,
    shutdown: world.shutdown !== undefined,
    signals: Object.keys(world.signals ?? {}),
    rewardObserved: world.rewardObserved ?? true,
    drives: Object.entries(drives).map(([drive, { terms, readings = {} }]) => ({
      name: drive,
      readings: Object.entries(readings).map(([reading, { signal, within }]) => ({ name: reading, signal, within })),
      ...(expects[drive] === undefined ? {} : { expects: expects[drive] }),
      terms: terms.map(({ name: term, weight, definition }) => {
        const source = locate(definition);
        return { name: term, weight: fraction(weight), ...(source === undefined ? {} : { source }) };
      }),
    })),
    intent: (intent?.items ?? []).map(({ kind, name: item }) => ({ kind, name: item })),
    described: describedStates(Object.fromEntries(shown)),
    ...explored(setting, states),
  };
}
