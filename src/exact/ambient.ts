import { caseError } from "../core/errors.ts";

/** A global function that answers from outside its arguments, and what stands in its place while the user's code runs. */
interface Trap {
  readonly owner: object;
  readonly key: string;
  readonly trap: unknown;
}

const clock = (call: string) => (): never => {
  throw caseError(
    `it uses the clock (${call}); what depends on the time needs a field of the state that counts it, or phases`,
  );
};
const { Date: RealDate, performance: watch } = globalThis;

const TRAPS: readonly Trap[] = [
  {
    owner: Math,
    key: "random",
    trap: () => {
      throw caseError("it uses Math.random; draw from chance, so that every outcome is known");
    },
  },
  { owner: RealDate, key: "now", trap: clock("Date.now()") },
  {
    owner: globalThis,
    key: "Date",
    trap: new Proxy(RealDate, {
      construct: (target, args, newTarget): object =>
        args.length === 0 ? clock("new Date()")() : Reflect.construct(target, args, newTarget),
      apply: clock("Date()"),
    }),
  },
  // An engine without `performance` has no such clock either.
  ...(watch === undefined ? [] : [{ owner: watch, key: "now", trap: clock("performance.now()") }]),
];

/** Sets the traps; the function that puts everything back. */
function set(): () => void {
  const before = TRAPS.map(({ owner, key }) => Reflect.getOwnPropertyDescriptor(owner, key));
  for (const { owner, key, trap } of TRAPS)
    Reflect.defineProperty(owner, key, { value: trap, writable: true, enumerable: false, configurable: true });
  return () => {
    for (const [k, { owner, key }] of TRAPS.entries()) {
      const own = before[k];
      if (own === undefined) Reflect.deleteProperty(owner, key);
      else Reflect.defineProperty(owner, key, own);
    }
  };
}

let putBack: (() => void) | undefined;
const release = (): void => {
  putBack?.();
  putBack = undefined;
};

/** Runs `body` while `Math.random` and the clock are errors: worlds and drives draw from `chance` alone and know no time. */
export function withoutAmbient<T>(body: () => T): T {
  if (putBack !== undefined) return body();
  putBack = set();
  try {
    return body();
  } finally {
    release();
  }
}

/** Runs `body`, which is not the user's code, with the real functions, from inside `withoutAmbient`. */
export function withAmbient<T>(body: () => T): T {
  if (putBack === undefined) return body();
  release();
  try {
    return body();
  } finally {
    putBack = set();
  }
}
