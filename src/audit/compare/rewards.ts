import type { AnyDrive, AnySetting } from "../../core/case.ts";
import { didYouMean, InnateError } from "../../core/errors.ts";
import { ONE } from "../../core/rational.ts";

/** What stands for the score of the intent among the names of drives. */
export const INTENT = "intent";

/** The score of the intent as a drive: what a mind would be paid that is paid for what was meant. */
function scoreDrive({ world, intent }: AnySetting, name: string): AnyDrive {
  const score = intent?.items.find(({ kind }) => kind === "score");
  if (score?.kind !== "score") {
    const items = (intent?.items ?? []).map((item) => `${item.kind} ${item.name}`);
    const has = items.length === 0 ? "the case has no intent" : `its intent has only ${items.join(", ")}`;
    throw new InnateError(
      "undecided",
      `${name}: no score to compare with: ${has}; a reward is a sum over steps, so say what was meant as a score, or compare two drives`,
    );
  }
  const { value, final } = score;
  const each = { name: "score", weight: ONE, pays: { each: value }, definition: value };
  return {
    world,
    terms: final === undefined ? [each] : [each, { name: "final", weight: ONE, pays: { final }, definition: final }],
  };
}

/**
 * The drive of a name; "intent" is the intent's score, unless a drive has that name.
 *
 * @param name - what the case goes by, for errors
 * @throws InnateError `usage` if there is no such drive, `undecided` if the intent has no score
 */
export function rewardNamed(setting: AnySetting, drive: string, name: string): AnyDrive {
  const { drives } = setting;
  if (Object.hasOwn(drives, drive)) return drives[drive]!;
  if (drive === INTENT) return scoreDrive(setting, name);
  const known = [...Object.keys(drives), INTENT];
  throw new InnateError(
    "usage",
    `${name}: no drive "${drive}"${didYouMean(drive, known)}; it has ${Object.keys(drives).join(", ")}, and ${INTENT} stands for the score of its intent`,
  );
}
