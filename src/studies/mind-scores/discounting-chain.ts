import { defineDrive, defineWorld, range } from "../../core/index.ts";

const LENGTH = 100;
/** Steps after which each chain pays. */
const PAYS = [1, 3, 10, 30, 100] as const;

/**
 * Discounting chain: the first act chooses one of five chains; each pays once, one of them a tenth more than the others.
 *
 * Asks whether a mind weighs a reward that comes after 100 steps like one that comes at once.
 *
 * state        the chain, −1 before it is chosen; steps taken
 * transition   deterministic; only the first act matters
 * observation  the state
 * ends         terminated after 100 steps
 * Source       Osband et al. 2020, arXiv:1908.03568; google-deepmind/bsuite, environments/discounting_chain.py
 */
export const world = defineWorld({
  id: "discounting-chain",
  fields: { chain: range(-1, PAYS.length - 1), time: range(0, LENGTH) },
  actions: ["1", "2", "3", "4", "5"],
  start: () => ({ chain: -1, time: 0 }),
  transition: ({ chain, time }, action) => ({ chain: time === 0 ? Number(action) - 1 : chain, time: time + 1 }),
  terminated: (state) => state.time === LENGTH,
  horizon: LENGTH,
});

/**
 * What the chains pay.
 *
 *     paid(s′) = 1 at step 1, 3, 10, 30 or 100 of the chain, 1.1 in one of them
 *
 * Units     reward per episode
 * Reads     the chain and the time
 * Intended  the chain with the bonus, wherever it is paid: 1.1
 * Loophole  none
 * Source    as the world
 */
export const driveOf = (bonus: number) =>
  defineDrive(world, {
    paid: ({ nextState: { chain, time } }) => (time !== PAYS[chain] ? 0 : chain === bonus ? 1.1 : 1),
  });
