import type { PlannerKind } from "../planner/planner.ts";
import { heldModel, holdIn } from "./machinery.ts";

/**
 * Plans as if its values would never change: it acts by today's, judges by today's, and takes it that it always will. To it the machinery
 * that its rewards are made by stays as it is now, whatever it does to it.
 *
 * @see Everitt, Filan, Daswani & Hutter 2016, "Self-modification of policy and utility function in rational agents": ignorant agents
 */
export const ignores = <M>(planner: PlannerKind<M>): PlannerKind<M> => ({
  name: `${planner.name}, ignores`,
  newborn: planner.newborn,
  wake(body, memory, faculties) {
    const { situations } = faculties;
    const hold = holdIn(body, situations, situations.imagine);
    const inner = planner.wake(body, memory, { ...faculties, model: heldModel(faculties.model, hold) });
    return {
      ...inner,
      notice: (situation, next, experience) => inner.notice(situation, hold(next, situation), experience),
    };
  },
});
