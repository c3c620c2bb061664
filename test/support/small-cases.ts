import { type Analysis, analyse, type Context, solutionOf, solveFor } from "../../src/audit/analysis.ts";
import { contextOf } from "../../src/audit/context.ts";
import { layOut } from "../../src/audit/subject.ts";
import type { AnySetting } from "../../src/core/case.ts";
import { defineCase, defineDrive, defineIntent, defineWorld, range } from "../../src/core/index.ts";
import { enumerate } from "../../src/exact/enumerate.ts";
import type { Draw } from "../../src/exact/fuzz.ts";
import type { Criterion } from "../../src/exact/model.ts";

const ACTIONS = ["a", "b", "c", "d", "e"];

const pick = <T>(draw: Draw, values: readonly T[]): T => values[draw(values.length)]!;

/** A step, as far as a random case looks at it. */
interface Taken {
  readonly state: { readonly at: number };
  readonly action: string;
}

/** How large a random case may be. */
export interface Size {
  /** places of the world, the first of which is the start */
  readonly places: number;
  /** at most 5 */
  readonly actions: number;
  /** items of the intent, of different kinds */
  readonly items: number;
}

/** So many of some names, at random. */
function chosen(draw: Draw, names: readonly string[], count: number): ReadonlySet<string> {
  const ranked = names.map((name) => ({ name, rank: draw(1000) })).sort((a, b) => a.rank - b.rank);
  return new Set(ranked.slice(0, count).map(({ name }) => name));
}

/**
 * A random case of a few places with sure and even steps, whole payoffs of which many are alike, and an intent of items of
 * random kinds: ties are common, and so are items that no optimal policy meets together.
 */
export function randomCase(draw: Draw, { places, actions: choices, items }: Size): AnySetting {
  const actions = ACTIONS.slice(0, choices);
  const last = places - 1;
  const table = Array.from({ length: places * choices }, () => ({
    to: [draw(places), draw(places)] as const,
    isEven: draw(3) === 0,
    pays: pick(draw, [0, 0, 0, 0, 1, -1]),
    scores: pick(draw, [0, 0, 1, 2, -1]),
    happens: draw(3) === 0,
  }));
  const isEnd = Array.from({ length: places }, (_, place) => place > 0 && draw(4) === 0);
  const wanted = [draw(places), draw(places)];
  const paidAtTheEnd = pick(draw, [0, 0, 1]);
  const rowOf = (at: number, action: string) => table[at * choices + actions.indexOf(action)]!;
  const world = defineWorld({
    id: "random",
    fields: { at: range(0, last) },
    actions,
    start: (chance) => ({ at: chance.flip(0.5) ? 0 : Math.min(1, last) }),
    transition: ({ at }, action, chance) => {
      const { to, isEven } = rowOf(at, action);
      return { at: isEven && chance.flip(0.5) ? to[1] : to[0] };
    },
    terminated: ({ at }) => isEnd[at]!,
  });
  const pays = { pays: ({ state, action }: Taken) => rowOf(state.at, action).pays };
  const drive = defineDrive(world, pays, { final: ({ at }) => (at === wanted[0] ? paidAtTheEnd : 0) });
  const kept = chosen(draw, ["never", "keepPossible", "reach", "score"], items);
  const intent = defineIntent(world, {
    ...(kept.has("never") ? { never: { bad: ({ state, action }: Taken) => rowOf(state.at, action).happens } } : {}),
    ...(kept.has("keepPossible") ? { keepPossible: { back: ({ at }) => at === wanted[0] } } : {}),
    ...(kept.has("reach") ? { reach: { goal: ({ at }) => at === wanted[1] } } : {}),
    ...(kept.has("score") ? { score: ({ state, action }: Taken) => rowOf(state.at, action).scores } : {}),
  });
  return defineCase({ world, drives: { drive }, intent }).build({});
}

/** The context of a random case under a criterion, with its analysis. */
export function analysed(
  { drives, ...setting }: AnySetting,
  criterion: Criterion,
): { readonly context: Context; readonly analysis: Analysis } {
  const [named] = Object.entries(drives);
  if (named === undefined) throw new Error("analysed: expected a drive");
  const context = contextOf(layOut({ drives, ...setting }, enumerate(setting.world)), {
    driveName: named[0],
    drive: named[1],
    criterion,
    limits: {},
    onProgress: () => {},
    isTimeUp: () => false,
  });
  const optimum = solutionOf(solveFor(context, context.payoff, "maximise"), "the drive");
  return { context, analysis: analyse(context, optimum) };
}
