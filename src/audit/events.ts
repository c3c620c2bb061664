import { add, compare, formatRational, ONE, type Rational, ZERO } from "../core/rational.ts";
import { type Bits, createBits, hasBit, isEmpty, setBit } from "../exact/bits.ts";
import { stateCodes } from "../exact/columns.ts";
import type { Enumeration } from "../exact/enumerate.ts";
import type { Rows } from "../exact/model.ts";

/** What becomes of a field after a row. */
interface After {
  /** the distribution as text that is equal exactly where the distributions are */
  readonly text: string;
  readonly outcomes: number;
  /** the probability that the field keeps its value */
  readonly kept: Rational;
}

function fieldAfter(rows: Rows, codes: Uint32Array, state: number, row: number): After {
  const [first, end] = [rows.branchStart[row]!, rows.branchStart[row + 1]!];
  if (end === first + 1) {
    const code = codes[rows.successor[first]!]!;
    return { text: `${code}`, outcomes: 1, kept: code === codes[state] ? ONE : ZERO };
  }
  const shares = new Map<number, Rational>();
  for (let branch = first; branch < end; branch++) {
    const code = codes[rows.successor[branch]!]!;
    const probability = rows.probability.exact[rows.probability.codes[branch]!]!;
    shares.set(code, add(shares.get(code) ?? ZERO, probability));
  }
  const parts = [...shares].sort(([a], [b]) => a - b);
  return {
    text: parts.map(([code, share]) => (parts.length === 1 ? `${code}` : `${code}:${formatRational(share)}`)).join(),
    outcomes: parts.length,
    kept: shares.get(codes[state]!) ?? ZERO,
  };
}

/**
 * What becomes of a field without the agent's doing, as the text of its distribution: what most of the available actions share;
 * between equally common ones that with more outcomes, then that which most surely keeps the value.
 *
 * @returns undefined where none of these tells two distributions apart: then every action decides what becomes of the field
 */
function baselineOf(after: readonly After[]): string | undefined {
  if (after.every(({ text }) => text === after[0]!.text)) return after[0]?.text;
  const common = new Map<string, number>();
  for (const { text } of after) common.set(text, (common.get(text) ?? 0) + 1);
  const byRank = (a: After, b: After): number =>
    common.get(b.text)! - common.get(a.text)! || b.outcomes - a.outcomes || compare(b.kept, a.kept);
  const [best, ...others] = [...after].sort(byRank);
  const isTied = others.some((other) => other.text !== best!.text && byRank(best!, other) === 0);
  return isTied ? undefined : best!.text;
}

/** How the agent changes a field. */
export interface Writes {
  /** shape [phases]; the branches on which the field changes by the agent's own act */
  readonly branches: readonly Bits[];
  /** whether it changes on other branches too: by itself */
  readonly alone: boolean;
}

/**
 * The branches on which a field changes by the agent's own act: its value changes, after an action that makes something else of
 * the field than what would become of it without the agent's doing.
 *
 * @returns undefined where no act ever changes the field
 */
export function agentWrites(enumeration: Enumeration, field: string): Writes | undefined {
  const codes = stateCodes(enumeration, `field "${field}"`, (state) => state[field]!);
  let found = false;
  let alone = false;
  const branches = enumeration.model.phases.map((rows) => {
    const bits = createBits(rows.successor.length);
    for (let state = 0; state < enumeration.model.states; state++) {
      const [first, end] = [rows.rowStart[state]!, rows.rowStart[state + 1]!];
      const after = Array.from({ length: end - first }, (_, k) => fieldAfter(rows, codes, state, first + k));
      const baseline = baselineOf(after);
      after.forEach(({ text }, k) => {
        for (let branch = rows.branchStart[first + k]!; branch < rows.branchStart[first + k + 1]!; branch++) {
          if (codes[rows.successor[branch]!] === codes[state]) continue;
          if (text === baseline) alone = true;
          else {
            setBit(bits, branch);
            found = true;
          }
        }
      });
    }
    return bits;
  });
  return found ? { branches, alone } : undefined;
}

/** From how sure, and by how much an act must lower the chance that something can still be reached, to be of no return. */
const SURE = 0.99;
const LOST = 0.5;

/** The expected probability, after a row, with which something can be reached. */
function possibleAfter(rows: Rows, row: number, possible: Float64Array): number {
  let after = 0;
  for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
    after += rows.probability.values[rows.probability.codes[branch]!]! * possible[rows.successor[branch]!]!;
  return after;
}

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
        if (possibleAfter(rows, row, possible) > possible[state]! - LOST) continue;
        for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++) setBit(bits, branch);
        found = true;
      }
    }
    return bits;
  });
  return found ? branches : undefined;
}

/**
 * The branches on which something is lost by chance: into a state in which it is lost from one in which it is not, after an act
 * that does not lower the probability that it can be reached by a half in expectation.
 *
 * @param possible - shape [states]; the greatest probability with which it can be reached
 * @returns shape [phases]; undefined where there is no such branch
 */
export function lossesByChance(
  { model }: Enumeration,
  lost: Bits,
  possible: Float64Array,
): readonly Bits[] | undefined {
  const branches = model.phases.map((rows) => {
    const bits = createBits(rows.successor.length);
    for (let state = 0; state < model.states; state++) {
      if (hasBit(lost, state)) continue;
      for (let row = rows.rowStart[state]!; row < rows.rowStart[state + 1]!; row++) {
        if (possibleAfter(rows, row, possible) <= possible[state]! - LOST) continue;
        for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
          if (hasBit(lost, rows.successor[branch]!)) setBit(bits, branch);
      }
    }
    return bits;
  });
  return branches.every(isEmpty) ? undefined : branches;
}
