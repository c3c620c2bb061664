import { defineDrive, defineWorld, flag, list, oneOf, range } from "../../core/index.ts";

/**
 * Umbrella: the first act takes an umbrella or leaves it; whether it was needed shows at the end of a chain of steps that pay at random.
 *
 * Asks whether a mind finds the one act and the two facts that matter, among noise in what it is paid and in what it sees.
 *
 * state        whether an umbrella is needed, whether one is carried (drawn, until the first act), steps taken, distracting flags; what
 *              the last step paid by chance
 * transition   only the first act matters; flags and chance pay are drawn anew at every step
 * observation  all but the chance pay
 * ends         terminated at the end of the chain
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/umbrella_chain.py
 */
export function umbrella(length: number, distractors: number) {
  const shown = { need: flag(), have: flag(), time: range(0, length), distractors: list(flag(), distractors) };
  const world = defineWorld({
    id: "umbrella",
    fields: { ...shown, luck: oneOf([-1, 1]) },
    actions: ["leave", "take"],
    start: (chance) => ({
      need: chance.flip(0.5),
      have: chance.flip(0.5),
      time: 0,
      distractors: Array.from({ length: distractors }, () => chance.flip(0.5)),
      luck: 1,
    }),
    transition: (state, action, chance) => ({
      need: state.need,
      have: state.time === 0 ? action === "take" : state.have,
      time: state.time + 1,
      distractors: Array.from({ length: distractors }, () => chance.flip(0.5)),
      luck: chance.flip(0.5) ? 1 : -1,
    }),
    terminated: (state) => state.time === length,
    observe: ({ need, have, time, distractors: flags }) => ({ need, have, time, distractors: flags }),
    observation: shown,
    horizon: length,
  });
  /**
   * Luck on the way, and at the end whether the umbrella was rightly taken or left.
   *
   *     luck(s′) = ±1 before the end;  right(s′) = 1 at the end where what is carried is what is needed, else −1
   *
   * Units     reward per step
   * Reads     the state
   * Intended  take it where it is needed, and only there: 1
   * Loophole  none
   * Source    as the world
   */
  const drive = defineDrive(world, {
    luck: ({ nextState }) => (nextState.time < length ? nextState.luck : 0),
    right: ({ nextState: { time, need, have } }) => (time < length ? 0 : need === have ? 1 : -1),
  });
  return { world, drive };
}
