import { show } from "../../core/errors.ts";
import type { Variable } from "../labelled.ts";
import { columnOf, indexIn, type Lines, misread } from "./lines.ts";

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;

/** The whole number, or the truth value as 0 or 1, that a text writes. */
function readValue(text: string): { readonly type: Variable["type"]; readonly value: number } | undefined {
  if (text === "true" || text === "false") return { type: "bool", value: text === "true" ? 1 : 0 };
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= LEAST && value <= MOST ? { type: "int", value } : undefined;
}

/**
 * The variables of a .sta file, `(x,y)` and then a line `7:(1,true)` for each state.
 *
 * @throws InnateError `case` with line and column if it is none, or a state is missing or stands twice
 */
export function readVariables(lines: Lines, states: number): readonly Variable[] {
  const head = (lines.next() ?? "").trim();
  const names = /^\((.+)\)$/
    .exec(head)?.[1]
    ?.split(",")
    .map((name) => name.trim());
  if (names === undefined) throw misread(lines, `expected the variables, "(x,y)", got ${show(head)}`, 1);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw misread(lines, `variable ${twice} stands twice`, 1);
  const columns = names.map(() => new Int32Array(states));
  const types: Variable["type"][] = [];
  const met = new Uint8Array(states);
  let count = 0;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line.trim() === "") continue;
    const [, index, list] = /^\s*([^:\s]*)\s*:\s*\((.*)\)\s*$/.exec(line) ?? [];
    const texts = list?.split(",").map((text) => text.trim());
    if (index === undefined || texts === undefined || texts.length !== names.length)
      throw misread(
        lines,
        `expected "state:(…)" with ${names.length} values, got ${show(line.trim())}`,
        columnOf(line, 0),
      );
    const state = indexIn(lines, line, 0, index, "state", states);
    if (met[state] === 1) throw misread(lines, `state ${state} stands twice`, columnOf(line, 0));
    met[state] = 1;
    texts.forEach((text, k) => {
      const found = readValue(text);
      types[k] ??= found?.type ?? "int";
      if (found === undefined || found.type !== types[k]) {
        const expected = types[k] === "int" ? "a whole number of 32 bits" : "true or false";
        throw misread(lines, `${names[k]}: expected ${expected}, got ${show(text)}`, line.indexOf("(") + 1);
      }
      columns[k]![state] = found.value;
    });
    count++;
  }
  if (count < states)
    throw misread(lines, `the file ends without state ${met.indexOf(0)}; it has ${count} of ${states}`);
  return names.map((name, k) => ({ name, type: types[k]!, values: columns[k]! }));
}
