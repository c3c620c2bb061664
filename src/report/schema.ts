import * as z from "zod";
import { type Audit, CHECKS, type Quantity, SEVERITIES, type Severity, VIOLATED } from "../audit/report.ts";
import { number, text, texts, whole } from "./schema-basics.ts";
import { learned } from "./schema-learned.ts";

const state = z.record(text, z.unknown()).readonly();

/** @internal */
export const quantity = z
  .object({ value: number, low: number, high: number, exact: text.exactOptional() })
  .readonly()
  .meta({ id: "Quantity", description: "a number with certified bounds; exact is the rational where it is known" });

/** @internal */
export const question = z
  .object({
    criterion: z.enum(["finite", "discounted", "total", "average"]),
    horizon: whole.exactOptional(),
    discount: number,
    origin: text,
    text,
  })
  .readonly()
  .meta({ id: "Question" });

const source = z.object({ file: text, line: whole, text }).readonly().meta({ id: "Source" });

/** @internal */
export const picture = z.union([texts, z.object({ svg: text }).readonly()]);

const step = z
  .object({
    state,
    picture,
    action: text,
    reward: number,
    rewards: z.record(text, number).readonly(),
    score: number.exactOptional(),
    events: texts,
    seen: z.boolean().exactOptional(),
    probability: number,
  })
  .readonly()
  .meta({ id: "Step" });

/** @internal */
export const trace = z
  .object({
    policies: text,
    steps: z.array(step).readonly(),
    end: z.object({ state, picture, why: z.enum(["terminated", "horizon", "cut"]) }).readonly(),
    probability: number,
    stem: whole,
    loop: whole,
    share: number,
    minimal: text,
  })
  .readonly()
  .meta({ id: "Trace" });

const repair = z
  .object({ term: text, low: quantity, high: quantity.nullable(), text })
  .readonly()
  .meta({ id: "Repair" });

const standing = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("accepted"), reason: text }).readonly(),
    z.object({ state: z.literal("worse"), reason: text, how: text }).readonly(),
  ])
  .meta({ id: "Standing", description: "what a baseline says of a finding" });

const finding = z
  .object({
    id: text,
    check: z.enum(CHECKS),
    agreeing: z.array(z.enum(CHECKS)).readonly(),
    severity: z.enum(SEVERITIES),
    claim: text,
    measure: text,
    figure: quantity,
    meant: quantity,
    incentive: quantity.exactOptional(),
    trace: trace.exactOptional(),
    furtherTraces: z.array(trace).readonly().exactOptional(),
    term: text.exactOptional(),
    source: source.exactOptional(),
    repair: repair.exactOptional(),
    baseline: standing.exactOptional(),
    notes: texts,
  })
  .readonly()
  .meta({ id: "Finding" });

const item = z
  .object({
    kind: z.enum(["never", "keepPossible", "reach", "score"]),
    name: text,
    measure: text,
    meant: quantity,
    worst: quantity,
    best: quantity,
    recurrent: z.object({ meant: quantity, worst: quantity, best: quantity }).readonly().exactOptional(),
    violated: z.boolean(),
  })
  .readonly()
  .meta({ id: "Item" });

const vertex = z.object({ drive: quantity, item: quantity }).readonly().meta({ id: "FrontierVertex" });
const edge = z
  .object({ vertices: z.array(vertex).readonly(), gaps: z.array(whole).readonly(), reason: text.exactOptional() })
  .readonly()
  .meta({ id: "FrontierEdge", description: "drive falling; between vertices lie coins tossed once before the start" });
const frontier = z
  .object({
    worst: edge,
    best: edge,
    within: z.array(z.object({ share: number, budget: quantity, mixed: quantity, vertex }).readonly()).readonly(),
    slope: quantity.exactOptional(),
    price: quantity.exactOptional(),
  })
  .readonly()
  .meta({ id: "Frontier", description: "the exact trade-off between the drive and one item of the intent" });

const numbers = z.array(number).readonly();
const pressure = z
  .object({
    lookahead: z.union([number, z.literal("optimal")]),
    competence: number,
    drive: number,
    worst: numbers,
    best: numbers,
  })
  .readonly()
  .meta({ id: "Pressure" });

const lostByChance = z
  .object({ item: whole, worst: quantity, meant: quantity })
  .readonly()
  .meta({ id: "LostByChance" });

const softPressure = z
  .object({ temperature: number, competence: number, drive: number, values: numbers, divergence: number })
  .readonly()
  .meta({ id: "SoftPressure" });
const turnOver = z
  .object({
    item: whole,
    family: z.enum(["lookahead", "temperature"]),
    at: number,
    competence: number,
    value: number,
  })
  .readonly()
  .meta({ id: "TurnOver" });

const options = z
  .object({
    discount: number,
    samples: whole,
    seed: whole,
    start: quantity,
    acts: z.array(z.object({ step: whole, action: text, before: quantity, after: quantity }).readonly()).readonly(),
  })
  .readonly()
  .meta({ id: "Options" });

const piece = z
  .object({ low: quantity, high: quantity, good: z.boolean(), worst: z.array(quantity).readonly() })
  .readonly()
  .meta({ id: "Piece" });
const sensitivity = z
  .object({
    term: text,
    low: number,
    high: number,
    pieces: z.array(piece).readonly(),
    complete: z.boolean(),
    reason: text.exactOptional(),
  })
  .readonly()
  .meta({ id: "Sensitivity" });

const quantities = z.array(quantity).readonly();
const violated = z
  .enum(VIOLATED)
  .meta({ id: "Violated", description: "which drive-optimal policies violate what was meant" });
const watchedShare = z
  .object({ share: quantity, optimum: quantity, meant: quantities, worst: quantities, best: quantities, violated })
  .readonly()
  .meta({ id: "WatchedShare" });
const shareFlip = z
  .object({ low: quantity, high: quantity, below: violated, at: violated.exactOptional(), above: violated })
  .readonly()
  .meta({ id: "ShareFlip" });
const penalty = z
  .object({ term: text, above: quantity.nullable(), isOnlySeen: z.boolean() })
  .readonly()
  .meta({ id: "Penalty" });
const watchedSight = z
  .object({
    sight: z.enum(["observed", "hidden"]),
    shares: z.array(watchedShare).readonly(),
    flips: z.array(shareFlip).readonly().exactOptional(),
    grid: whole.exactOptional(),
    isOwn: z.boolean(),
    penalties: z.array(penalty).readonly(),
    undecided: texts,
  })
  .readonly()
  .meta({ id: "WatchedSight" });
const watching = z
  .object({ flags: texts, drawn: z.enum(["episode", "step"]), sights: z.array(watchedSight).readonly() })
  .readonly()
  .meta({ id: "Watching" });

const termReads = z
  .object({
    term: text,
    state: texts,
    nextState: texts,
    action: z.boolean(),
    readings: texts.exactOptional(),
    source: source.exactOptional(),
  })
  .readonly();

const stateAction = z.object({ state, action: text }).readonly().meta({ id: "StateAction" });
const behaviours = z
  .object({
    within: number,
    budget: number,
    sampled: whole,
    seed: whole,
    kinds: z
      .array(
        z
          .object({
            drive: number,
            distance: number,
            share: number,
            trace,
            marks: z.array(stateAction).readonly(),
            answer: z.enum(["accepted", "rejected"]).exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({
    id: "Behaviours",
    description: "kinds of behaviour near the drive's optimum, a sample, most different first",
  });

const heat = z.object({ state, value: number, visits: number }).readonly().meta({ id: "Heat" });

const audit = z
  .object({
    case: text,
    drive: text,
    settings: z.record(text, z.union([number, text])).readonly(),
    question,
    basis: text.exactOptional().describe("how the states were had, where not from a case's own code"),
    exactness: z.union([
      z.object({ exact: z.literal(true) }).readonly(),
      z.object({ exact: z.literal(false), reason: text }).readonly(),
    ]),
    sizes: z
      .object({ states: whole, stateActions: whole, transitions: whole, beliefs: whole.exactOptional() })
      .readonly(),
    verdict: text,
    optimum: quantity,
    uniform: quantity,
    items: z.array(item).readonly(),
    someOptimumIsGood: z.boolean(),
    unmet: z.object({ item: whole, alone: z.boolean() }).readonly().exactOptional(),
    priceOfHonesty: quantity,
    findings: z.array(finding).readonly(),
    frontier: z.array(frontier).readonly(),
    lostByChance: z.array(lostByChance).readonly(),
    pressure: z.array(pressure).readonly(),
    softPressure: z.array(softPressure).readonly(),
    turnsOver: z.array(turnOver).readonly(),
    options: options.exactOptional(),
    sensitivity: z.array(sensitivity).readonly(),
    watching: watching.exactOptional(),
    reads: z.object({ terms: z.array(termReads).readonly(), unreadByDrive: texts }).readonly(),
    behaviours: behaviours.exactOptional(),
    learned: learned.exactOptional(),
    heat: z.array(heat).readonly().exactOptional(),
    notes: texts,
  })
  .readonly()
  .meta({ id: "Audit" });

/** Why a case has no audits, or not all. */
export interface AuditFailure {
  readonly case: string;
  /** the exit status that it alone would have given: 2 wrong request, 3 not decided, 4 unsound, 5 a fault of Innate's own */
  readonly status: number;
  readonly message: string;
}
const failure = z
  .object({ case: text, status: whole, message: text })
  .readonly()
  .meta({ id: "Failure", description: "why a case has no audits, or not all; status is the exit status for it alone" });

/** A finding that somebody has accepted, as it was then, and why. */
export interface Accepted {
  readonly case: string;
  readonly drive: string;
  /** the finding's id: check, what it looked at, and term */
  readonly finding: string;
  readonly severity: Severity;
  readonly measure: string;
  readonly figure: Quantity;
  readonly meant: Quantity;
  /** empty where nobody has said yet */
  readonly reason: string;
}

/** @internal */
export const accepted = z
  .strictObject({
    case: text.describe("as it is typed: an id of the library, or a file relative to where innate runs"),
    drive: text,
    finding: text.describe("the finding's id: check, what it looked at, and term"),
    severity: z.enum(SEVERITIES).describe("as it was when it was accepted; likewise measure, figure and meant"),
    measure: text,
    figure: quantity,
    meant: quantity,
    reason: text.describe("why it is accepted; a baseline with an empty one is refused"),
  })
  .readonly()
  .meta({ id: "Accepted" });

/**
 * The document as it is inferred, for the test that it describes exactly the type of an audit. Not in the declarations: what is
 * inferred does not type-check there.
 *
 * @internal
 */
export const inferredDocument = z
  .object({
    schemaVersion: z.literal(1),
    audits: z.array(audit).readonly(),
    failures: z.array(failure).readonly().exactOptional(),
    gone: z.array(accepted).readonly().exactOptional(),
  })
  .readonly()
  .describe("Audits of reward functions, as innate audit --json prints them.");

/** The document that `--json` prints. */
export const auditDocument: z.ZodType<{
  readonly schemaVersion: 1;
  readonly audits: readonly Audit[];
  readonly failures?: readonly AuditFailure[];
  /** what a baseline accepts and is found no more */
  readonly gone?: readonly Accepted[];
}> = inferredDocument;

/** The JSON Schema of the document, as it is written. */
export const auditJsonSchema = (): object => z.toJSONSchema(auditDocument, { io: "input" });
