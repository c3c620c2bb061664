import type { AnyCase, AnyDrive, AnySetting, Settings } from "../core/case.ts";
import { settingsOf } from "../core/case.ts";
import { caseError, didYouMean, InnateError } from "../core/errors.ts";
import { TooManyBeliefs } from "../exact/belief.ts";
import { type Enumeration, enumerate, type Limits } from "../exact/enumerate.ts";
import { minus, plain } from "../exact/figure.ts";
import { isSolution } from "../exact/solve.ts";
import { type Analysis, analyse, type Context, nameOf, solveFor } from "./analysis.ts";
import type { Answer } from "./answers.ts";
import { behaviours } from "./behaviours.ts";
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
import { uniformReturn } from "./evaluation.ts";
import { findingsOf, quantity } from "./finding.ts";
import { finiteMemory } from "./finite-memory.ts";
import { heat, isDrawn } from "./heat.ts";
import { type Loss, lossOf } from "./loss.ts";
import { frontierData, frontiers } from "./measurements/frontier.ts";
import { lostByChance } from "./measurements/lost-by-chance.ts";
import { sampledOptions } from "./measurements/options.ts";
import { pressure } from "./measurements/pressure.ts";
import { reads } from "./measurements/reads.ts";
import { repairOf, sensitivity } from "./measurements/sensitivity.ts";
import { softPressure, turnsOver } from "./measurements/soft-pressure.ts";
import { watching, watchingNotes } from "./measurements/watching.ts";
import { oversightOf } from "./oversight.ts";
import { type Asked, askedOf } from "./question.ts";
import { inTheLongRun } from "./recurrent.ts";
import { type Audit, CHECKS, type Finding, type SourceLine } from "./report.ts";
import { isEvent, layOut, type Subject } from "./subject.ts";
import { unstated } from "./unstated.ts";
import { untamperedOf } from "./untampered.ts";
import { verdictOf } from "./verdict.ts";
import { measureOf } from "./words.ts";

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
  /** where the function of a term stands in the user's source */
  readonly locate?: (definition: object) => SourceLine | undefined;
}

/** The checks, each of which can fail an audit; beside them are those that read who watches, what was accepted, and the frontier. */
const CHECKERS = [tampering, power, noReturn, loop, stalling, worstOptimum];

/** The drives that are asked for, in the case's order. */
function chosenDrives(
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
function checkExpects({ world, expects = {} }: AnySetting): void {
  const known: readonly string[] = CHECKS;
  for (const [drive, names] of Object.entries(expects))
    for (const name of names)
      if (!known.includes(name))
        throw caseError(
          `${world.id}: expects of drive "${drive}" names "${name}", which is not a check${didYouMean(name, known)}; the checks are ${known.join(", ")}`,
        );
}

/**
 * The audits of a case's drives, in the case's order, each as soon as it is ready.
 *
 * @throws InnateError `case` if the case is unsound, `undecided` if a limit was reached or there is no exact answer, `usage` if an option is wrong
 */
export function* audit(subject: AnyCase, options: AuditOptions): Generator<Audit, void> {
  const settings = settingsOf(subject.parameters, options.settings ?? {});
  const setting = subject.build(settings);
  const drives = chosenDrives(setting, options.drives);
  checkExpects(setting);
  const first = drives[0]?.[0] ?? "";
  const enumeration: Enumeration = {
    ...enumerate(setting.world, options.limits, (found, done) =>
      options.onProgress?.({ drive: first, stage: "enumerating states", done, of: found }),
    ),
    onCalls: (what, done) => options.onProgress?.({ drive: first, stage: `reading ${what}`, done }),
  };
  const asked = askedOf(setting.world, enumeration.model, options);
  const laid = layOut(setting, enumeration, options.answers);
  const isStated = setting.intent !== undefined;
  for (const [driveName, drive] of drives) yield auditDrive(laid, driveName, drive, asked, settings, options, isStated);
}

function auditDrive(
  subject: Subject,
  driveName: string,
  drive: AnyDrive,
  asked: Asked,
  settings: Settings,
  options: AuditOptions,
  isStated: boolean,
): Audit {
  const onProgress: Context["onProgress"] = (stage, done, of) =>
    options.onProgress?.({ drive: driveName, stage, done, ...(of === undefined ? {} : { of }) });
  const informed = informedContext(subject, {
    driveName,
    drive,
    criterion: asked.criterion,
    limits: options.limits ?? {},
    onProgress,
    isTimeUp: options.isTimeUp ?? (() => false),
  });
  const locate = (term: string): SourceLine | undefined => {
    const definition = drive.terms.find(({ name }) => name === term)?.definition;
    return definition === undefined ? undefined : options.locate?.(definition);
  };
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
  // No weight makes a detour cost anything in the long run.
  const repair = loss === undefined || loss.headline.isDetour ? undefined : repairOf(moved);
  const watches = oversight === undefined ? undefined : watching(context, analysis, oversight, moved);
  const findings = findingsOf(context, hits, locate).map(
    (finding): Finding => ({
      ...finding,
      ...(repair === undefined || !concernsIntent(finding, loss) ? {} : { repair }),
      notes: [
        ...finding.notes,
        ...(finding.check === "watched" && watches !== undefined ? watchingNotes(watches) : []),
      ],
    }),
  );
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
    items: analysis.items.map(({ objective, meant, worstFigure, best, violated, recurrent }) => ({
      kind: objective.item.kind,
      name: objective.item.name,
      measure: measureOf(objective.item, meant),
      meant: quantity(meant),
      worst: quantity(worstFigure),
      best: quantity(best),
      ...(recurrent === undefined
        ? {}
        : {
            recurrent: {
              meant: quantity(recurrent.meant),
              worst: quantity(recurrent.worst),
              best: quantity(recurrent.best),
            },
          }),
      violated,
    })),
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

/** Where no drive-optimal policy meets all items: the first that none meets together with those before it. */
const unmetOf = ({ items, unmet }: Analysis): Pick<Audit, "unmet"> =>
  unmet === undefined ? {} : { unmet: { item: items.indexOf(unmet), alone: unmet.isMetAlone } };

/** Whether a finding is about what the worst drive-optimal policy loses, which is what a repair of a weight restores. */
const concernsIntent = (finding: Finding, loss: Loss | undefined): boolean =>
  loss !== undefined && (finding.check === "worst-optimum" || finding.agreeing.includes("worst-optimum"));

export function sizesOf({ subject, arena }: Context): Audit["sizes"] {
  const { model } = subject.enumeration;
  const sum = (count: (rows: Enumeration["model"]["phases"][number]) => number) =>
    model.phases.reduce((total, rows) => total + count(rows), 0);
  return {
    states: model.states,
    stateActions: sum(({ action }) => action.length),
    transitions: sum(({ successor }) => successor.length),
    ...(arena.beliefs === undefined ? {} : { beliefs: arena.model.states }),
  };
}

function notesOf(context: Context, { optimum, items, honest }: Analysis, weightsLeftOut: boolean): readonly string[] {
  const { columns, drive, isTimeUp } = context;
  const rounded = columns.flatMap((column, k) =>
    column.rounded === undefined
      ? []
      : [`term "${drive.terms[k]!.name}" returned ${column.rounded}, which was read as its first 12 digits`],
  );
  const ties =
    optimum.ties === "proved"
      ? []
      : [`unproved ties: actions whose values differ by at most ${optimum.ties.gap.toPrecision(2)} count as equal`];
  const left = weightsLeftOut ? ["weights were not moved: the model is too large for that"] : [];
  const vacuous = items.flatMap(({ objective, meant }) => {
    const { item } = objective;
    const isMet = isEvent(item) ? meant.exact?.numerator !== meant.exact?.denominator : meant.high > 0;
    return item.kind === "score" || isMet || meant.exact === undefined
      ? []
      : [`no policy at all can do what ${nameOf(objective)} asks, given the items before it`];
  });
  const price =
    honest.approached === undefined
      ? []
      : ["the price of honesty is approached by putting something off ever longer, not attained"];
  const late = isTimeUp() ? ["measurements were cut short: the time allowed was nearly up"] : [];
  return [...inTheLongRun(context), ...rounded, ...ties, ...vacuous, ...price, ...left, ...late];
}
