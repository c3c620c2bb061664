import type { AnyDrive, AnySetting } from "../core/case.ts";
import { caseError, didYouMean, InnateError } from "../core/errors.ts";
import { CHECKS } from "./report.ts";
/** The drives that are asked for, in the case's order. */
export function chosenDrives(
  { drives }: AnySetting,
  names: readonly string[] | undefined,
): readonly (readonly [string, AnyDrive])[] {
  const known = Object.keys(drives);
  for (const name of names ?? [])
    if (!known.includes(name))
      throw new InnateError(
        "usage",
        `"${name}" is not a drive of the case${didYouMean(name, known)}; it has ${known.join(", ")}`,
      );
  return Object.entries(drives).filter(([name]) => names?.includes(name) ?? true);
}

/** Refuses an expectation that no finding could meet because no check has its name. */
export function checkExpects({ world, expects = {} }: AnySetting): void {
  const known: readonly string[] = CHECKS;
  for (const [drive, names] of Object.entries(expects))
    for (const name of names)
      if (!known.includes(name))
        throw caseError(
          `${world.id}: expects of drive "${drive}" names "${name}", which is not a check${didYouMean(name, known)}; the checks are ${known.join(", ")}`,
        );
}
