import { type Chance, createChance } from "../core/chance.ts";
import { caseError, InnateError } from "../core/errors.ts";
import { multiply, ONE } from "../core/rational.ts";
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

/** A brancher that has met no probabilities yet. */
export function createBrancher(): Brancher {
  const probabilities = createTable([ONE]);
  const products = new Map<number, number>();
  // The draws along the current branch: the codes of each draw's probabilities, and which of its ways is taken.
  const draws: { readonly codes: readonly number[]; way: number }[] = [];
  let depth = 0;
  let open = false;
  let name: () => string = () => "";

  const product = (a: number, b: number): number => {
    if (a === 0) return b;
    const key = a * 2 ** 26 + b;
    const known = products.get(key);
    if (known !== undefined) return known;
    const code = probabilities.code(multiply(probabilities.exact[a]!, probabilities.exact[b]!));
    products.set(key, code);
    return code;
  };
  const chance = createChance((weights, call) => {
    if (!open) throw caseError(`${call} was called after the function that it was passed to had returned`);
    if (depth === MOST_DRAWS)
      throw new InnateError("undecided", `${name()} draws more than ${MOST_DRAWS} times, the last time by ${call}`);
    const codes = weights.map((weight) => probabilities.code(weight));
    const known = draws[depth];
    if (known === undefined) draws.push({ codes, way: 0 });
    else if (known.codes.length !== codes.length || known.codes.some((code, k) => code !== codes[k]))
      throw caseError(
        `${name()} drew differently when it was run again, at ${call}: it depends on something beside its arguments`,
      );
    return draws[depth++]!.way;
  });
  const call = <T>(run: (chance: Chance) => T): T => {
    depth = 0;
    open = true;
    try {
      return run(chance);
    } finally {
      open = false;
    }
  };
  /** Goes on to the next branch; false where there is none. */
  const advance = (): boolean => {
    for (let last = draws.pop(); last !== undefined; last = draws.pop())
      if (last.way + 1 < last.codes.length) {
        draws.push({ codes: last.codes, way: last.way + 1 });
        return true;
      }
    return false;
  };
  return {
    probabilities,
    each(callName, run, visit) {
      name = callName;
      draws.length = 0;
      let branches = 0;
      do {
        if (++branches > MOST_BRANCHES)
          throw new InnateError("undecided", `${callName()} has more than ${MOST_BRANCHES} branches`);
        const result = call(run);
        if (depth < draws.length)
          throw caseError(
            `${callName()} drew fewer times when it was run again: it depends on something beside its arguments`,
          );
        visit(
          result,
          draws.reduce((code, { codes, way }) => product(code, codes[way]!), 0),
        );
      } while (advance());
    },
    first(callName, run) {
      name = callName;
      draws.length = 0;
      return call(run);
    },
  };
}
