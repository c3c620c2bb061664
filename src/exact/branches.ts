import { type Chance, createChance, lender } from "../core/chance.ts";
import { caseError, InnateError } from "../core/errors.ts";
import { multiply, ONE, type Rational } from "../core/rational.ts";
import { createTable, type Table } from "./coded.ts";

/** Most draws in one call of a world's function, and most branches. */
export const MOST_DRAWS = 64;
export const MOST_BRANCHES = 4096;

/** Goes through every branch of a function that draws from a chance. */
export interface Brancher {
  /** exact probabilities met so far; code 0 is probability 1 */
  readonly probabilities: Table;
  /**
   * Calls `run` once per branch, depth first, and `visit` with each result and the code of its probability.
   *
   * @param name - the call, for errors
   */
  each<T>(name: () => string, run: (chance: Chance) => T, visit: (result: T, probability: number) => void): void;
  /** The result of `run` along its first branch. */
  first<T>(name: () => string, run: (chance: Chance) => T): T;
}

/** A draw along the current branch: the codes of its probabilities, and which of its ways is taken. */
interface Draw {
  readonly weights: readonly Rational[];
  readonly codes: readonly number[];
  way: number;
}

const sameCodes = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((code, k) => code === b[k]);

/** A brancher that has met no probabilities yet. */
export function createBrancher(): Brancher {
  const probabilities = createTable([ONE]);
  const products = new Map<number, number>();
  const codesOf = new WeakMap<readonly Rational[], readonly number[]>();
  const draws: Draw[] = [];
  // How many draws were made so far in the call at hand, and the code of the product of their probabilities.
  let depth = 0;
  let code = 0;
  let name: () => string = () => "";

  const coded = (weights: readonly Rational[]): readonly number[] => {
    const known = codesOf.get(weights);
    if (known !== undefined) return known;
    const codes = weights.map((weight) => probabilities.code(weight));
    codesOf.set(weights, codes);
    return codes;
  };
  const product = (a: number, b: number): number => {
    if (a === 0) return b;
    const key = a * 2 ** 26 + b;
    const known = products.get(key);
    if (known !== undefined) return known;
    const code = probabilities.code(multiply(probabilities.exact[a]!, probabilities.exact[b]!));
    products.set(key, code);
    return code;
  };
  const lend = lender(
    createChance((weights, call) => {
      if (depth === MOST_DRAWS)
        throw new InnateError("undecided", `${name()} draws more than ${MOST_DRAWS} times, the last time by ${call}`);
      let draw = draws[depth];
      if (draw === undefined) {
        draw = { weights, codes: coded(weights), way: 0 };
        draws.push(draw);
      } else if (draw.weights !== weights && !sameCodes(draw.codes, coded(weights)))
        throw caseError(
          `${name()} drew differently when it was run again, at ${call}: it depends on something beside its arguments`,
        );
      depth++;
      code = product(code, draw.codes[draw.way]!);
      return draw.way;
    }),
  );
  /** Forgets the draws of a call that threw, or of one that was run along its first branch only. */
  const forget = (): void => {
    while (draws.length > 0) draws.pop();
  };
  const call = <T>(run: (chance: Chance) => T): T => {
    depth = 0;
    code = 0;
    return lend(run);
  };
  /** Goes on to the next branch; false where there is none. */
  const advance = (): boolean => {
    for (let last = draws.at(-1); last !== undefined; last = draws.at(-1)) {
      if (++last.way < last.codes.length) return true;
      draws.pop();
    }
    return false;
  };
  return {
    probabilities,
    each(callName, run, visit) {
      name = callName;
      forget();
      let branches = 0;
      do {
        if (++branches > MOST_BRANCHES)
          throw new InnateError("undecided", `${callName()} has more than ${MOST_BRANCHES} branches`);
        const result = call(run);
        if (depth < draws.length)
          throw caseError(
            `${callName()} drew fewer times when it was run again: it depends on something beside its arguments`,
          );
        visit(result, code);
      } while (advance());
    },
    first(callName, run) {
      name = callName;
      forget();
      return call(run);
    },
  };
}
