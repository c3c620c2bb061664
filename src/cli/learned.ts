import { InnateError } from "../core/errors.ts";
import { DEFAULT_MIND, mindOf } from "./run/settings.ts";

export interface LearnedFlags {
  readonly learned?: boolean;
  readonly mind?: string;
  readonly steps?: number;
  readonly seeds?: number;
  readonly learnedFrom?: Readonly<Record<string, string>>;
}

const DEFAULTS = { mind: DEFAULT_MIND, steps: 10_000, seeds: 5 };
type Asked = typeof DEFAULTS & { readonly from: Readonly<Record<string, string>> };

/**
 * The lives and the search that flags describe.
 *
 * @throws InnateError `usage` if the mind is not known
 */
export function livesOf({ mind, steps, seeds, learnedFrom = {} }: LearnedFlags): Asked {
  const asked = {
    mind: mind ?? DEFAULTS.mind,
    steps: steps ?? DEFAULTS.steps,
    seeds: seeds ?? DEFAULTS.seeds,
    from: learnedFrom,
  };
  mindOf(asked.mind);
  return asked;
}

/**
 * The lives and the search that flags ask for; undefined where they ask for none.
 *
 * @param standIn - whether lives and a search may be needed that nobody asks for
 * @throws InnateError `usage` if a mind is not known, or lives are described that are not needed
 */
export function learnedOf(flags: LearnedFlags, standIn = false): Asked | undefined {
  const { learned, mind, steps, seeds, learnedFrom = {} } = flags;
  if (learned === true || Object.keys(learnedFrom).length > 0) return livesOf(flags);
  const stray = Object.entries({ mind, steps, seeds }).find(([, value]) => value !== undefined)?.[0];
  if (stray !== undefined && !standIn) throw new InnateError("usage", `--${stray} says how minds live: add --learned`);
  return undefined;
}
