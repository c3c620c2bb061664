import type { AnyDrive } from "../core/case.ts";
import type { Limits } from "../exact/enumerate.ts";
import type { Criterion } from "../exact/model.ts";
import { readingColumns } from "../exact/readings.ts";
import type { Context } from "./analysis.ts";
import { arenaOf, drivePayoff, termColumns } from "./arena.ts";
import type { Subject } from "./subject.ts";

/** What a context is made of beside its subject. */
export interface Frame {
  readonly driveName: string;
  readonly drive: AnyDrive;
  readonly criterion: Criterion;
  readonly limits: Limits;
  readonly onProgress: Context["onProgress"];
  readonly isTimeUp: () => boolean;
}

/** A drive under a question on a subject, with all its columns evaluated. */
export function contextOf(
  subject: Subject,
  { driveName, drive, criterion, limits, onProgress, isTimeUp }: Frame,
): Context {
  const readings = readingColumns(subject.enumeration, drive);
  const columns = termColumns(subject, drive, readings);
  const depth = criterion.kind === "finite" ? criterion.horizon : Infinity;
  const arena = arenaOf(subject, drive, readings, depth, (found, done) =>
    onProgress("enumerating beliefs", done, found),
  );
  const weights = drive.terms.map(({ weight }) => weight);
  return {
    subject,
    driveName,
    drive,
    arena,
    criterion,
    readings,
    columns,
    payoff: arena.lift(drivePayoff(subject, columns, weights)),
    objectives: subject.objectives.map((objective) => ({ ...objective, payoff: arena.lift(objective.payoff) })),
    limits,
    onProgress,
    isTimeUp,
  };
}
