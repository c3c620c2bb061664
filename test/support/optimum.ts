import type { AnyDrive } from "../../src/core/case.ts";
import { rewardOf } from "../../src/core/index.ts";
import { enumerate, type Figure, isSolution, momentColumn, solve } from "../../src/exact/index.ts";

/** The greatest expected sum of what a drive pays, within a number of steps or for ever. */
export function optimumOf(drive: AnyDrive, horizon?: number): Figure {
  const enumeration = enumerate(drive.world);
  const { payoff } = momentColumn(enumeration, "drive", (moment) => rewardOf(drive, moment));
  const criterion =
    horizon === undefined ? { kind: "total" as const } : { kind: "finite" as const, horizon, discount: 1 };
  const solution = solve({ model: enumeration.model, payoff, criterion, direction: "maximise" });
  if (!isSolution(solution)) throw new Error(`no optimum: ${solution.kind}`);
  return solution.start;
}
