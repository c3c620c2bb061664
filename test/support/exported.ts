import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { informedContext } from "../../src/audit/context.ts";
import { type Asked, askedOf, type Request } from "../../src/audit/question.ts";
import { layOut } from "../../src/audit/subject.ts";
import { check } from "../../src/bridge/check/check.ts";
import { rowRewards } from "../../src/bridge/check/rewards.ts";
import type { LabelledModel } from "../../src/bridge/labelled.ts";
import { openModel } from "../../src/bridge/open-model.ts";
import { parseProperties } from "../../src/bridge/prism/parse-properties.ts";
import type { Expression } from "../../src/bridge/prism/syntax.ts";
import { type CaseModel, caseModel } from "../../src/bridge/write/case-model.ts";
import { exportCase } from "../../src/bridge/write/export.ts";
import type { Format } from "../../src/bridge/write/formats.ts";
import type { AnySetting } from "../../src/core/case.ts";
import { add, type Rational, ZERO } from "../../src/core/rational.ts";
import { type Enumeration, enumerate } from "../../src/exact/enumerate.ts";
import type { Criterion, Direction, Figure, Model, Payoff } from "../../src/exact/model.ts";
import { isSolution, solve } from "../../src/exact/solve.ts";

/** Most states of a model that is checked in rationals; certified bounds are compared for larger ones. */
const MOST_EXACT = 300;

/** A figure, or why there is none. */
export type Found = Figure | string;
/** By the name of the property that asks for it. */
export type Figures = Readonly<Record<string, Found>>;

export interface Subject {
  readonly setting: AnySetting;
  readonly enumeration: Enumeration;
  readonly asked: Asked;
  readonly model: CaseModel;
}

/** A setting as a model. */
export function subjectOf(
  setting: AnySetting,
  request: Request = {},
  settings: CaseModel["chosen"]["settings"] = {},
): Subject {
  const enumeration = enumerate(setting.world);
  const asked = askedOf(setting.world, enumeration.model, request);
  const { criterion, question } = asked;
  const name = setting.world.id;
  const model = caseModel(setting, enumeration, { name, drives: [], settings, criterion, question: question.text });
  return { setting, enumeration, asked, model };
}

/** The optimum, with what was so at the start added; or why there is none. */
function optimum(
  model: Model,
  payoff: Payoff,
  criterion: Criterion,
  direction: Direction,
  atStart: Rational = ZERO,
): Found {
  const result = solve({ model, payoff, criterion, direction });
  if (!isSolution(result)) return result.kind;
  const { exact } = result.start;
  if (atStart.numerator === 0n) return result.start;
  if (exact === undefined)
    throw new Error("expected a probability that is known exactly, as a part of it is there from the start");
  const sum = add(exact, atStart);
  return { ...result.start, exact: sum };
}

/** What the properties of an exported setting ask for, computed by the parts of an audit on the world itself. */
export function fromWorld({ setting, enumeration, asked: { criterion }, model }: Subject): Figures {
  const subject = layOut(setting, enumeration);
  const figures: Record<string, Found> = {};
  for (const { drive, total } of model.drives) {
    const frame = {
      driveName: drive,
      drive: setting.drives[drive]!,
      criterion,
      limits: {},
      onProgress: () => {},
      isTimeUp: () => false,
    };
    const { arena, payoff } = informedContext(subject, frame);
    figures[total] = optimum(arena.model, payoff, criterion, "maximise");
  }
  const ofEvents: Criterion = criterion.kind === "finite" ? { ...criterion, discount: 1 } : { kind: "total" };
  subject.objectives.forEach(({ item, payoff, atStart }, k) => {
    const { name } = model.items[k]!;
    const product = subject.product.model;
    if (item.kind === "score") {
      figures[name] = optimum(product, payoff, criterion, "maximise");
      return;
    }
    const what = item.kind === "keepPossible" ? `${name}_lost` : name;
    figures[`${what}_most`] = optimum(product, payoff, ofEvents, "maximise", atStart);
    figures[`${what}_least`] = optimum(product, payoff, ofEvents, "minimise", atStart);
  });
  return figures;
}

/** Writes a model in a format into a folder that is removed afterwards, and reads it back. */
export function readBack<T>(
  { model }: Subject,
  format: Format,
  use: (read: LabelledModel, properties: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), "innate-export-"));
  try {
    let properties = "";
    for (const { ending, lines } of exportCase(model, format).parts) {
      const text = [...lines()].map((line) => `${line}\n`).join("");
      writeFileSync(join(folder, `model${ending}`), text);
      if (ending === ".props") properties = text;
    }
    return use(openModel(join(folder, `model.${format}`)), properties);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What properties of a model ask for, as the model checker answers; rewards up to an end as the solvers of audits do, as they may be below 0. */
export function answered(model: LabelledModel, text: string): Figures {
  const { properties } = parseProperties(text, "model.props");
  const exact = model.model.states <= MOST_EXACT;
  return Object.fromEntries(
    properties.map((property): readonly [string, Found] => {
      const name = property.name ?? property.text;
      const { formula } = property;
      if (formula.kind === "reward" && formula.path.kind !== "cumulative") return [name, earned(model, formula)];
      const { outcome } = check(model, property, properties, { exact });
      return [name, outcome.kind === "value" ? outcome.figure : outcome.kind];
    }),
  );
}

function earned(
  { model, rewards }: LabelledModel,
  { structure }: Extract<Expression, { readonly kind: "reward" }>,
): Found {
  const found = rewards.find(({ name }) => name === structure);
  if (found === undefined) throw new Error(`expected a reward structure "${String(structure)}"`);
  return optimum(model, { rows: [rowRewards(model, found)] }, { kind: "total" }, "maximise");
}

/** Whether two figures can be the same number. */
export function agree(a: Found | undefined, b: Found | undefined): boolean {
  if (typeof a === "string" || typeof b === "string" || a === undefined || b === undefined) return a === b;
  if (a.exact !== undefined && b.exact !== undefined)
    return a.exact.numerator === b.exact.numerator && a.exact.denominator === b.exact.denominator;
  return a.low <= b.high && b.low <= a.high;
}
