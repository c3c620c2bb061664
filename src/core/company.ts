import type { Drive, Ending } from "./drive.ts";
import { didYouMean, InnateError } from "./errors.ts";
import type { Value } from "./field.ts";
import type { Body, Mind, Percept } from "./mind.ts";
import type { Moment } from "./moment.ts";
import { payerOf } from "./pay.ts";
import { seedFor } from "./random.ts";
import { declaredSenses } from "./senses.ts";
import type { World } from "./world.ts";

/** Another mind that lives in the same world, under a drive of its own. */
export interface Other<S, A extends string> {
  readonly mind: Mind;
  readonly drive: Drive<S, A>;
}
/** Other minds by the field that shows what each of them does: the field's values are its actions. */
export type Others<S, A extends string> = Readonly<Record<string, Other<S, A>>>;

/** The other minds of one life. */
export interface Company<S, A extends string> {
  /** The state with what each of the others does in it in place of what the world scripts for them. */
  act(state: S, time: number): S;
  /** Pays them for a moment and lets them learn; `next` is the state after it, before they act there. */
  learn(moment: Moment<S, A>, next: { readonly time: number; readonly why: Ending | undefined }): void;
  memory(): Past;
}

/** What another mind remembers, and what it has done and not learned from yet. */
interface Remembered {
  readonly memory: unknown;
  readonly last: { readonly percept: Percept; readonly action: number } | undefined;
}
type Past = Readonly<Record<string, Remembered>>;

/** The field's values, where another mind can do them. */
function actsOf<S, A extends string>({ id, fields }: World<S, A>, name: string): readonly Value[] {
  const values = Object.hasOwn(fields, name) ? fields[name]!.values : [];
  if (values.length > 0) return values;
  const names = Object.keys(fields).filter((field) => fields[field]!.values.length > 0);
  throw new InnateError(
    "usage",
    `${id}: another mind cannot live in "${name}"${didYouMean(name, names)}; expected a field of few values, which are its actions: ${names.join(", ")}`,
  );
}

/**
 * The other minds in a world. Each perceives the whole state but the field that is its own, and acts before the life's own mind does.
 *
 * @param horizon - steps of an episode
 * @param past - their memories, where the life is one that goes on
 * @throws InnateError `usage` if a field is none of the world's or has too many values to be acts
 */
export function companyOf<S, A extends string>(
  world: World<S, A>,
  others: Others<S, A>,
  {
    seed,
    horizon,
    discount,
  }: { readonly seed: number; readonly horizon: number | undefined; readonly discount: number },
  past: Past | undefined,
): Company<S, A> {
  const members = Object.entries(others).map(([field, { mind, drive }]) => {
    const acts = actsOf(world, field);
    const { [field]: _, ...fields } = world.fields;
    const senses = declaredSenses(fields, `${world.id}: the world`);
    const names = Object.keys(fields);
    const body: Body = {
      features: senses.features,
      actions: acts.map(String),
      signals: [],
      discount,
      ...(horizon === undefined ? {} : { horizon }),
      describe: senses.describe,
    };
    const agent = mind.wake(body, past?.[field]?.memory ?? mind.newborn(body, seedFor(seed, field)));
    const all = acts.map((_, action) => action);
    const percept = (state: S, time: number): Percept => ({
      features: senses.encode(Object.fromEntries(names.map((name) => [name, Reflect.get(Object(state), name)])), true),
      available: world.terminated?.(state) ? [] : all,
      left: horizon === undefined ? Infinity : horizon - time,
    });
    return { field, acts, agent, percept, payer: payerOf(drive, discount) };
  });
  const last = new Map<string, { readonly percept: Percept; readonly action: number }>();
  for (const { field } of members) {
    const before = past?.[field]?.last;
    if (before !== undefined) last.set(field, before);
  }
  return {
    act(state, time) {
      let shown = state;
      for (const { field, acts, agent, percept: perceive } of members) {
        const percept = perceive(state, time);
        const { action } = agent.act(percept);
        last.set(field, { percept, action });
        shown = { ...shown, [field]: acts[action]! };
      }
      return shown;
    },
    learn(moment, { time, why }) {
      for (const { field, agent, percept, payer } of members) {
        const acted = last.get(field);
        if (acted !== undefined)
          agent.learn({
            ...acted,
            reward: payer.pay(moment, why),
            signals: [],
            next: percept(moment.nextState, time),
            terminated: why === "terminated",
            truncated: why === "horizon",
          });
      }
    },
    memory: () =>
      Object.fromEntries(members.map(({ field, agent }) => [field, { memory: agent.memory(), last: last.get(field) }])),
  };
}
