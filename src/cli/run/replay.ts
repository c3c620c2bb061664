import type { Step, Trace } from "../../audit/report.ts";
import type { AnyDrive, AnyWorld } from "../../core/case.ts";
import type { Ending } from "../../core/drive.ts";
import { caseError, didYouMean, show } from "../../core/errors.ts";
import { availableActions, phaseAt, termReward } from "../../core/life.ts";
import { toNumber } from "../../core/rational.ts";
import type { State } from "../../core/world.ts";
import { withoutAmbient } from "../../exact/ambient.ts";
import { guarded } from "../../exact/enumerate.ts";
import { outcomesOf } from "../../exact/outcomes.ts";

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Checks what the drive pays for one step against what the trace says, term by term. */
function checkRewards(
  drive: AnyDrive,
  step: Step,
  name: string,
  nextState: State,
  state: State,
  phase: number,
  why: Ending | undefined,
): void {
  let total = 0;
  for (const term of drive.terms) {
    const moment = { state, action: step.action, nextState, phase };
    const paid = guarded(
      () => `${name}: term ${term.name}`,
      () => termReward(drive, term, moment, why),
    );
    const reward = toNumber(paid);
    total += reward;
    const recorded = step.rewards[term.name];
    if (recorded === undefined) throw caseError(`${name}: the drive's term "${term.name}" is not in the trace`);
    if (!close(recorded, reward))
      throw caseError(`${name}: ${term.name} pays ${reward} now, the trace says ${recorded}`);
  }
  const gone = Object.keys(step.rewards).find((term) => drive.terms.every((other) => other.name !== term));
  if (gone !== undefined)
    throw caseError(
      `${name}: the trace has a term "${gone}" that the drive has not${didYouMean(
        gone,
        drive.terms.map((term) => term.name),
      )}`,
    );
  if (!close(step.reward, total))
    throw caseError(`${name}: the drive pays ${total} now, the trace says ${step.reward}`);
}

/**
 * The number of steps of a trace that was gone through in its world again: every state can follow, with the probability and the
 * rewards that the trace says.
 *
 * @throws InnateError `case` at the first step that no longer holds
 */
export function replay(world: AnyWorld, drive: AnyDrive, trace: Trace): number {
  return withoutAmbient(() => {
    const outcomes = outcomesOf(world);
    const states = [...trace.steps.map(({ state }) => state), trace.end.state];
    const first = outcomes.key(states[0], "step 0: the trace");
    if (!outcomes.of(`${world.id}: start()`, (chance) => world.start(chance)).has(first))
      throw caseError(`step 0: the world does not start in ${show(states[0])}`);
    trace.steps.forEach((step, k) => {
      const name = `step ${k}`;
      const state = outcomes.read(step.state, `${name}: the trace`);
      if (world.terminated?.(state)) throw caseError(`${name}: the world has ended in ${show(step.state)}`);
      if (!world.actions.includes(step.action))
        throw caseError(
          `${name}: "${step.action}" is not an action of ${world.id}${didYouMean(step.action, world.actions)}; it has ${world.actions.join(", ")}`,
        );
      const able = availableActions(world, state);
      if (!able.includes(step.action))
        throw caseError(
          `${name}: "${step.action}" cannot be taken in ${show(step.state)}; ${able.join(", ") || "nothing"} can`,
        );
      const phase = phaseAt(world.phases, k);
      const origin = `${world.id}: transition(${show(step.state)}, "${step.action}")`;
      const found = outcomes.of(origin, (chance) => world.transition(state, step.action, chance, phase));
      const next = states[k + 1];
      const probability = found.get(outcomes.key(next, `step ${k + 1}: the trace`));
      if (probability === undefined) throw caseError(`${name}: ${origin} cannot lead to ${show(next)}`);
      if (!close(probability, step.probability))
        throw caseError(
          `${name}: ${origin} leads to ${show(next)} with probability ${probability}, the trace says ${step.probability}`,
        );
      const { why } = trace.end;
      const ending = k === trace.steps.length - 1 && why !== "cut" ? why : undefined;
      checkRewards(drive, step, name, outcomes.read(next, name), state, phase, ending);
    });
    const end = outcomes.read(trace.end.state, "the trace's end");
    if (trace.end.why === "terminated" && !world.terminated?.(end))
      throw caseError(
        `step ${trace.steps.length}: the world has not ended in ${show(trace.end.state)}, the trace says that it has`,
      );
    return trace.steps.length;
  });
}
