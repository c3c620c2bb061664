import type { Drive, Term, WrittenLine } from "../../core/drive.ts";
import { InnateError } from "../../core/errors.ts";
import type { Moment } from "../../core/moment.ts";
import { equals, fromComputed, ONE, toNumber } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { driveNames } from "../variables.ts";
import { isRational } from "./compile.ts";
import type { Program } from "./program.ts";
import { type CompiledReward, compileRewards } from "./rewards.ts";
import type { Source } from "./source.ts";
import type { ProgramWorld } from "./world.ts";

const lineOf = ({ name, text }: Source, line: number): WrittenLine => ({
  file: name,
  line,
  text: text.split(/\r?\n/)[line - 1]?.trim() ?? "",
});

/** What a line of a reward structure is called: the label of its steps, and the line where that does not tell it apart. */
function namesOf(items: readonly CompiledReward[]): readonly string[] {
  const plain = items.map(({ label }) => (label === undefined ? "states" : label === "" ? "steps" : label));
  const met = new Map<string, number>();
  return plain.map((name, k) => {
    const isAlone = plain.filter((other) => other === name).length === 1;
    const whole = isAlone ? name : `${name} line ${items[k]!.at.line}`;
    const times = (met.get(whole) ?? 0) + 1;
    met.set(whole, times);
    return times === 1 ? whole : `${whole} (${times})`;
  });
}

/** A line of a reward structure as a term. A constant that no short decimal writes is the term's weight, which is exact. */
function termOf(
  program: Program,
  { world, rows, values }: ProgramWorld,
  item: CompiledReward,
  name: string,
): Term<State, string> {
  const { guard, value, label, constant, reads, at } = item;
  const exact = constant !== undefined && !equals(fromComputed(toNumber(constant)), constant) ? constant : undefined;
  const paid = (state: State): number => {
    const here = values(state, reads);
    if (!guard(here)) return 0;
    if (exact !== undefined) return 1;
    const number = value(here);
    return isRational(number) ? toNumber(number) : 0;
  };
  const actions = new Set(world.actions.filter((_, k) => program.actionLabels[k] === label));
  /** The share of the choices of a step that have the label. */
  const share = ({ state, action }: Moment<State, string>): number => {
    if (label === undefined) return 1;
    if (program.model.kind === "mdp") return actions.has(action) ? 1 : 0;
    const choices = rows(state).get(action)?.choices ?? [];
    return choices.filter((choice) => choice.label === label).length / Math.max(1, choices.length);
  };
  const each = (moment: Moment<State, string>): number => {
    const part = share(moment);
    return part === 0 ? 0 : part * paid(moment.state);
  };
  return { name, weight: exact ?? ONE, pays: { each }, definition: lineOf(program.model.source, at.line) };
}

/** What the reward structures of a model pay, each as a drive of its name. */
export function drivesOf(program: Program, world: ProgramWorld): Readonly<Record<string, Drive<State, string>>> {
  const { model } = program;
  const structures = compileRewards(model);
  if (structures.length === 0)
    throw new InnateError(
      "usage",
      `${model.source.name}: the model has no reward structure, so that nothing pays an agent; expected rewards "name" … endrewards`,
    );
  const drives = driveNames(structures);
  return Object.fromEntries(
    structures.map(({ items, at }, index) => {
      const names = namesOf(items);
      const terms = items.map((item, k) => termOf(program, world, item, names[k]!));
      // A drive has a term, also where a structure has no line.
      const nothing = {
        name: "nothing",
        weight: ONE,
        pays: { each: () => 0 },
        definition: lineOf(model.source, at.line),
      };
      return [drives[index]!, { world: world.world, terms: terms.length === 0 ? [nothing] : terms }];
    }),
  );
}
