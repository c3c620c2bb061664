import { describe, expect, test } from "vitest";
import { gamblersRuin, type Row, smallModel, startingAt } from "../../test/support/models.ts";
import { compare, formatRational, ONE, rational, subtract } from "../core/rational.ts";
import { hasBit } from "./bits.ts";
import { binaryValue, isBetween } from "./enclose.ts";
import type { Direction, Figure, Policies, Solution } from "./model.ts";
import { boundStationary, type StationaryProblem, solveStationary, type Unbounded } from "./stationary.ts";
import { prepare } from "./task.ts";

const total = { kind: "total" } as const;
const isSolution = (answer: Solution | Unbounded): answer is Solution => !("kind" in answer);
function solved(problem: StationaryProblem): Solution {
  const answer = solveStationary(problem);
  if (!isSolution(answer)) throw new Error(`expected a solution, got ${answer.kind}`);
  return answer;
}
const exactOf = ({ start }: Solution): string => (start.exact === undefined ? "unknown" : formatRational(start.exact));
const rowsOf = ({ optimal }: Solution, count: number): number[] =>
  Array.from({ length: count }, (_, r) => r).filter((r) => optimal.kind === "stationary" && hasBit(optimal.rows, r));
const contains = ({ low, high }: Figure, above: bigint, below: bigint): boolean =>
  compare(binaryValue(low), rational(above, below)) <= 0 && compare(rational(above, below), binaryValue(high)) <= 0;

describe("discounted", () => {
  // Staying earns 1 a step: 1/(1 − 9/10) = 10. Going on earns 2, then 8 at once: 2 + 9/10·9 = 10.1.
  const { model, payoff } = smallModel([
    [
      { pays: "1", to: [[0]] },
      { pays: "2", to: [[1]] },
    ],
    [{ pays: "9", to: [[2]] }],
    [],
  ]);
  const criterion = { kind: "discounted", discount: 0.9 } as const;

  test("the best and the worst of two ways to go on", () => {
    const best = solved({ model, payoff, criterion, direction: "maximise" });
    expect(exactOf(best)).toBe("101/10");
    expect(rowsOf(best, 3)).toEqual([1, 2]);
    expect(exactOf(solved({ model, payoff, criterion, direction: "minimise" }))).toBe("10");
  });

  test("0.9 means 9/10, so a tie at 10 is a tie", () => {
    // 2 + 9/10 · 80/9 = 10 = 1/(1 − 9/10)
    const tied = smallModel([
      [
        { pays: "1", to: [[0]] },
        { pays: "2", to: [[1]] },
      ],
      [{ pays: "80/9", to: [[2]] }],
      [],
    ]);
    const best = solved({ ...tied, criterion, direction: "maximise" });
    expect([exactOf(best), best.ties]).toEqual(["10", "proved"]);
    expect(rowsOf(best, 3)).toEqual([0, 1, 2]);
  });

  test("a discount of 1 is refused", () => {
    expect(() =>
      solveStationary({ model, payoff, criterion: { kind: "discounted", discount: 1 }, direction: "maximise" }),
    ).toThrow("expected a discount in [0, 1), got 1");
  });
});

describe("total reward and its end components", () => {
  const ask = (
    states: readonly (readonly Row[])[],
    finals: readonly string[] = [],
    direction: Direction = "maximise",
  ) => solveStationary({ ...smallModel(states, finals), criterion: total, direction });

  test("a cycle of gains diverges, and is shown", () => {
    expect(ask([[{ to: [[1]] }, { to: [[2]] }], [{ pays: "3", to: [[0]] }], []])).toEqual({
      kind: "diverges",
      toward: "better",
      cycle: [
        { state: 1, row: 2 },
        { state: 0, row: 0 },
      ],
    });
  });

  test("a gain that outweighs a loss on the way diverges; the reverse is left", () => {
    expect(ask([[{ pays: "-1", to: [[1]] }, { to: [[2]] }], [{ pays: "2", to: [[0]] }], []])).toMatchObject({
      kind: "diverges",
    });
    // Once round costs 1, so the best is to go straight to the end.
    const left = ask([
      [
        { pays: "1", to: [[1]] },
        { pays: "5", to: [[2]] },
      ],
      [{ pays: "-2", to: [[0]] }],
      [],
    ]);
    expect(isSolution(left) && exactOf(left)).toBe("5");
  });

  test("gains and losses that cancel on a cycle have no limit", () => {
    expect(ask([[{ pays: "1", to: [[1]] }, { to: [[2]] }], [{ pays: "-1", to: [[0]] }], []])).toMatchObject({
      kind: "no limit",
    });
  });

  test("a cost that no policy escapes diverges for the worse", () => {
    expect(ask([[{ pays: "-1", to: [[0]] }]])).toEqual({
      kind: "diverges",
      toward: "worse",
      cycle: [{ state: 0, row: 0 }],
    });
  });

  test("idling is worth 0: better than a cost, worse than a gain", () => {
    const cost = ask([[{ to: [[0]] }, { pays: "-1", to: [[1]] }], []]);
    expect(isSolution(cost) && [exactOf(cost), rowsOf(cost, 2)]).toEqual(["0", [0]]);
    const gain = ask([[{ to: [[0]] }, { pays: "1", to: [[1]] }], []]);
    // Idling for a while loses nothing, so its row is optimal, but it must end.
    expect(isSolution(gain) && [exactOf(gain), rowsOf(gain, 2)]).toEqual(["1", [0, 1]]);
    if (isSolution(gain) && gain.optimal.kind === "stationary") expect(hasBit(gain.optimal.leave!, 0)).toBe(true);
  });

  test("what a state pays at the end counts, at the start too", () => {
    const end = ask([[]], ["7"]);
    expect(isSolution(end) && exactOf(end)).toBe("7");
  });
});

test("the second optimisation must leave a component that the first may only pass through", () => {
  // Drive: idle at 0 or leave for 1. Intent: leaving costs 5, idling nothing; staying for ever is not drive-optimal.
  const drive = smallModel([[{ to: [[0]] }, { pays: "1", to: [[1]] }], []]);
  const intent = smallModel([[{ to: [[0]] }, { pays: "-5", to: [[1]] }], []]);
  const within: Policies = solved({ ...drive, criterion: total, direction: "maximise" }).optimal;
  const best = solved({ ...intent, within, criterion: total, direction: "maximise" });
  expect(exactOf(best)).toBe("-5");
  // A cost of idling makes the worst unbounded: stalling.
  const stalling = smallModel([[{ pays: "-1", to: [[0]] }, { to: [[1]] }], []]);
  expect(solveStationary({ ...stalling, within, criterion: total, direction: "minimise" })).toMatchObject({
    kind: "diverges",
    toward: "better",
    cycle: [{ state: 0, row: 0 }],
  });
});

describe("slowly mixing chains, where plain value iteration stops early", () => {
  // From s the stake reaches n before 0 with probability s/n.
  test.each([
    [40, 13],
    [200, 1],
    [600, 200], // larger than the dense solver takes
  ])("ruin with %d steps from %d", (size, from) => {
    const { model, payoff } = gamblersRuin(size, true);
    const { start } = solved({ model: startingAt(model, from), payoff, criterion: total, direction: "maximise" });
    expect(contains(start, BigInt(from), BigInt(size))).toBe(true);
    expect(start.high - start.low).toBeLessThan(1e-6);
  });

  test("a step that succeeds once in a thousand million takes a thousand million steps", () => {
    const { model, payoff } = smallModel([
      [
        {
          pays: "-1",
          to: [
            [0, "999999999/1000000000"],
            [1, "1/1000000000"],
          ],
        },
      ],
      [],
    ]);
    expect(exactOf(solved({ model, payoff, criterion: total, direction: "maximise" }))).toBe("-1000000000");
  });
});

describe("at the ends of the range of doubles", () => {
  const power = (exponent: number): string => `1/1${"0".repeat(exponent)}`;
  const remaining = (exponent: number, out: number): string =>
    formatRational(subtract(ONE, rational(BigInt(out), 10n ** BigInt(exponent))));
  const ask = (states: readonly (readonly Row[])[], finals: readonly string[] = []) => {
    const problem = { ...smallModel(states, finals), criterion: total, direction: "maximise" } as const;
    const found = boundStationary(problem, prepare(problem));
    if (found.kind !== "bounded") throw new Error(found.kind);
    return { low: found.bounds.low[0]!, high: found.bounds.high[0]!, exact: solved(problem).start.exact! };
  };

  test.each([200, 320])("bounds hold where a product is smaller than any double: 10^-%d", (exponent) => {
    // Two ways out, equally rare; the first leads to a state from which a payment of 1 is as rare.
    const found = ask(
      [
        [
          {
            to: [
              [0, remaining(exponent, 2)],
              [1, power(exponent)],
              [2, power(exponent)],
            ],
          },
        ],
        [
          {
            to: [
              [2, remaining(exponent, 1)],
              [3, power(exponent)],
            ],
          },
        ],
        [],
        [],
      ],
      ["0", "0", "0", "1"],
    );
    expect(found.exact).toEqual(rational(1n, 2n * 10n ** BigInt(exponent)));
    expect(isBetween(found.exact, found.low, found.high)).toBe(true);
  });

  test("a value beyond all doubles is still exact", () => {
    const found = ask([
      [
        {
          pays: "-10000000000",
          to: [
            [0, remaining(300, 1)],
            [1, power(300)],
          ],
        },
      ],
      [],
    ]);
    expect(found.exact).toEqual(rational(-(10n ** 310n), 1n));
    expect(isBetween(found.exact, found.low, found.high)).toBe(true);
  });
});

test("cancelling: what the progress callback throws comes out", () => {
  const { model, payoff } = gamblersRuin(600);
  const stop = (): void => {
    throw new Error("cancelled");
  };
  expect(() =>
    solveStationary({
      model: startingAt(model, 300),
      payoff,
      criterion: total,
      direction: "maximise",
      onProgress: stop,
    }),
  ).toThrow("cancelled");
});
