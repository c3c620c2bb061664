import type { AnyDrive, AnySetting, Settings } from "../core/case.ts";
import { type Enumeration, enumerate, type Limits } from "../exact/enumerate.ts";
import type { Context, Frame } from "./analysis.ts";
import type { Answer } from "./behaviours/answers.ts";
import type { LearnedOptions } from "./learned/learned.ts";
import { type Asked, askedOf } from "./question.ts";
import type { SourceLine } from "./report.ts";
import { layOut, type Subject } from "./subject.ts";

/** How far an audit has come: `of` where the end is known. */
export interface Progress {
  readonly drive: string;
  /** what is being done, in words: "enumerating states", "sensitivity of time" */
  readonly stage: string;
  readonly done: number;
  readonly of?: number;
}

export interface AuditOptions {
  /** the id that the case goes by */
  readonly name: string;
  /** the drives to audit, all of them where left out */
  readonly drives?: readonly string[];
  readonly settings?: Settings;
  readonly horizon?: number;
  readonly discount?: number;
  /** the long-run average per step; not beside a horizon or a discount */
  readonly average?: boolean;
  readonly limits?: Limits;
  /** what was said of behaviours of the case before */
  readonly answers?: readonly Answer[];
  /** called every few milliseconds; what it throws ends the audit */
  readonly onProgress?: (progress: Progress) => void;
  /** asked between the parts of a measurement; true cuts short what no finding needs */
  readonly isTimeUp?: () => boolean;
  /** a search and the lives of a mind, beside the exact answer, or in its place where there is none */
  readonly learned?: LearnedOptions;
  /** where the function of a term stands in the user's source */
  readonly locate?: (definition: object) => SourceLine | undefined;
}

/** A setting enumerated and laid out, and the question that is asked of it. */
export interface Laid {
  readonly subject: Subject;
  readonly asked: Asked;
  /** whether the case itself says what was meant, answers aside */
  readonly isStated: boolean;
}

export function laidOut(setting: AnySetting, firstDrive: string, options: AuditOptions): Laid {
  const enumeration: Enumeration = {
    ...enumerate(setting.world, options.limits, (found, done) =>
      options.onProgress?.({ drive: firstDrive, stage: "enumerating states", done, of: found }),
    ),
    onCalls: (what, done) => options.onProgress?.({ drive: firstDrive, stage: `reading ${what}`, done }),
  };
  const asked = askedOf(setting.world, enumeration.model, options);
  return {
    subject: layOut(setting, enumeration, options.answers),
    asked,
    isStated: setting.intent !== undefined,
  };
}

export const progressing =
  (drive: string, options: AuditOptions): Context["onProgress"] =>
  (stage, done, of) =>
    options.onProgress?.({ drive, stage, done, ...(of === undefined ? {} : { of }) });

/** A drive and the question that is asked of it. */
export const frameOf = (driveName: string, drive: AnyDrive, { criterion }: Asked, options: AuditOptions): Frame => ({
  driveName,
  drive,
  criterion,
  limits: options.limits ?? {},
  onProgress: progressing(driveName, options),
  isTimeUp: options.isTimeUp ?? (() => false),
});

/** Where a term of a drive stands in the user's source. */
export const locating =
  (drive: AnyDrive, options: AuditOptions) =>
  (term: string): SourceLine | undefined => {
    const definition = drive.terms.find(({ name }) => name === term)?.definition;
    return definition === undefined ? undefined : options.locate?.(definition);
  };
