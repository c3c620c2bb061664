import type { Faculties } from "../planner.ts";

/** The learned model written out: what every known act of every situation leads to, and which situations lie side by side. */
export interface Graph {
  readonly situations: number;
  /** shape [situations · actions + 1]: where the outcomes of each act begin; those of act a of situation s are in row s·actions + a */
  readonly rowStart: Int32Array;
  /** shape [outcomes]: 2·situation, plus 1 where the world ends there */
  readonly to: Int32Array;
  readonly probability: Float64Array;
  /** shape [situations · actions]: expected reward */
  readonly reward: Float64Array;
  /** shape [situations + 1]: where the neighbours of each situation begin */
  readonly nearStart: Int32Array;
  /** situations that some act leads to from it, or from which some act leads to it; itself left out, none twice */
  readonly near: Int32Array;
}

/** Asks the model about every act that can be taken: as many queries as situations times actions at most. */
export function graphOf({ body, situations, model, rewards }: Faculties): Graph {
  const actions = body.actions.length;
  const count = situations.count;
  const rowStart = new Int32Array(count * actions + 1);
  const reward = new Float64Array(count * actions);
  const to: number[] = [];
  const probability: number[] = [];
  const beside = Array.from({ length: count }, () => new Set<number>());
  for (let situation = 0; situation < count; situation++) {
    const available = situations.available(situation);
    for (let action = 0; action < actions; action++) {
      const row = situation * actions + action;
      if (available.includes(action))
        model.foresee(situation, action, (next, share, ended) => {
          // What the model imagines for the first time while it is asked is left to the next time.
          if (next >= count) return;
          to.push(2 * next + (ended ? 1 : 0));
          probability.push(share);
          reward[row]! += share * rewards.expect(situation, action, next);
          if (ended || next === situation) return;
          beside[situation]!.add(next);
          beside[next]!.add(situation);
        });
      rowStart[row + 1] = to.length;
    }
  }
  const nearStart = new Int32Array(count + 1);
  for (let situation = 0; situation < count; situation++)
    nearStart[situation + 1] = nearStart[situation]! + beside[situation]!.size;
  return {
    situations: count,
    rowStart,
    to: Int32Array.from(to),
    probability: Float64Array.from(probability),
    reward,
    nearStart,
    near: Int32Array.from(beside.flatMap((set) => [...set])),
  };
}
