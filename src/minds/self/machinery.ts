import type { Body } from "../../core/mind.ts";
import type { Model } from "../model/model.ts";
import type { Situations } from "../situations.ts";

/** A situation as it would be, were the mind's machinery as it is in another; −1 where nothing is known of it. */
export type Hold = (situation: number, as: number) => number;

/**
 * How situations are held; each is itself where a mind does not perceive what its rewards are made by.
 *
 * @param numbered - the number of the situation with some features
 */
export function holdIn({ features }: Body, situations: Situations, numbered: (values: Float64Array) => number): Hold {
  const machinery = features.flatMap(({ machinery = false }, k) => (machinery ? [k] : []));
  if (machinery.length === 0) return (situation) => situation;
  const known = new Map<number, number>();
  return (situation, as) => {
    const key = situation * 2 ** 26 + as;
    const found = known.get(key);
    if (found !== undefined) return found;
    const values = situations.features(situation).slice();
    const other = situations.features(as);
    for (const k of machinery) values[k] = other[k]!;
    const held = numbered(values);
    if (held >= 0) known.set(key, held);
    return held;
  };
}

/** The model of a mind to which its machinery always stays as it is. */
export const heldModel = (model: Model<unknown>, hold: Hold): Model<unknown> => ({
  ...model,
  get revision() {
    return model.revision;
  },
  foresee: (situation, action, visit) =>
    model.foresee(situation, action, (next, probability, ended) => visit(hold(next, situation), probability, ended)),
  sample(situation, action, random) {
    const drawn = model.sample(situation, action, random);
    return drawn < 0 ? drawn : 2 * hold(drawn >> 1, situation) + (drawn & 1);
  },
});
