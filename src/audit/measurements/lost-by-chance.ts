import { isSolution } from "../../exact/solve.ts";
import { type Analysis, type Context, objectiveOf, solveItem } from "../analysis.ts";
import { quantity } from "../quantity.ts";
import type { LostByChance } from "../report.ts";

/** What is lost without any act of no return, at most, by the drive-optimal and by the intent-optimal policies; where it can be. */
export const lostByChance = (context: Context, { optimum, items, meant }: Analysis): readonly LostByChance[] =>
  context.subject.watches.flatMap((watch): readonly LostByChance[] => {
    if (watch.kind !== "lost-by-chance") return [];
    const objective = objectiveOf(context, watch);
    const [worst, own] = [optimum.optimal, meant].map((within) =>
      solveItem(context, objective, "maximise", { within }),
    );
    if (worst === undefined || own === undefined || !isSolution(worst) || !isSolution(own)) return [];
    if (worst.start.high === 0 && own.start.high === 0) return [];
    const item = items.findIndex(({ objective: { item } }) => item === watch.item);
    return [{ item, worst: quantity(worst.start), meant: quantity(own.start) }];
  });
