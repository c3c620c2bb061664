import { rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { informedContext } from "../../src/audit/context.ts";
import { askedOf, type Request } from "../../src/audit/question.ts";
import { layOut } from "../../src/audit/subject.ts";
import type { LabelledModel } from "../../src/bridge/labelled.ts";
import { openModel } from "../../src/bridge/open-model.ts";
import { type CaseModel, caseModel } from "../../src/bridge/write/case-model.ts";
import { exportCase, type Format } from "../../src/bridge/write/export.ts";
import type { AnySetting } from "../../src/core/case.ts";
import { add, ONE, type Rational, ZERO } from "../../src/core/rational.ts";
import { complement } from "../../src/exact/bits.ts";
import { enumerate } from "../../src/exact/enumerate.ts";
import { almostSurely, graphOf } from "../../src/exact/graph.ts";
import type { Criterion, Direction, Figure, Model, Payoff } from "../../src/exact/model.ts";
import { productOf } from "../../src/exact/product.ts";
import { isSolution, solve } from "../../src/exact/solve.ts";

/** What a setting's exported model is held against: the same figures from the world itself, by the parts of an audit. */
export interface Figures {
  readonly states: number;
  /** by what is asked: "drive naive", "never theft most" */
  readonly figures: Readonly<Record<string, Figure | string>>;
}

const DIRECTIONS = [["most", "maximise"], ["least", "minimise"]] as const;

/** The figure of an optimum, with what was so at the start added where that is known exactly; or why there is none. */
function optimum(model: Model, payoff: Payoff, criterion: Criterion, direction: Direction, atStart: Rational = ZERO): Figure | string {
  const result = solve({ model, payoff, criterion, direction });
  if (!isSolution(result)) return result.kind;
  const { exact } = result.start;
  return exact === undefined || atStart.numerator === 0n ? result.start : { ...result.start, exact: add(exact, atStart) };
}

/** A criterion of rewards as one of events, which are never discounted. */
const ofEvents = (criterion: Criterion): Criterion => (criterion.kind === "finite" ? { ...criterion, discount: 1 } : { kind: "total" });

/** The figures from the world. */
export function fromWorld(setting: AnySetting, request: Request = {}): Figures {
  const enumeration = enumerate(setting.world);
  const { criterion } = askedOf(setting.world, enumeration.model, request);
  const subject = layOut(setting, enumeration);
  const figures: Record<string, Figure | string> = {};
  for (const [name, drive] of Object.entries(setting.drives)) {
    const frame = { driveName: name, drive, criterion, limits: {}, onProgress: () => {}, isTimeUp: () => false };
    const { arena, payoff } = informedContext(subject, frame);
    figures[`drive ${name}`] = optimum(arena.model, payoff, criterion, "maximise");
  }
  for (const { item, payoff, atStart, event } of subject.objectives)
    for (const [word, direction] of DIRECTIONS)
      if (item.kind !== "score" || word === "most")
        figures[`${item.kind} ${item.name} ${word}`] = optimum(
          subject.product.model,
          payoff,
          event === undefined ? criterion : ofEvents(criterion),
          direction,
          atStart,
        );
  const never = subject.objectives.filter(({ item }) => item.kind === "never");
  const events = never.map(({ item }) => ({ item }));
  return { states: events.length, figures };
}
