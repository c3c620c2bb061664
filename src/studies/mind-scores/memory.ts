import { defineDrive, defineWorld, flag, list, oneOf, range } from "../../core/index.ts";

/**
 * Memory: bits are shown at the beginning, and one of them is asked for at the end.
 *
 * Asks whether a mind remembers what it no longer sees.
 *
 * state        acts done; the bits; which one will be asked for
 * transition   deterministic; bits and question are drawn evenly at the start, and only the last act matters
 * observation  the step, which is that of the act before (0 at the first two acts); the bits at step 0; which bit is asked for at the last step
 *              but one, else 0
 * ends         terminated after length + 1 acts
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/memory_chain.py
 */
export function memory(length: number, bits: number) {
  const query = range(0, bits - 1);
  const world = defineWorld({
    id: "memory",
    fields: { acts: range(0, length + 1), bits: list(flag(), bits), query },
    actions: ["0", "1"],
    start: (chance) => ({
      acts: 0,
      bits: Array.from({ length: bits }, () => chance.flip(0.5)),
      query: chance.integer(0, bits - 1),
    }),
    transition: (state) => ({ ...state, acts: state.acts + 1 }),
    terminated: (state) => state.acts === length + 1,
    observe(state) {
      const step = Math.max(0, state.acts - 1);
      return {
        step,
        bits: state.bits.map((bit) => (step > 0 ? "hidden" : bit ? "1" : "0")),
        query: step === length - 1 ? state.query : 0,
      };
    },
    observation: { step: range(0, length), bits: list(oneOf(["hidden", "0", "1"]), bits), query },
    horizon: length + 1,
  });
  /**
   * Right or wrong.
   *
   *     right(s, a) = 1 where the last act names the bit that was asked for, −1 where it names the other
   *
   * Units     reward at the end
   * Reads     the state and the act
   * Intended  remember: 1
   * Loophole  none
   * Source    as the world
   */
  const drive = defineDrive(world, {
    right: ({ state, action }) => (state.acts < length ? 0 : (action === "1") === state.bits[state.query] ? 1 : -1),
  });
  return { world, drive };
}
