import { type Parameters, type Settings, settingsOf } from "../../core/case.ts";

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
