import type { Body } from "../../../core/mind.ts";
import type { PlannerKind } from "../planner.ts";
import type { Skills } from "../search/lookahead.ts";
import { SEARCH, type SearchMemory, type SearchOptions, search, wakeSearch } from "../search/search.ts";
import { discover, noOptions, type OptionsMemory } from "./discover.ts";

/** Options are looked for again when so many steps were lived since, or one for each act of this many situations. */
const STEPS = 500;
const ACTS_A_STEP = 10;

export interface PlansMemory {
  readonly search: SearchMemory;
  options: OptionsMemory;
  /** steps lived since they were last looked for */
  since: number;
}

/**
 * Plans over plans: a search that may also try, wherever it is in its tree, options that the mind finds itself, so that a long plan is a
 * short one of options. It acts one action at a time, and may think better of an option at each.
 */
export const searchWithOptions = (options: Partial<SearchOptions> = {}): PlannerKind<PlansMemory> => ({
  name: "search-with-options",
  newborn: (body) => ({ search: search(options).newborn(body), options: noOptions(), since: 0 }),
  wake(body, memory, faculties) {
    const planner = wakeSearch(
      body,
      memory.search,
      faculties,
      { ...SEARCH, ...options },
      skillsOf(body, () => memory.options),
    );
    const due = () => Math.max(STEPS, (faculties.situations.count * body.actions.length) / ACTS_A_STEP);
    return {
      ...planner,
      notice(situation, next, experience) {
        planner.notice(situation, next, experience);
        if (++memory.since < due()) return;
        memory.since = 0;
        memory.options = discover(faculties);
      },
      memory() {
        planner.memory();
        return memory;
      },
    };
  },
});

/** Options as acts of a search. */
export function skillsOf({ actions }: Pick<Body, "actions">, current: () => OptionsMemory): Skills {
  const none: readonly number[] = [];
  const entryOf = (skill: number, situation: number): number => {
    const { entryStart, option } = current();
    const end = entryStart[situation + 1] ?? 0;
    for (let entry = entryStart[situation] ?? 0; entry < end; entry++)
      if (option[entry] === skill - actions.length) return entry;
    return -1;
  };
  return {
    offered(situation, left) {
      const { entryStart, endStart, option, steps } = current();
      const first = entryStart[situation] ?? 0;
      const end = entryStart[situation + 1] ?? 0;
      if (first >= end) return none;
      const offered: number[] = [];
      for (let entry = first; entry < end; entry++) {
        let longest = 0;
        for (let k = endStart[entry]!; k < endStart[entry + 1]!; k++) longest = Math.max(longest, steps[k]!);
        // What takes one step is an action's business.
        if (longest > 1.5 && longest <= left) offered.push(actions.length + option[entry]!);
      }
      return offered;
    },
    foresee(skill, situation, land) {
      const { endStart, end, weight, steps, reward } = current();
      const entry = entryOf(skill, situation);
      if (entry < 0) return 0;
      for (let k = endStart[entry]!; k < endStart[entry + 1]!; k++)
        land(end[k]! >> 1, weight[k]!, Math.round(steps[k]!), (end[k]! & 1) === 1);
      return reward[entry]!;
    },
    action(skill, situation) {
      const { action, goal } = current();
      if (goal[skill - actions.length] === situation) return -1;
      const entry = entryOf(skill, situation);
      return entry < 0 ? -1 : action[entry]!;
    },
  };
}
