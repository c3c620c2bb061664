import type { AnyDrive, AnySetting } from "../../core/case.ts";
import type { Chance } from "../../core/chance.ts";
import { InnateError } from "../../core/errors.ts";
import { phaseAt, termReward } from "../../core/life.ts";
import { pictureOf } from "../../core/picture.ts";
import { toNumber } from "../../core/rational.ts";
import { statesOf } from "../../core/states.ts";
import type { State } from "../../core/world.ts";
import { createBrancher } from "../../exact/branches.ts";
import { stemAndLoop } from "../paths/trace.ts";
import type { Step, Trace } from "../report.ts";
import { episodeTo, type Play, type Standing } from "./play.ts";

/** The probability of an outcome of a function that draws; NaN where there are too many outcomes to go through. */
function createShares({ world }: AnySetting) {
  const brancher = createBrancher();
  const { checked, key } = statesOf(world.fields);
  return (name: () => string, run: (chance: Chance) => State, wanted: State): number => {
    let sum = 0;
    try {
      brancher.each(name, run, (state, code) => {
        if (key(checked(state, name)) === key(wanted)) sum += toNumber(brancher.probabilities.exact[code]!);
      });
    } catch (error) {
      if (error instanceof InnateError && error.fault === "undecided") return Number.NaN;
      throw error;
    }
    return sum;
  };
}

/** Names of what happens to the items of the intent between two standings. */
const eventsOf = ({ items }: Play, before: number, after: number): readonly string[] =>
  items.flatMap(({ kind, name }, k) =>
    (after & ~before & (1 << k)) === 0 ? [] : [`${kind} ${name}${kind === "keepPossible" ? " lost" : ""}`],
  );

/**
 * An episode written out, up to a standing in it.
 *
 * @param policies - whose it is
 * @param minimal - in which sense it is minimal
 */
export function traceTo(
  setting: AnySetting,
  drive: AnyDrive,
  play: Play,
  last: Standing,
  policies: string,
  minimal: string,
): Trace {
  const { world } = setting;
  const shareOf = createShares(setting);
  const standings = episodeTo(last);
  const score = play.items.find((item) => item.kind === "score");
  const steps = standings.slice(1).map((after, k): Step => {
    const before = standings[k]!;
    const action = world.actions[after.action!]!;
    const phase = phaseAt(world.phases, before.time);
    const why = after.over === "cut" ? undefined : after.over;
    const moment = { state: before.state, action, nextState: after.state, phase };
    const rewards = Object.fromEntries(
      drive.terms.map((term, n) => {
        const paid = after.terms?.[n] ?? toNumber(termReward(drive, term, moment, why));
        return [term.name, paid] as const;
      }),
    );
    return {
      state: { ...before.state },
      picture: pictureOf(world, before.state),
      action,
      reward: Object.values(rewards).reduce((sum, paid) => sum + paid, 0),
      rewards,
      ...(score === undefined
        ? {}
        : { score: score.value(moment) + (why === undefined ? 0 : (score.final?.(after.state, why) ?? 0)) }),
      events: eventsOf(play, before.happened, after.happened),
      ...(world.seen === undefined ? {} : { seen: world.seen(moment) }),
      probability: shareOf(
        () => `${world.id}: transition`,
        (chance) => world.transition(before.state, action, chance, phase),
        after.state,
      ),
    };
  });
  const start = shareOf(
    () => `${world.id}: start()`,
    (chance) => world.start(chance),
    standings[0]!.state,
  );
  return {
    policies,
    steps,
    end: { state: { ...last.state }, picture: pictureOf(world, last.state), why: last.over ?? "cut" },
    probability: steps.reduce((product, { probability }) => product * probability, start),
    ...stemAndLoop(steps.map(({ state, action }) => `${JSON.stringify(state)} ${action}`)),
    share: 1,
    minimal,
  };
}
