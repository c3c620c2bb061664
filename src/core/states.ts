import { guard, rejectState } from "./codec.ts";
import type { Fields, Value } from "./field.ts";
import type { State } from "./world.ts";

/** States of any world, real fields included: checked, frozen, and told apart by text. */
export interface States {
  /**
   * A state that came from the world's code, frozen; reading a field that it has not is an error.
   *
   * @param origin - what the state came from, for the error
   * @throws if it is not a record of exactly the declared fields with values of theirs
   */
  checked(state: unknown, origin: () => string): State;
  /** Text that is equal exactly where states are. */
  key(state: State): string;
}

const frozen = (value: Value): Value => (typeof value === "object" ? Object.freeze([...value]) : value);

export function statesOf(fields: Fields): States {
  const entries = Object.entries(fields);
  const digits: number[] = [];
  const plain = guard(Object.keys(fields));
  const behindGuard = <T>(fields: T) => ({ __proto__: plain, ...fields });
  return {
    checked(state, origin) {
      if (state === null || typeof state !== "object" || Object.keys(state).length !== entries.length)
        return rejectState(fields, state, origin());
      const own: Record<string, Value> = {};
      for (const [name, field] of entries) {
        const value: Value | undefined = Reflect.get(state, name);
        if (value === undefined || !field.encode(value, digits, 0)) return rejectState(fields, state, origin());
        own[name] = frozen(value);
      }
      return Object.freeze(behindGuard(own));
    },
    key: (state) => JSON.stringify(entries.map(([name]) => state[name])),
  };
}
