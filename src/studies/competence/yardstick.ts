import { believingArena, informedArena, payoffOf, sensesOf, termColumns } from "../../audit/arena.ts";
import { askedOf } from "../../audit/question.ts";
import { layOut } from "../../audit/subject.ts";
import type { AnySetting } from "../../core/case.ts";
import type { Life } from "../../core/live.ts";
import { toNumber } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { type Criterion, enumerate, isSolution, type Model, type Payoff, solve } from "../../exact/index.ts";
import { readingColumns } from "../../exact/readings.ts";
import { phaseOf } from "../../exact/time.ts";

/** What a drive can bring in a world, exactly, and what any mind's policy brings. */
export interface Yardstick {
  readonly states: number;
  readonly horizon: number | undefined;
  readonly discount: number;
  /** the return of an optimal agent with perfect recall, and of a uniformly random one */
  readonly optimum: number;
  readonly uniform: number;
  /** The return of what a mind would do if it explored no more: its greedy act in each state and at each time. */
  returnOf(life: Life<State, string>): number;
}

/** Below this share of the weight of the first step, what is still to come is left out. */
const REMAINS = 1e-9;
/** Most steps that a policy is followed. */
const MOST_STEPS = 100_000;

/** The shares of the acts that can be taken in a state, by the places of their rows. */
type Choose = (state: number, time: number, rows: number) => readonly number[] | number;

/** The expected return of a policy, in doubles: its distribution over states is followed from the start on. */
function followed(model: Model, payoff: Payoff, criterion: Criterion, choose: Choose): number {
  const horizon = criterion.kind === "finite" ? criterion.horizon : MOST_STEPS;
  const discount = "discount" in criterion ? criterion.discount : 1;
  const amount = (phase: number, row: number) => {
    const column = payoff.rows[phase]!;
    return column.values[column.codes[row]!]!;
  };
  let now = new Map(model.starts.map(({ state, probability }) => [state, toNumber(probability)]));
  let total = 0;
  let weight = 1;
  const end = (state: number, mass: number, why: "terminated" | "horizon") => {
    const column = payoff.final?.[why];
    if (column !== undefined) total += weight * mass * column.values[column.codes[state]!]!;
  };
  for (let time = 0; time < horizon && now.size > 0 && weight > REMAINS; time++, weight *= discount) {
    const phase = phaseOf(model, time);
    const { rowStart, branchStart, successor, probability } = model.phases[phase]!;
    const next = new Map<number, number>();
    for (const [state, mass] of now) {
      const first = rowStart[state]!;
      const rows = rowStart[state + 1]! - first;
      if (rows === 0) {
        end(state, mass, "terminated");
        continue;
      }
      if (criterion.kind !== "finite" && mass < REMAINS) continue;
      const chosen = choose(state, time, rows);
      for (let k = 0; k < rows; k++) {
        const share = mass * (typeof chosen === "number" ? (k === chosen ? 1 : 0) : chosen[k]!);
        if (share === 0) continue;
        total += weight * share * amount(phase, first + k);
        for (let branch = branchStart[first + k]!; branch < branchStart[first + k + 1]!; branch++) {
          const to = successor[branch]!;
          next.set(to, (next.get(to) ?? 0) + share * probability.values[probability.codes[branch]!]!);
        }
      }
    }
    now = next;
  }
  for (const [state, mass] of now)
    end(
      state,
      mass,
      model.phases[0]!.rowStart[state] === model.phases[0]!.rowStart[state + 1] ? "terminated" : "horizon",
    );
  return total;
}

/**
 * The yardstick of a drive under the case's own question.
 *
 * @throws InnateError `undecided` if the world is too large to enumerate or has no optimum under its question
 */
export function yardstickOf(setting: AnySetting, name: string): Yardstick {
  const { world, drives } = setting;
  const drive = drives[name]!;
  const enumeration = enumerate(world);
  const subject = layOut({ world, drives }, enumeration);
  const { criterion } = askedOf(world, enumeration.model, {});
  const readings = readingColumns(enumeration, drive);
  const payoff = payoffOf(subject, drive, termColumns(subject, drive, readings));
  const { model } = informedArena(subject);
  const { observation } = subject;
  const depth = criterion.kind === "finite" ? criterion.horizon : Infinity;
  const arena =
    observation === undefined
      ? informedArena(subject)
      : believingArena(subject, sensesOf(subject, observation, drive, readings), depth, () => {}, 200_000);
  const solution = solve({ model: arena.model, payoff: arena.lift(payoff), criterion, direction: "maximise" });
  if (!isSolution(solution)) throw new Error(`${world.id}: the drive "${name}" has no optimum under its question`);
  const discount = "discount" in criterion ? criterion.discount : 1;
  return {
    states: enumeration.model.states,
    horizon: criterion.kind === "finite" ? criterion.horizon : undefined,
    discount,
    optimum: solution.start.value,
    uniform: followed(model, payoff, criterion, (_, __, rows) => new Array<number>(rows).fill(1 / rows)),
    returnOf(life) {
      // Where no clock runs, the act in a state is always the same.
      const timeless = new Map<number, number>();
      return followed(model, payoff, criterion, (state, time) => {
        const known = timeless.get(state);
        if (known !== undefined) return known;
        const percept = life.perceive(enumeration.state(subject.product.base[state]!), time);
        const place = percept.available.indexOf(life.agent.greedy(percept));
        if (criterion.kind !== "finite") timeless.set(state, place);
        return place;
      });
    },
  };
}
