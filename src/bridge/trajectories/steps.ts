import * as z from "zod";
import { InnateError, show } from "../../core/errors.ts";

const text = z.string();
const count = z.int().min(0);
const anything = z.unknown();
const setting = z.union([z.number(), z.string()]);

/** The first line of a file of trajectories, which may be left out. */
const headerSchema = z.object({
  format: z.literal("innate-trajectories"),
  version: z.literal(1),
  world: text.exactOptional().describe("id of the world, or gym: and that of an environment"),
  settings: z.record(text, setting).exactOptional().describe("the case's parameters"),
  drive: text.exactOptional().describe("the drive that paid"),
});
export type Header = z.infer<typeof headerSchema>;

/** A line of a file of trajectories: one step of an episode. */
const stepSchema = z.object({
  episode: count.describe("episodes stand one after another; another number begins another one"),
  step: count.exactOptional().describe("counted in the episode, by which a missing line is found"),
  state: anything.optional().describe("where the step began, as the case writes its states"),
  observation: anything.optional().describe("or what was seen there, as Gymnasium shows it"),
  action: anything
    .optional()
    .describe("its name or its number; of an environment an element of its action space; needed"),
  nextState: anything.optional().describe("where it led; where it is left out the next line says it"),
  nextObservation: anything.optional().describe("or what was seen there"),
  reward: z.number().exactOptional().describe("as it was paid"),
  terminated: z.boolean().exactOptional().describe("whether the episode ended with the step"),
  truncated: z.boolean().exactOptional().describe("whether it was cut off after it"),
  terms: z.record(text, z.number()).exactOptional().describe("what each term of the reward paid"),
  info: z.record(text, anything).exactOptional(),
});

/** The JSON Schema of a line, as it is written. */
export const trajectoriesJsonSchema = (): object =>
  z.toJSONSchema(
    z
      .union([headerSchema.meta({ id: "Header" }), stepSchema.meta({ id: "Step" })])
      .describe(
        "One line of a file of trajectories that innate judge reads: first perhaps a header, then a step each.",
      ),
    { io: "input" },
  );

/** One step as it was recorded. */
export interface RawStep {
  /** 1-based; of a dataset that is no text, the number of the step */
  readonly line: number;
  /** whether `from` and `to` are what was seen, not states */
  readonly isSeen: boolean;
  readonly from: unknown;
  readonly to: unknown;
  readonly action: unknown;
  readonly reward: number | undefined;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: Readonly<Record<string, unknown>>;
}

export interface RawEpisode {
  readonly number: number;
  /** steps of the episode before the first that was recorded; none where left out */
  readonly before?: number;
  readonly steps: readonly RawStep[];
}

/** A file of trajectories, read as far as its header. */
export interface Trajectories {
  readonly header: Header | undefined;
  /** its episodes, one after another; what the generator returns is whether the file goes to its end */
  readonly episodes: Generator<RawEpisode, boolean>;
}

/** What is wrong with a line, by the part of it that the schema refused: "action: expected …". */
const complaint = ({ issues }: z.ZodError): string =>
  issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ")
    .replaceAll("Invalid input: ", "");

interface Line {
  readonly number: number;
  readonly step: z.infer<typeof stepSchema>;
}

const MISSING = Symbol("missing");
const partOf = (step: Line["step"], state: "state" | "nextState", seen: "observation" | "nextObservation"): unknown =>
  step[state] ?? (step[seen] === undefined ? MISSING : step[seen]);
const fromOf = ({ step }: Line): unknown => partOf(step, "state", "observation");

/**
 * An episode of its lines; a step that does not say where it led, led to where the next one begins.
 *
 * @param isCut - whether the file is cut off behind them, so that it may not be known where the last one led
 */
function episodeOf(lines: readonly Line[], isCut: boolean, origin: string): RawEpisode {
  const steps = lines.flatMap((line, k): readonly RawStep[] => {
    const { number, step } = line;
    const next = lines[k + 1];
    const own = partOf(step, "nextState", "nextObservation");
    const to = own !== MISSING ? own : next === undefined ? MISSING : fromOf(next);
    if (to === MISSING && isCut) return [];
    if (to === MISSING)
      throw new InnateError(
        "usage",
        `${origin}:${number}: expected nextState or nextObservation, as no line follows that says where the episode's last step led`,
      );
    const { action, reward, terminated = false, truncated = false, info = {} } = step;
    const isSeen = step.state === undefined;
    return [{ line: number, isSeen, from: fromOf(line), to, action, reward, terminated, truncated, info }];
  });
  return { number: lines[0]!.step.episode, steps };
}

/** Refuses a line that cannot follow another of its episode. */
function checkFollows(before: Line, { number, step }: Line, origin: string): void {
  if (before.step.terminated === true || before.step.truncated === true)
    throw new InnateError(
      "usage",
      `${origin}:${number}: episode ${step.episode} was over in line ${before.number}; expected another number of an episode`,
    );
  if (before.step.step !== undefined && step.step !== undefined && step.step !== before.step.step + 1)
    throw new InnateError(
      "usage",
      `${origin}:${number}: step ${step.step} of episode ${step.episode} follows its step ${before.step.step}; a line is missing, or stands elsewhere`,
    );
}

function readStep(value: unknown, number: number, origin: string): Line {
  const found = stepSchema.safeParse(value);
  if (!found.success)
    throw new InnateError("usage", `${origin}:${number}: expected a step of an episode: ${complaint(found.error)}`);
  const line = { number, step: found.data };
  if (fromOf(line) === MISSING)
    throw new InnateError(
      "usage",
      `${origin}:${number}: expected state or observation, got ${Object.keys(found.data).join(", ")}`,
    );
  if (found.data.action === undefined)
    throw new InnateError("usage", `${origin}:${number}: expected action, got ${Object.keys(found.data).join(", ")}`);
  return line;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return MISSING;
  }
};

const isHeader = (value: unknown): boolean => value !== null && typeof value === "object" && "format" in value;

function headerOf(value: unknown, origin: string): Header {
  const found = headerSchema.safeParse(value);
  if (found.success) return found.data;
  throw new InnateError(
    "usage",
    `${origin}:1: expected the header of trajectories of version 1: ${complaint(found.error)}`,
  );
}

/**
 * Trajectories from the lines of a file. A last line that was cut off is left out, and the file then is not whole.
 *
 * @param lines - its lines, which return whether the file goes to its end
 * @param origin - what it is called, for errors
 * @throws InnateError `usage` with the line if it holds something else, or nothing
 */
export function readTrajectories(lines: Generator<string, boolean>, origin: string): Trajectories {
  const first = lines.next();
  if (first.done === true) throw new InnateError("usage", `${origin} is empty; expected a line of JSON for each step`);
  const value = parsed(first.value);
  if (value === MISSING)
    throw new InnateError("usage", `${origin}:1: expected a line of JSON for each step, got ${show(first.value)}`);
  const header = isHeader(value) ? headerOf(value, origin) : undefined;
  return { header, episodes: episodesOf(lines, header === undefined ? readStep(value, 1, origin) : undefined, origin) };
}

function* episodesOf(
  lines: Generator<string, boolean>,
  first: Line | undefined,
  origin: string,
): Generator<RawEpisode, boolean> {
  let open: Line[] = first === undefined ? [] : [first];
  let isWhole = true;
  let number = 1;
  for (let next = lines.next(); ; ) {
    if (next.done === true) {
      isWhole &&= next.value;
      break;
    }
    number++;
    const { value: line } = next;
    next = lines.next();
    if (line.trim() === "") continue;
    const value = parsed(line);
    if (value === MISSING) {
      if (next.done !== true) throw new InnateError("usage", `${origin}:${number}: expected JSON, got ${show(line)}`);
      isWhole = false;
      break;
    }
    const read = readStep(value, number, origin);
    const last = open.at(-1);
    if (last !== undefined && last.step.episode === read.step.episode) checkFollows(last, read, origin);
    else if (last !== undefined) {
      yield episodeOf(open, false, origin);
      open = [];
    }
    open.push(read);
  }
  const last = open.length === 0 ? undefined : episodeOf(open, !isWhole, origin);
  if (last !== undefined && last.steps.length > 0) yield last;
  return isWhole;
}
