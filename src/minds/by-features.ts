import type { Body, Mind } from "../core/mind.ts";

export const hasReal = ({ features }: Body): boolean => features.some(({ kind }) => kind === "real");

/** One kind of mind for bodies whose features are all discrete, another for those with real ones. */
export function byFeatures<M>(discrete: Mind<M>, real: Mind<M>): Mind<M> {
  const fitting = (body: Body): Mind<M> => (hasReal(body) ? real : discrete);
  return {
    ...discrete,
    newborn: (body, seed) => fitting(body).newborn(body, seed),
    wake: (body, memory) => fitting(body).wake(body, memory),
  };
}
