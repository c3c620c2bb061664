import { ONE, ZERO } from "../../core/rational.ts";
import { coded, gather } from "../../exact/coded.ts";
import { type Bits, type Coded, combine, hasBit, type Model } from "../../exact/index.ts";
import type { RewardStructure } from "../labelled.ts";

/** shape [rows]; the state that each row belongs to */
function owners({ states, phases }: Model): Uint32Array {
  const { rowStart, action } = phases[0]!;
  const owner = new Uint32Array(action.length);
  for (let s = 0; s < states; s++) owner.fill(s, rowStart[s], rowStart[s + 1]);
  return owner;
}

const isNothing = ({ exact }: Coded): boolean => exact.every(({ numerator }) => numerator === 0n);

/** shape [rows]; what a step earns that begins with the row: the reward of its state and its own. */
export function rowRewards(model: Model, { states, rows }: RewardStructure): Coded {
  if (isNothing(states)) return rows;
  const ofStates = gather(states, owners(model));
  if (isNothing(rows)) return ofStates;
  return combine([{ rows: [ofStates] }, { rows: [rows] }], [ONE, ONE]).rows[0]!;
}

/** shape [rows]; 1 for a step that begins in a state of a set, and 0 for others. */
export const rowsIn = (model: Model, set: Bits): Coded =>
  coded(
    Uint8Array.from(owners(model), (s) => (hasBit(set, s) ? 1 : 0)),
    [ZERO, ONE],
  );
