import { type AnyCase, type AnyDrive, type AnySetting, type Settings, settingsOf } from "../../core/case.ts";
import { InnateError } from "../../core/errors.ts";
import { withAmbient, withoutAmbient } from "../../exact/ambient.ts";
import { informedContext } from "../context.ts";
import { type AuditOptions, frameOf, type Laid, laidOut, locating, progressing } from "../prepare.ts";
import type { Audit, Finding } from "../report.ts";
import { type LearnedOptions, learn } from "./learned.ts";
import { lostIn } from "./lost.ts";
import { beside, lowerBound, playedOf, playedQuestion } from "./lower-bound.ts";
import { type Ground, groundOf, misgeneralisation } from "./misgeneralisation.ts";
import type { Learned } from "./report.ts";

/** One drive of a case, as far as it could be prepared. */
interface Prepared {
  readonly subject: AnyCase;
  readonly setting: AnySetting;
  readonly settings: Settings;
  readonly driveName: string;
  readonly drive: AnyDrive;
  /** or why its states cannot be enumerated */
  readonly laid: Laid | string;
  readonly options: AuditOptions;
}

/** What something gives, or why it is not decided. */
export function orWhy<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InnateError) || error.fault !== "undecided") throw error;
    return error.message;
  }
}

/** What the minds want here that learned under other settings; or, where that cannot be said, why. */
function shifted(
  { subject, settings, driveName, drive, laid, setting, options }: Prepared,
  learned: LearnedOptions,
  from: Settings,
): ReturnType<typeof misgeneralisation> | string {
  if (typeof laid === "string") return laid;
  const training = subject.build(settingsOf(subject.parameters, { ...settings, ...from }));
  const own = training.drives[driveName];
  if (own === undefined) return `under the other settings there is no drive "${driveName}"`;
  const ground = (on: Laid, of: AnyDrive): Ground | string =>
    groundOf(informedContext(on.subject, frameOf(driveName, of, on.asked, options)));
  const [home, away] = [ground(laidOut(training, driveName, options), own), ground(laid, drive)];
  if (typeof home === "string") return home;
  if (typeof away === "string") return away;
  return withoutAmbient(() =>
    misgeneralisation({
      from,
      training,
      drive: own,
      home,
      away,
      played: playedOf(setting.world, options),
      options: learned,
      onProgress: progress(driveName, options),
    }),
  );
}

/** Tells of progress with the real clock, from where the user's code runs without one. */
const progress = (driveName: string, options: AuditOptions): ReturnType<typeof progressing> => {
  const tell = progressing(driveName, options);
  return (stage, done, of) => withAmbient(() => tell(stage, done, of));
};

/** An audit with what a search and the lives of a mind tell: beside the exact answer, or in place of it, given why there is none. */
export function withLearned(prepared: Prepared, learned: LearnedOptions, exact: Audit | string): Audit {
  const { settings, driveName, drive, laid, options } = prepared;
  // What was said of behaviours is part of the intent where it is laid out.
  const setting = typeof laid === "string" ? prepared.setting : laid.subject.setting;
  const lower = withoutAmbient(() =>
    learn({
      setting,
      drive,
      driveName,
      played: playedOf(setting.world, options),
      lost: lostIn(typeof laid === "string" ? undefined : laid.subject.enumeration),
      options: learned,
      locate: locating(drive, options),
      onProgress: progress(driveName, options),
    }),
  );
  const audited =
    typeof exact === "string"
      ? lowerBound(lower, exact, setting.world, {
          case: options.name,
          drive: driveName,
          settings,
          ...playedQuestion(setting.world, options),
        })
      : beside(exact, lower);
  if (learned.from === undefined) return audited;
  const shift = orWhy(() => shifted(prepared, learned, learned.from ?? {}));
  return typeof shift === "string"
    ? withMore(audited, [], { untried: [...lower.learned.untried, `misgeneralisation: ${shift}`] })
    : withMore(audited, shift.findings, { misgeneralisation: shift.measured });
}

/** An audit with more findings and more that was learned. */
function withMore(audited: Audit, findings: readonly Finding[], more: Partial<Learned>): Audit {
  const [first] = findings;
  return {
    ...audited,
    findings: [...audited.findings, ...findings],
    verdict: audited.findings.length === 0 && first !== undefined ? first.claim : audited.verdict,
    ...(audited.learned === undefined ? {} : { learned: { ...audited.learned, ...more } }),
  };
}
