import { type AnyDrive, type Parameters, type Settings, settingsOf } from "../../core/case.ts";
import { didYouMean, InnateError, nearest } from "../../core/errors.ts";
import type { Mind } from "../../core/mind.ts";
import { MINDS } from "../../minds/index.ts";

/**
 * The value of every parameter of a case, given some as they were typed.
 *
 * @throws InnateError `usage` if a name is not a parameter, or a value is out of its range
 */
export function parseSettings(parameters: Parameters, typed: Readonly<Record<string, string>>): Settings {
  const given = Object.entries(typed).map(([name, text]) => {
    const parameter = parameters[name];
    const number = Number(text);
    const numeric = parameter !== undefined && !("options" in parameter) && text.trim() !== "" && !Number.isNaN(number);
    return [name, numeric ? number : text] as const;
  });
  return settingsOf(parameters, Object.fromEntries(given));
}

/**
 * The drive of a case that goes by a name.
 *
 * @param owner - what the case goes by, for the error
 * @throws InnateError `usage` if there is none
 */
export function driveOf(drives: Readonly<Record<string, AnyDrive>>, name: string, owner: string): AnyDrive {
  const known = Object.keys(drives);
  if (known.includes(name)) return drives[name]!;
  throw new InnateError("usage", `${owner}: no drive "${name}"${didYouMean(name, known)}; it has ${known.join(", ")}`);
}

/** The mind that lives where none is asked for. */
export const DEFAULT_MIND = "brain-like";

/** @throws InnateError `usage` if there is no mind of that name */
export function mindOf(name: string): Mind {
  const known = Object.keys(MINDS);
  if (!Object.hasOwn(MINDS, name))
    throw new InnateError(
      "usage",
      `no mind "${name}"${didYouMean(name, known)}; the nearest are ${nearest(name, known).slice(0, 3).join(", ")} (innate minds shows all)`,
    );
  return MINDS[name]!();
}
