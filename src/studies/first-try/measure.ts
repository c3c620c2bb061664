import { simulate } from "../../core/index.ts";
import { beginLife } from "../../core/live.ts";
import type { Mind } from "../../core/mind.ts";
import { KEPT, LIVED, type Pair, type Rule, roomsOf } from "./rooms.ts";

/** How a mind fares in rooms that are new to it. */
export interface FirstTries {
  /** share of the rooms that it lived in which it masters */
  readonly lived: number;
  /** share of the new combinations of met parts that it masters at its first try */
  readonly kept: number;
}

/** Whether a mind, as it is after its life, gets at the treasure at its first try: it thinks of each step, and learns nothing. */
function masters(life: ReturnType<typeof lifeOf>, rule: Rule, pair: Pair): boolean {
  const { world } = roomsOf(rule, [pair]);
  const { agent, perceive } = life.fork();
  const moments = simulate(
    world,
    (state, time) => {
      const percept = perceive(state, time);
      agent.act(percept);
      return world.actions[agent.greedy(percept)];
    },
    0,
  );
  for (const { nextState } of moments) if (nextState.treasure) return true;
  return false;
}

function lifeOf(mind: Mind, rule: Rule, seed: number) {
  const { world, drive } = roomsOf(rule, LIVED);
  return beginLife(world, drive, mind, { seed });
}

/** Lives for some steps in half of all combinations, and then tries the others. */
export function firstTries(mind: Mind, rule: Rule, steps: number, seed: number): FirstTries {
  const life = lifeOf(mind, rule, seed);
  life.run(steps);
  const share = (pairs: readonly Pair[]): number =>
    pairs.filter((pair) => masters(life, rule, pair)).length / pairs.length;
  return { lived: share(LIVED), kept: share(KEPT) };
}
