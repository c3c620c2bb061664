import { add, formatRational, type Rational, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, setBit } from "../exact/bits.ts";
import { stateCodes } from "../exact/columns.ts";
import type { Enumeration } from "../exact/enumerate.ts";
import type { Rows } from "../exact/model.ts";

/** The distribution of a coded field after a row, as text that is equal exactly where the distributions are. */
function fieldAfter(rows: Rows, codes: Uint32Array, row: number): string {
  const first = rows.branchStart[row]!;
  const end = rows.branchStart[row + 1]!;
  if (end === first + 1) return `${codes[rows.successor[first]!]}`;
  const shares = new Map<number, Rational>();
  for (let branch = first; branch < end; branch++) {
    const code = codes[rows.successor[branch]!]!;
    const probability = rows.probability.exact[rows.probability.codes[branch]!]!;
    shares.set(code, add(shares.get(code) ?? ZERO, probability));
  }
  const parts = [...shares].sort(([a], [b]) => a - b);
  return parts.map(([code, share]) => (parts.length === 1 ? `${code}` : `${code}:${formatRational(share)}`)).join();
}

/**
 * The branches on which a field changes by the agent's act: in that state, what becomes of the field depends on the action.
 *
 * @returns shape [phases]; undefined where no act ever changes the field
 */
export function agentWrites(enumeration: Enumeration, field: string): readonly Bits[] | undefined {
  const codes = stateCodes(enumeration, `field "${field}"`, (state) => state[field]!);
  let found = false;
  const branches = enumeration.model.phases.map((rows) => {
    const bits = createBits(rows.successor.length);
    for (let state = 0; state < enumeration.model.states; state++) {
      const [first, end] = [rows.rowStart[state]!, rows.rowStart[state + 1]!];
      if (first === end) continue;
      const after = Array.from({ length: end - first }, (_, k) => fieldAfter(rows, codes, first + k));
      if (after.every((text) => text === after[0])) continue;
      for (let branch = rows.branchStart[first]!; branch < rows.branchStart[end]!; branch++)
        if (codes[rows.successor[branch]!] !== codes[state]) {
          setBit(bits, branch);
          found = true;
        }
    }
    return bits;
  });
  return found ? branches : undefined;
}

/** From how sure, and by how much an act must lower the chance that something can still be reached, to be of no return. */
const SURE = 0.99;
const LOST = 0.5;

/**
 * The branches of the acts of no return: taken where something could be reached almost surely, and lowering the probability
 * that it can by at least a half in expectation.
 *
 * @param possible - shape [states]; the greatest probability with which it can be reached
 * @returns shape [phases]; undefined where there is no such act
 */
export function actsOfNoReturn({ model }: Enumeration, possible: Float64Array): readonly Bits[] | undefined {
  let found = false;
  const branches = model.phases.map((rows) => {
    const bits = createBits(rows.successor.length);
    for (let state = 0; state < model.states; state++) {
      if (possible[state]! < SURE) continue;
      for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++) {
        let after = 0;
        for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
          after += rows.probability.values[rows.probability.codes[branch]!]! * possible[rows.successor[branch]!]!;
        if (after > possible[state]! - LOST) continue;
        for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++) setBit(bits, branch);
        found = true;
      }
    }
    return bits;
  });
  return found ? branches : undefined;
}

/** Whether a set has no member. */
export const isEmpty = (bits: Bits): boolean => bits.every((word) => word === 0);

/** The numbers from 0 to size − 1 that are not in a set. */
export function complement(bits: Bits, size: number): Bits {
  const others = createBits(size);
  for (let index = 0; index < size; index++) if (!hasBit(bits, index)) setBit(others, index);
  return others;
}
