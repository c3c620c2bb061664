import type { AnySetting } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { statesOf } from "../../core/states.ts";
import { hasBit } from "../../exact/bits.ts";
import { stateLabels } from "../../exact/columns.ts";
import { type Enumeration, enumerate } from "../../exact/enumerate.ts";
import type { Lost } from "../search/play.ts";
import { lostStates } from "../subject.ts";

/** Most states that are gone through to tell those apart from which something is lost. */
const MOST_STATES = 200_000;

/** From where the items to be kept possible are lost, in a world that was enumerated; nothing is known of any other. */
export function lostIn(enumeration: Enumeration | undefined): Lost {
  if (enumeration === undefined || enumeration.model.phases.length > 1 || enumeration.model.states > MOST_STATES)
    return () => undefined;
  const { model, world, state } = enumeration;
  const { key } = statesOf(world.fields);
  return (item) => {
    if (item.kind !== "keepPossible") return undefined;
    const lost = lostStates(model, stateLabels(enumeration, item.name, item.holds).states);
    const keys = new Set<string>();
    for (let index = 0; index < model.states; index++) if (hasBit(lost, index)) keys.add(key(state(index)));
    return (one) => keys.has(key(one));
  };
}

/** From where the items to be kept possible are lost, for which the world is enumerated where there are any and it can be. */
export function lostOf({ world, intent }: AnySetting): Lost {
  if (intent === undefined || intent.items.every(({ kind }) => kind !== "keepPossible")) return () => undefined;
  try {
    return lostIn(enumerate(world, { states: MOST_STATES }));
  } catch (error) {
    if (error instanceof InnateError && error.fault === "undecided") return () => undefined;
    throw error;
  }
}
