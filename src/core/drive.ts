import { caseError, didYouMean, onlyKeys } from "./errors.ts";
import type { Moment, Reader, ReadMoment } from "./moment.ts";
import { fromNumber, multiply, ONE, type Rational } from "./rational.ts";
import { checkReadings, type Reading } from "./reading.ts";
import type { World } from "./world.ts";

/** Why an episode is over: the world ended, or the horizon cut it off. */
export type Ending = "terminated" | "horizon";

/**
 * One named part of a drive. `definition` is the function that the user wrote, whatever has been composed around it; or, of a term that
 * is written in another language, its `WrittenLine`.
 */
export interface Term<S, A extends string> {
  readonly name: string;
  readonly weight: Rational;
  readonly pays: { readonly each: Reader<Moment<S, A>, number> } | { readonly final: Final<S> };
  readonly definition: object;
}
/** Where something stands that is no code of this language. */
export interface WrittenLine {
  /** as reports write it */
  readonly file: string;
  /** from 1 */
  readonly line: number;
  readonly text: string;
}
type Final<S> = { pay(state: S, why: Ending): number }["pay"];

/** A reward function: named terms, each a few legible lines. What a mind is paid. */
export interface Drive<S, A extends string> {
  readonly world: World<S, A>;
  readonly terms: readonly Term<S, A>[];
  /** by name, what the terms may read of the thought behind a moment; nothing where left out */
  readonly readings?: Readonly<Record<string, Reading<S, A>>>;
}

type TermFunctions<S, A extends string, R extends string> = Readonly<
  Record<string, (moment: [R] extends [never] ? Moment<S, A> : ReadMoment<S, A, R>) => number>
>;

const termsOf = <S, A extends string, R extends string>(functions: TermFunctions<S, A, R>): readonly Term<S, A>[] =>
  Object.entries(functions).map(([name, each]) => ({ name, weight: ONE, pays: { each }, definition: each }));

interface ReadingOptions<S, A extends string, R extends string> {
  readonly readings?: Readonly<Record<R, Reading<S, A>>>;
}

const DRIVE_OPTIONS = ["final", "readings"];

/**
 * A drive from its terms. `final` is paid once, when the world ends or the horizon cuts the episode off, and counts as a term
 * of that name. It is paid at the time of the last state: after T steps its weight is discount^T, while a term on the last step,
 * which began a step earlier, has discount^(T − 1). Without a discount they weigh the same.
 *
 * `readings` names what the terms read of the thought behind a moment, as `thought.readings.NAME`, a number in [0, 1]: with
 * `{ hurt: { signal: "hurt", within: 3, continuation: () => "wait" } }` the probability that the world's signal "hurt" occurs in
 * the step of the act or in the two after it, in which the agent waits.
 *
 * @throws if an option is not known, a reading cannot be taken, or a term is named "final" beside `final`
 */
export function defineDrive<S, A extends string, R extends string = never>(
  world: World<S, A>,
  terms: TermFunctions<NoInfer<S>, NoInfer<A>, NoInfer<R>>,
  options: ReadingOptions<NoInfer<S>, NoInfer<A>, R> & {
    readonly final?: (state: NoInfer<S>, why: Ending) => number;
  } = {},
): Drive<S, A> {
  onlyKeys(options, DRIVE_OPTIONS, `${world.id}: defineDrive's options`);
  const each = termsOf(terms);
  const { final, readings = {} } = options;
  checkReadings(world, readings);
  if (final !== undefined && "final" in terms)
    throw caseError(`${world.id}: a term cannot be named "final" beside final`);
  return {
    world,
    readings,
    terms: final === undefined ? each : [...each, { name: "final", weight: ONE, pays: { final }, definition: final }],
  };
}

function sameWorld<S, A extends string>(drives: readonly Drive<S, A>[]): World<S, A> {
  const [first, ...others] = drives;
  if (first === undefined) throw caseError("sum(): expected at least one drive");
  const stranger = others.find((drive) => drive.world !== first.world);
  if (stranger !== undefined)
    throw caseError(`sum: drives of two worlds, "${first.world.id}" and "${stranger.world.id}"`);
  return first.world;
}

function known<S, A extends string>(drive: Drive<S, A>, names: readonly string[], call: string): void {
  const terms = drive.terms.map(({ name }) => name);
  for (const name of names)
    if (!terms.includes(name))
      throw caseError(
        `${call}: "${name}" is not a term of the drive${didYouMean(name, terms)}; it has ${terms.join(", ")}`,
      );
}

function distinct<S, A extends string>(drive: Drive<S, A>, call: string): Drive<S, A> {
  const names = drive.terms.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw caseError(`${call}: two terms are named "${twice}"; rename one`);
  return drive;
}

/** All of several readings, of which no two of one name may differ. */
function together<S, A extends string>(
  all: readonly Drive<S, A>["readings"][],
  call: string,
): Readonly<Record<string, Reading<S, A>>> {
  const entries = all.flatMap((readings = {}) => Object.entries(readings));
  const found = new Map<string, Reading<S, A>>();
  for (const [name, reading] of entries) {
    if ((found.get(name) ?? reading) !== reading)
      throw caseError(`${call}: two readings are named "${name}"; give one of them another name`);
    found.set(name, reading);
  }
  return Object.fromEntries(found);
}

/** The drive that pays what all the given drives pay together. */
export const sum = <S, A extends string>(...drives: readonly Drive<S, A>[]): Drive<S, A> =>
  distinct(
    {
      world: sameWorld(drives),
      terms: drives.flatMap(({ terms }) => terms),
      readings: together(
        drives.map(({ readings }) => readings),
        "sum",
      ),
    },
    "sum",
  );

/** The drive with every term, or each named one, multiplied by a factor, read as the decimal that it writes. */
export function scale<S, A extends string>(
  drive: Drive<S, A>,
  factor: number | Readonly<Record<string, number>>,
): Drive<S, A> {
  if (typeof factor !== "number") known(drive, Object.keys(factor), "scale");
  const factorOf = (name: string) => (typeof factor === "number" ? factor : (factor[name] ?? 1));
  return {
    ...drive,
    terms: drive.terms.map((term) => {
      const by = factorOf(term.name);
      if (!Number.isFinite(by))
        throw caseError(`scale: the factor of "${term.name}" is ${by}, expected a finite number`);
      return { ...term, weight: multiply(term.weight, fromNumber(by)) };
    }),
  };
}

/** The drive with terms under other names: `rename(drive, { old: "new" })`. */
export function rename<S, A extends string>(drive: Drive<S, A>, names: Readonly<Record<string, string>>): Drive<S, A> {
  known(drive, Object.keys(names), "rename");
  return distinct(
    { ...drive, terms: drive.terms.map((term) => ({ ...term, name: names[term.name] ?? term.name })) },
    "rename",
  );
}

/** The drive with the named terms replaced, each keeping its weight. What they read of a thought is declared with them. */
export function override<S, A extends string, R extends string = never>(
  drive: Drive<S, A>,
  terms: TermFunctions<NoInfer<S>, NoInfer<A>, NoInfer<R>>,
  options: ReadingOptions<NoInfer<S>, NoInfer<A>, R> = {},
): Drive<S, A> {
  known(drive, Object.keys(terms), "override");
  onlyKeys(options, ["readings"], "override's options");
  const { readings = {} } = options;
  checkReadings(drive.world, readings);
  const replaced = new Map(termsOf(terms).map((term) => [term.name, term]));
  return {
    ...drive,
    readings: together([drive.readings, readings], "override"),
    terms: drive.terms.map((term) => {
      const replacement = replaced.get(term.name);
      return replacement === undefined ? term : { ...replacement, weight: term.weight };
    }),
  };
}
