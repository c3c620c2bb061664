import { ask } from "./run/ask.ts";
import type { Shown } from "./run/messages.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { findTarget } from "./target.ts";
import { complain, print } from "./terminal.ts";

/** Rows with their columns aligned, indented by two. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}

const count = (value: number): string => value.toLocaleString("en").replaceAll(",", " ");

function timeOf({ horizon, discount, phases }: Shown): string {
  const parts = [
    horizon === undefined ? "no horizon" : `${horizon} steps`,
    ...(discount === undefined ? [] : [`discount ${discount}`]),
    ...(phases.length === 0 ? [] : [`phases from step ${phases.join(", ")}`]),
  ];
  return parts.join(", ");
}

function sizesOf({ sizes, described }: Shown): readonly string[] {
  const all = `of ${Number.isFinite(described) ? count(described) : "infinitely many"} that the fields describe`;
  if (typeof sizes === "string") return [`  not enumerated: ${sizes}`, `  states ${all}`];
  return [
    `  ${count(sizes.states)} reachable states ${all}`,
    `  ${count(sizes.stateActions)} states with an action, ${count(sizes.transitions)} transitions`,
  ];
}

/** What `innate show` prints of a case. */
export function showText(shown: Shown): string {
  const { start, fields, actions, drives, intent, parameters } = shown;
  const lines = [
    `${shown.case}${shown.world === shown.case ? "" : ` (world ${shown.world})`}`,
    "",
    "Start",
    ...("svg" in start ? ["  drawn as SVG; the HTML report shows it"] : start.map((row) => `  ${row}`)),
    "",
    "Fields",
    ...table(fields.map(({ name, expected, role }) => [name, expected, role ?? ""])),
    `Actions    ${actions.join(", ")}`,
    `Time       ${timeOf(shown)}`,
    ...(shown.hidden ? ["Observed   by the world's observe, not the state itself"] : []),
    ...drives.flatMap(({ name, terms, expects }, k) => [
      "",
      `Drive ${name}${k === 0 ? " (under suspicion)" : ""}${expects === undefined ? "" : `, an audit should find ${expects.join(", ") || "nothing"}`}`,
      ...table(
        terms.map(({ name: term, weight, source }) => [
          term,
          weight === "1" ? "" : `× ${weight}`,
          source === undefined ? "" : `${source.file}:${source.line}`,
          source?.text ?? "",
        ]),
      ),
    ]),
    "",
    intent.length === 0 ? "Intent     none: an audit needs one" : "Intent",
    ...table(intent.map(({ kind, name }) => [kind, kind === "score" ? "" : name])),
    ...(parameters.length === 0 ? [] : ["", "Parameters (--set name=value)"]),
    ...table(parameters.map(({ name, value, range, about }) => [name, `= ${value}`, range, about ?? ""])),
    "",
    "Sizes",
    ...sizesOf(shown),
  ];
  return `${lines.join("\n")}\n`;
}

/** Describes a case; returns the exit status. */
export async function showCommand(
  typed: string,
  flags: { readonly set: Readonly<Record<string, string>>; readonly json?: boolean; readonly maxStates?: number },
): Promise<Status> {
  const states = flags.maxStates;
  const task = { kind: "show" as const, ...(states === undefined ? {} : { states }) };
  const { answers, failure } = await ask({ ...findTarget(typed), task, settings: flags.set });
  for (const answer of answers)
    if (answer.kind === "show")
      print(
        flags.json === true
          ? `${JSON.stringify({ schemaVersion: 1, ...answer.shown }, infinities)}\n`
          : showText(answer.shown),
      );
  if (failure === undefined) return STATUS.clean;
  complain(failure.message);
  return STATUS_OF[failure.blame];
}

const infinities = (_: string, value: unknown): unknown => (value === Number.POSITIVE_INFINITY ? "Infinity" : value);
