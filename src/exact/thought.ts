import { caseError, didYouMean, InnateError } from "../core/errors.ts";
import type { Thought } from "../core/moment.ts";
import type { ReadingColumns } from "./readings.ts";

const refuse = (part: string): never => {
  throw new InnateError(
    "undecided",
    `it reads ${part}, which depends on the mind that acts: not audited exactly; use learned`,
  );
};

/** The thought behind the row that `at` says: the readings that the drive declares, noted as they are read, and nothing else. */
export function thoughtOf(columns: ReadingColumns, at: () => { readonly phase: number; readonly row: number }) {
  const names = Object.keys(columns);
  const read = new Set<string>();
  const readings = new Proxy<Readonly<Record<string, number>>>(
    {},
    {
      ownKeys: () => names,
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get(_, key) {
        if (typeof key === "symbol") return undefined;
        const column = columns[key];
        if (column === undefined)
          throw caseError(
            `it reads thought.readings.${key}, which the drive does not declare${didYouMean(key, names)}; it has ${names.join(", ")}`,
          );
        read.add(key);
        const { phase, row } = at();
        const { values, codes } = column.rows[phase]!;
        return values[codes[row]!];
      },
    },
  );
  const thought = new Proxy<Thought<string>>(
    { readings },
    {
      get: (_, key) =>
        key === "readings" ? readings : typeof key === "symbol" ? undefined : refuse(`moment.thought.${key}`),
    },
  );
  return {
    // Without readings there is nothing to be read of a thought, not even whether there is one.
    get: () => (names.length === 0 ? refuse("moment.thought") : thought),
    reads: (): readonly string[] => names.filter((key) => read.has(key)),
  };
}
