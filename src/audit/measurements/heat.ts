import { hasEnded } from "../../exact/graph.ts";
import { onePolicy } from "../../exact/visits.ts";
import type { Analysis, Context } from "../analysis.ts";
import { visitsOf } from "../evaluation.ts";
import type { Loss } from "../loss.ts";
import type { HeatState } from "../report.ts";

/** Most states that are drawn. */
const MOST_STATES = 2000;

/** Whether a world's states are drawn: there are at most 2 000 of them, and the agent sees them. */
export const isDrawn = ({ subject, arena }: Context): boolean =>
  subject.enumeration.model.states <= MOST_STATES && arena.beliefs === undefined;

/**
 * The value of each state to the drive at the start, and how often the worst drive-optimal policy visits it; a state in
 * which the world has ended is visited once.
 *
 * @param analysis - with values kept for every state
 * @returns undefined where the states are not drawn
 */
export function heat(context: Context, analysis: Analysis, loss: Loss | undefined): readonly HeatState[] | undefined {
  const { subject, arena } = context;
  const { enumeration, product } = subject;
  const { states } = enumeration.model;
  const { optimum } = analysis;
  if (!isDrawn(context) || optimum.value === undefined) return undefined;
  const visits = visitsOf(context, loss?.policy ?? onePolicy(arena.model, optimum.optimal));
  const rows = product.model.phases[0]!;
  const value = new Float64Array(states).fill(Number.NaN);
  const visited = new Float64Array(states);
  for (let state = 0; state < product.model.states; state++) {
    const base = product.base[state]!;
    // What has happened so far does not change what the drive will pay.
    value[base] = optimum.value(0, state);
    if (visits !== undefined && hasEnded(rows, state)) visited[base]! += visits.last[state]!;
    product.model.phases.forEach(({ rowStart }, phase) => {
      for (let row = rowStart[state]!; row < rowStart[state + 1]!; row++)
        visited[base]! += visits?.rows[phase]?.[row] ?? 0;
    });
  }
  return Array.from({ length: states }, (_, index) => ({
    state: { ...enumeration.state(index) },
    value: value[index]!,
    visits: visited[index]!,
  }));
}
