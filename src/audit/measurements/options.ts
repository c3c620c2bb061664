import { toNumber } from "../../core/rational.ts";
import { type Estimate, power } from "../../exact/power.ts";
import type { Context } from "../analysis.ts";
import type { Loss } from "../loss.ts";
import { actionOf } from "../paths/trace.ts";
import type { Options, Quantity } from "../report.ts";

const SAMPLES = 400;
const SEED = 1;
/** The discount where the question has none, or one so near 1 that each sample would take long. */
const DISCOUNT = 0.9;
/** Most branches of a world whose options are sampled: a sample takes some hundred sweeps over them. */
const MOST_BRANCHES = 2000;
/** Standard errors from which a change counts: enough for the many acts that are looked at. */
const SURELY = 4;

const quantityOf = ({ value, low, high }: Estimate): Quantity => ({ value, low, high });

/**
 * Options as POWER at the start, and before and after each act of the worst drive-optimal policy's trace that surely changes it.
 *
 * @returns undefined where the world is too large for it, has phases, or hides its state
 */
export function sampledOptions({ subject, arena, criterion }: Context, loss: Loss | undefined): Options | undefined {
  const { enumeration, product, setting } = subject;
  const { model } = enumeration;
  const rows = model.phases[0]!;
  if (model.phases.length > 1 || arena.beliefs !== undefined || rows.successor.length > MOST_BRANCHES) return undefined;
  const discount = criterion.kind === "discounted" ? Math.min(criterion.discount, DISCOUNT) : DISCOUNT;
  const { of } = power(model, discount, SAMPLES, SEED);
  const looked = new Set<number>();
  const acts = (loss?.path?.steps ?? []).flatMap((step, k): Options["acts"] => {
    const row = product.baseRow[0]![step.row]!;
    if (looked.has(row)) return [];
    looked.add(row);
    const before = [[product.base[step.state]!, 1]] as const;
    const after: [number, number][] = [];
    for (let branch = rows.branchStart[row]!; branch < rows.branchStart[row + 1]!; branch++)
      after.push([rows.successor[branch]!, rows.probability.values[rows.probability.codes[branch]!]!]);
    const change = of([...after, ...before.map(([state, weight]) => [state, -weight] as const)]);
    if (Math.abs(change.value) < SURELY * change.error) return [];
    const action = setting.world.actions[actionOf({ subject }, step)]!;
    return [{ step: k, action, before: quantityOf(of(before)), after: quantityOf(of(after)) }];
  });
  const start = of(model.starts.map(({ state, probability }) => [state, toNumber(probability)] as const));
  return { discount, samples: SAMPLES, seed: SEED, start: quantityOf(start), acts };
}
