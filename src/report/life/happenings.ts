import type { Ending } from "../../core/drive.ts";
import { caseError, messageOf } from "../../core/errors.ts";
import type { Intent, IntentItem } from "../../core/intent.ts";
import type { LivedMoment } from "../../core/live.ts";
import type { State } from "../../core/world.ts";

type Moment = LivedMoment<State, string>;

/** What a moment comes to for the designer, who reads what no mind does. */
export interface Happenings {
  /** What happens in it: "never theft", "reach out" where an episode first gets there, and the world's signals, "signal hurt". */
  of(moment: Moment): readonly string[];
  /** How good it is as the intent scores it, with what is added at an episode's end; undefined where nothing is scored. */
  score(moment: Moment): number | undefined;
}

const NOTHING: readonly string[] = [];

/** Reads moments in the order in which they are lived. What is to stay possible takes an audit, and is not read here. */
export function createHappenings(intent: Intent<State, string> | undefined): Happenings {
  const items = intent?.items ?? [];
  const reached = new Set<string>();
  const asked = <T>(item: IntentItem<State, string>, step: number, run: () => T): T => {
    try {
      return run();
    } catch (thrown) {
      throw caseError(
        `${intent?.world.id}: intent ${item.kind} ${item.name} at step ${step} threw: ${messageOf(thrown)}`,
        {
          cause: thrown,
        },
      );
    }
  };
  const happens = (item: IntentItem<State, string>, moment: Moment): boolean => {
    if (item.kind === "never") return item.holds(moment);
    if (item.kind !== "reach" || reached.has(item.name)) return false;
    const here = item.holds(moment.nextState) || (moment.time === 0 && item.holds(moment.state));
    if (here) reached.add(item.name);
    return here;
  };
  const scored = items.find((item) => item.kind === "score");
  return {
    of(moment) {
      if (moment.time === 0) reached.clear();
      const found = items.filter((item) => asked(item, moment.step, () => happens(item, moment)));
      if (found.length === 0 && moment.signals.length === 0) return NOTHING;
      return [...found.map(({ kind, name }) => `${kind} ${name}`), ...moment.signals.map((name) => `signal ${name}`)];
    },
    score(moment) {
      if (scored === undefined) return undefined;
      const { value, final } = scored;
      const why: Ending | undefined = moment.terminated ? "terminated" : moment.truncated ? "horizon" : undefined;
      return asked(
        scored,
        moment.step,
        () => value(moment) + (why === undefined || final === undefined ? 0 : final(moment.nextState, why)),
      );
    },
  };
}
