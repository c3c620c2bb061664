import { show } from "../../core/errors.ts";
import { type Bits, createBits, setBit } from "../../exact/bits.ts";
import { columnOf, indexIn, type Lines, misread, wordsOf } from "./lines.ts";

/**
 * The labels of a .lab file, `0="init" 1="deadlock" 2="goal"` and then a line `7: 0 2` for each state that has some.
 *
 * @throws InnateError `case` with line and column if it is none
 */
export function readLabels(lines: Lines, states: number): ReadonlyMap<string, Bits> {
  const head = lines.next() ?? "";
  const labels: Bits[] = [];
  const named = new Map<string, Bits>();
  const expected = 'expected 0="init" 1="deadlock" …';
  let at = 0;
  for (const [text, index, name] of head.matchAll(/\s*(?:(\d+)="([^"]+)"|(\S+))/g)) {
    const column = at + 1 + text.length - text.trimStart().length;
    at += text.length;
    if (index === undefined || name === undefined)
      throw misread(lines, `${expected}, got ${show(text.trim())}`, column);
    if (Number(index) !== labels.length)
      throw misread(lines, `expected label ${labels.length}, got ${index}: they are numbered in order`, column);
    if (named.has(name)) throw misread(lines, `label "${name}" stands twice`, column);
    const bits = createBits(states);
    labels.push(bits);
    named.set(name, bits);
  }
  if (labels.length === 0) throw misread(lines, `${expected}, got ${show(head.trim())}`, 1);
  const met = new Uint8Array(states);
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    if (colon < 0) throw misread(lines, `expected "state: label label …", got ${show(line.trim())}`, columnOf(line, 0));
    const state = indexIn(lines, line, 0, line.slice(0, colon).trim(), "state", states);
    if (met[state] === 1) throw misread(lines, `state ${state} stands twice`, columnOf(line, 0));
    met[state] = 1;
    const spaced = `${line.slice(0, colon)} ${line.slice(colon + 1)}`;
    wordsOf(spaced)
      .slice(1)
      .forEach((word, k) => {
        setBit(labels[indexIn(lines, spaced, k + 1, word, "label", labels.length)]!, state);
      });
  }
  return named;
}
