import type { AnyCase, AnyDrive, AnySetting, Settings } from "../core/case.ts";
import { settingsOf } from "../core/case.ts";
import { InnateError } from "../core/errors.ts";
import { TooManyBeliefs } from "../exact/belief.ts";
import { type Enumeration, enumerate, type Limits } from "../exact/enumerate.ts";
import { minus, plain } from "../exact/figure.ts";
import { isSolution } from "../exact/solve.ts";
import { analyse, type Context, solveFor } from "./analysis.ts";
import type { Answer } from "./behaviours/answers.ts";
import { behaviours } from "./behaviours/behaviours.ts";
import { accepted } from "./checks/accepted.ts";
import { loop } from "./checks/loop.ts";
import { nearOptimum, notLookedAt } from "./checks/near-optimum.ts";
import { noReturn } from "./checks/no-return.ts";
import { power } from "./checks/power.ts";
import { stalling } from "./checks/stalling.ts";
import { tampering } from "./checks/tampering.ts";
import { watched } from "./checks/watched.ts";
import { worstOptimum } from "./checks/worst-optimum.ts";
import { believing, informedContext } from "./context.ts";
import { divergence } from "./divergence.ts";
import { checkExpects, chosenDrives } from "./drives.ts";
import { uniformReturn } from "./evaluation.ts";
import { findingsOf, remarked } from "./finding.ts";
import { type LearnedOptions, learn } from "./learned/learned.ts";
import { lostIn } from "./learned/lost.ts";
import { beside, checkLearned, lowerBound, playedOf, playedQuestion } from "./learned/lower-bound.ts";
import { lossOf } from "./loss.ts";
import { frontierData, frontiers } from "./measurements/frontier.ts";
import { heat, isDrawn } from "./measurements/heat.ts";
import { lostByChance } from "./measurements/lost-by-chance.ts";
import { sampledOptions } from "./measurements/options.ts";
import { pressure } from "./measurements/pressure.ts";
import { reads } from "./measurements/reads.ts";
import { sensitivity } from "./measurements/sensitivity.ts";
import { softPressure, turnsOver } from "./measurements/soft-pressure.ts";
import { watching } from "./measurements/watching.ts";
import { finiteMemory } from "./memory/finite-memory.ts";
import { oversightOf } from "./oversight.ts";
import { quantity } from "./quantity.ts";
import { type Asked, askedOf } from "./question.ts";
import type { Audit, SourceLine } from "./report.ts";
import { layOut, type Subject } from "./subject.ts";
import { itemsOf, notesOf, sizesOf, unmetOf } from "./summary.ts";
import { unstated } from "./unstated.ts";
import { untamperedOf } from "./untampered.ts";
import { verdictOf } from "./verdict.ts";

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

/** The checks, each of which can fail an audit; beside them are those that read who watches, what was accepted, and the frontier. */
const CHECKERS = [tampering, power, noReturn, loop, stalling, worstOptimum];

/**
 * The audits of a case's drives, in the case's order, each as soon as it is ready. With `learned`, a search and the lives of a mind stand
 * beside the exact answer, and in its place where there is none.
 *
 * @throws InnateError `case` if the case is unsound, `undecided` if a limit was reached or there is no exact answer, `usage` if an option is wrong
 */
export function* audit(subject: AnyCase, options: AuditOptions): Generator<Audit, void> {
  const settings = settingsOf(subject.parameters, options.settings ?? {});
  const setting = subject.build(settings);
  const drives = chosenDrives(setting, options.drives);
  checkExpects(setting);
  const { learned } = options;
  if (learned !== undefined) checkLearned(setting, learned, options);
  const laid = orWhy(learned, () => laidOut(setting, drives[0]?.[0] ?? "", options));
  const isStated = setting.intent !== undefined;
  for (const [driveName, drive] of drives) {
    const exact =
      typeof laid === "string"
        ? laid
        : orWhy(learned, () => auditDrive(laid.subject, driveName, drive, laid.asked, settings, options, isStated));
    if (learned === undefined) {
      if (typeof exact !== "string") yield exact;
      continue;
    }
    const lower = learn({
      setting,
      drive,
      driveName,
      played: playedOf(setting.world, options),
      lost: lostIn(typeof laid === "string" ? undefined : laid.subject.enumeration),
      options: learned,
      locate: locating(drive, options),
      onProgress: progressing(driveName, options),
    });
    yield typeof exact === "string"
      ? lowerBound(lower, exact, setting.world, {
          case: options.name,
          drive: driveName,
          settings,
          ...playedQuestion(setting.world, options),
        })
      : beside(exact, lower);
  }
}

/** What something gives; where a search and lives stand in, why it is not decided. */
function orWhy<T>(learned: LearnedOptions | undefined, run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (learned === undefined || !(error instanceof InnateError) || error.fault !== "undecided") throw error;
    return error.message;
  }
}

/** The setting enumerated and laid out, and the question that is asked of it. */
function laidOut(
  setting: AnySetting,
  firstDrive: string,
  options: AuditOptions,
): { readonly subject: Subject; readonly asked: Asked } {
  const enumeration: Enumeration = {
    ...enumerate(setting.world, options.limits, (found, done) =>
      options.onProgress?.({ drive: firstDrive, stage: "enumerating states", done, of: found }),
    ),
    onCalls: (what, done) => options.onProgress?.({ drive: firstDrive, stage: `reading ${what}`, done }),
  };
  const asked = askedOf(setting.world, enumeration.model, options);
  return { subject: layOut(setting, enumeration, options.answers), asked };
}

const progressing =
  (drive: string, options: AuditOptions): Context["onProgress"] =>
  (stage, done, of) =>
    options.onProgress?.({ drive, stage, done, ...(of === undefined ? {} : { of }) });

/** Where a term of a drive stands in the user's source. */
const locating =
  (drive: AnyDrive, options: AuditOptions) =>
  (term: string): SourceLine | undefined => {
    const definition = drive.terms.find(({ name }) => name === term)?.definition;
    return definition === undefined ? undefined : options.locate?.(definition);
  };

function auditDrive(
  subject: Subject,
  driveName: string,
  drive: AnyDrive,
  asked: Asked,
  settings: Settings,
  options: AuditOptions,
  isStated: boolean,
): Audit {
  const onProgress = progressing(driveName, options);
  const informed = informedContext(subject, {
    driveName,
    drive,
    criterion: asked.criterion,
    limits: options.limits ?? {},
    onProgress,
    isTimeUp: options.isTimeUp ?? (() => false),
  });
  const locate = locating(drive, options);
  const headOf = (context: Context) => ({
    case: options.name,
    drive: driveName,
    settings,
    question: asked.question,
    sizes: sizesOf(context),
    reads: reads(context, locate),
  });
  let context: Context;
  try {
    context = believing(informed);
  } catch (error) {
    if (!(error instanceof TooManyBeliefs)) throw error;
    return { ...headOf(informed), ...finiteMemory(informed, error, locate) };
  }
  const head = { ...headOf(context), exactness: { exact: true } } as const;
  const optimum = solveFor(context, context.payoff, "maximise", { keepValues: true, everywhere: isDrawn(context) });
  if (!isSolution(optimum)) return { ...head, ...divergence(context, optimum, locate) };

  const uniform = uniformReturn(context);
  const shown = isStated ? {} : { behaviours: behaviours(context, optimum, uniform, options.answers ?? []) };
  if (context.objectives.length === 0) return { ...head, ...unstated(context, optimum, uniform, locate), ...shown };

  const analysis = analyse(context, optimum);
  const loss = lossOf(context, analysis);
  const untampered = untamperedOf(context);
  const oversight = oversightOf(context);
  const frontier = frontiers(context, analysis, uniform);
  const hits = [
    ...CHECKERS.flatMap((check) => check(context, analysis, loss, untampered)),
    ...watched(context, analysis, loss, oversight),
    ...accepted(context, optimum),
    ...nearOptimum(context, analysis, frontier),
  ];
  const moved = sensitivity(context, analysis);
  const watches = oversight === undefined ? undefined : watching(context, analysis, oversight, moved);
  const findings = remarked(findingsOf(context, hits, locate), loss, moved, watches);
  const curve = pressure(context, analysis, uniform);
  const soft = softPressure(context, analysis);
  const reachable = sampledOptions(context, loss);
  const states = heat(context, analysis, loss);
  return {
    ...head,
    verdict: verdictOf(context, analysis, findings, asked.question),
    optimum: quantity(optimum.start),
    uniform: quantity(plain(uniform)),
    ...shown,
    items: itemsOf(analysis),
    someOptimumIsGood: analysis.unmet === undefined,
    ...unmetOf(analysis),
    priceOfHonesty: quantity(minus(optimum.start, analysis.honest.start)),
    findings,
    frontier: frontier.map((one, k) => frontierData(one, analysis.items[k]!)),
    lostByChance: lostByChance(context, analysis),
    pressure: curve,
    softPressure: soft.points,
    turnsOver: turnsOver(analysis, curve, soft.points),
    ...(reachable === undefined ? {} : { options: reachable }),
    sensitivity: moved,
    ...(watches === undefined ? {} : { watching: watches }),
    ...(states === undefined ? {} : { heat: states }),
    notes: [
      ...notesOf(context, analysis, moved.length === 0),
      ...notLookedAt(analysis, frontier),
      ...(soft.why === undefined ? [] : [soft.why]),
    ],
  };
}
