import type { Faculties } from "../planner.ts";
import { heavenOf, spanOf } from "../span.ts";
import type { Outlook, Skills } from "./lookahead.ts";

/** Share of the prior that is spread over all acts, so that none is ruled out. */
const OPEN = 0.1;

/** What past searches have left behind. */
export interface Habits {
  /** shape [capacity, actions]: how likely each action was the best; 0 in all where no search told */
  policy: Float64Array;
  /** shape [capacity, steps left]: 1 where a search told the critic the value */
  valued: Int32Array;
  /** shape [capacity]: the steps left when a search last told of a situation; −1 where none did */
  told: Int32Array;
  /** shape [capacity]: how much more than that value it then let hope for, in payments of 1 at each step left */
  extra: Float64Array;
  /** shape [steps left]: the greatest value that a search told of any situation */
  best: Float64Array;
}

/** How much a mind hopes for from what it does not know yet. */
export interface Hopes {
  /** what is unknown is hoped to pay as much more than the most ever paid as this share of the range of what was paid */
  readonly optimism: number;
  /** standard errors by which a mean is hoped to be better than it looks */
  readonly doubt: number;
}

/** The outlook of a mind that takes nothing into account but what it knows. */
export function sober({ body, critic }: Faculties, habits: Habits, skills?: Skills): Outlook {
  const { stride, layer } = spanOf(body);
  const guess = (situation: number, left: number): number => {
    const told = habits.told[situation] ?? -1;
    // Where no search told of a situation with so many steps left, what the last one told with others is the best guess.
    return critic.value(situation, told < 0 || habits.valued[situation * stride + layer(left)] === 1 ? left : told);
  };
  return {
    prior: priorOf(body.actions.length, habits),
    guess,
    hope: guess,
    heaven: () => -Infinity,
    best: () => -Infinity,
    ...(skills === undefined ? {} : { skills }),
  };
}

/** The outlook of a mind that hopes. A situation that no search has told of is as hopeful as its least known act. */
export function hopeful(faculties: Faculties, habits: Habits, { optimism, doubt }: Hopes, skills?: Skills): Outlook {
  const { body, situations, model, rewards } = faculties;
  const span = spanOf(body);
  const { lengths, layer } = span;
  const known = sober(faculties, habits, skills);
  const heaven = (left: number): number => {
    const [low, high] = rewards.bounds();
    return heavenOf(span, low, high, optimism, layer(left));
  };
  return {
    ...known,
    heaven,
    best: (left) => habits.best[layer(left)]!,
    doubt,
    hope(situation, left) {
      const guess = known.guess(situation, left);
      if ((habits.told[situation] ?? -1) >= 0) return guess + habits.extra[situation]! * lengths[layer(left)]!;
      let hope = guess;
      for (const action of situations.available(situation)) {
        const best = model.evidence(situation, action) === 0 ? heaven(left) : habits.best[layer(left)]!;
        hope = Math.max(hope, guess + (1 - model.sure(situation, action)) * (best - guess));
      }
      return hope;
    },
  };
}

/** Actions by what past searches found; options, where there are any, have half, all alike. The result is written over by the next call. */
function priorOf(actions: number, habits: Habits): Outlook["prior"] {
  let shares = new Float64Array(actions);
  return (situation, acts) => {
    if (acts.length > shares.length) shares = new Float64Array(acts.length);
    const row = situation * actions;
    let plain = 0;
    let learned = 0;
    for (const act of acts) {
      if (act >= actions) continue;
      plain++;
      learned += habits.policy[row + act] ?? 0;
    }
    const options = acts.length - plain;
    const open = learned > 0 ? OPEN : 1;
    for (let k = 0; k < acts.length; k++) {
      const act = acts[k]!;
      const known = act < actions && learned > 0 ? ((1 - open) * habits.policy[row + act]!) / learned : 0;
      shares[k] = act >= actions ? 0.5 / options : (known + open / plain) * (options > 0 ? 0.5 : 1);
    }
    return shares;
  };
}
