import { beginLife, type Mind } from "../../core/index.ts";
import { type Change, shifting, TRIP } from "./shifting.ts";

/** What a mind got of each task, as shares of what an agent gets that knows it: in all its steps, and in the second half of them. */
export interface Plasticity {
  readonly whole: readonly number[];
  readonly late: readonly number[];
}

/** Lives through a number of tasks, each of so many steps. */
export function plasticityOf(mind: Mind, change: Change, steps: number, tasks: number, seed: number): Plasticity {
  const { world, drive } = shifting(change, steps, tasks);
  const life = beginLife(world, drive, mind, { seed });
  const half = Math.floor(steps / 2);
  const best = (span: number) => span / TRIP;
  const shares = Array.from({ length: tasks }, () => {
    const early = life.run(half);
    const late = life.run(steps - half);
    return { whole: (early + late) / best(steps), late: late / best(steps - half) };
  });
  return { whole: shares.map(({ whole }) => whole), late: shares.map(({ late }) => late) };
}
