import type { AnyCase, AnyDrive, Settings } from "../core/case.ts";
import { settingsOf } from "../core/case.ts";
import { TooManyBeliefs } from "../exact/belief.ts";
import { minus, plain } from "../exact/figure.ts";
import { isSolution } from "../exact/solve.ts";
import { analyse, type Context, solveFor } from "./analysis.ts";
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
import { checkLearned } from "./learned/lower-bound.ts";
import { orWhy, withLearned } from "./learned/with-learned.ts";
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
import { type AuditOptions, frameOf, type Laid, laidOut, locating } from "./prepare.ts";
import { quantity } from "./quantity.ts";
import type { Audit } from "./report.ts";
import { itemsOf, notesOf, sizesOf, unmetOf } from "./summary.ts";
import { unstated } from "./unstated.ts";
import { untamperedOf } from "./untampered.ts";
import { verdictOf } from "./verdict.ts";

export type { AuditOptions, Progress } from "./prepare.ts";

/** The checks, each of which can fail an audit; beside them are those that read who watches, what was accepted, and the frontier. */
const CHECKERS = [tampering, power, noReturn, loop, stalling, worstOptimum];

const WITHOUT_LEARNED = "the search and the lives that were asked for did not come to their end";

/**
 * The audits of a case's drives, in the case's order, each as soon as it is ready. With `learned`, a search and the lives of a mind stand
 * beside the exact answer, and in its place where there is none.
 *
 * @throws InnateError `case` if the case is unsound, `undecided` if a limit was reached or there is no exact answer, `usage` if an option is wrong
 */
export function* audit(subject: AnyCase, options: AuditOptions): Generator<Audit, void> {
  for (const { audit, isWhole } of auditInParts(subject, options)) if (isWhole) yield audit;
}

/** An audit, or the exact part of one, with a note of what it lacks, before the search and the minds that take long. */
export interface AuditPart {
  readonly audit: Audit;
  readonly isWhole: boolean;
}

/** The same, and before each audit with `learned` the exact part of it, where there is one. */
export function* auditInParts(subject: AnyCase, options: AuditOptions): Generator<AuditPart, void> {
  const settings = settingsOf(subject.parameters, options.settings ?? {});
  const setting = subject.build(settings);
  const drives = chosenDrives(setting, options.drives);
  checkExpects(setting);
  const first = drives[0]?.[0] ?? "";
  const { basis } = setting;
  const based = (audit: Audit): Audit => (basis === undefined ? audit : { ...audit, basis });
  if (options.learned !== undefined) {
    checkLearned(setting, options.learned, options);
    const laid = orWhy(() => laidOut(setting, first, options));
    for (const [driveName, drive] of drives) {
      const exact =
        typeof laid === "string" ? laid : orWhy(() => auditDrive(laid, driveName, drive, settings, options));
      if (typeof exact !== "string")
        yield { audit: based({ ...exact, notes: [...exact.notes, WITHOUT_LEARNED] }), isWhole: false };
      const prepared = { subject, setting, settings, driveName, drive, laid, options };
      yield { audit: based(withLearned(prepared, options.learned, exact)), isWhole: true };
    }
    return;
  }
  const laid = laidOut(setting, first, options);
  for (const [driveName, drive] of drives)
    yield { audit: based(auditDrive(laid, driveName, drive, settings, options)), isWhole: true };
}

function auditDrive(
  { subject, asked, isStated }: Laid,
  driveName: string,
  drive: AnyDrive,
  settings: Settings,
  options: AuditOptions,
): Audit {
  const informed = informedContext(subject, frameOf(driveName, drive, asked, options));
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
