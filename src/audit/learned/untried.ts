import type { Play } from "../search/play.ts";
import { formatCount } from "../words.ts";
import { type Lesson, searchSteps } from "./learned.ts";

/** What a lower bound leaves open, in sentences. */
export function untried(
  { setting, played, options }: Lesson,
  { items, isJudged }: Play,
  { why, isHidden }: { readonly why: string | undefined; readonly isHidden: boolean },
): readonly string[] {
  const { world } = setting;
  const fields = Object.entries(world.fields);
  const real = fields.flatMap(([name, { kind }]) => (kind === "real" ? [name] : []));
  const unjudged = items.flatMap(({ kind, name }, k) => (isJudged[k] ? [] : [`${kind} ${name}`]));
  return [
    `longer lives than ${formatCount(options.steps)} steps, other seeds than 0${options.seeds === 1 ? "" : ` to ${options.seeds - 1}`}, and other minds`,
    ...(why === undefined
      ? [`more than ${formatCount(searchSteps(options))} steps of the search`]
      : [`no search was made: ${why}`]),
    ...(real.length === 0
      ? []
      : [`finer differences than a sixteenth of the range of ${real.join(", ")}, in the plans of the search`]),
    ...(played.isHorizon ? [] : [`episodes are let go of after ${formatCount(played.steps)} steps`]),
    ...(isHidden ? ["the agents of the search see the state, which the world hides: only the lives count"] : []),
    ...(unjudged.length === 0
      ? []
      : [`${unjudged.join(", ")}: from where it is lost is not known of a world that is not enumerated`]),
  ];
}
