import { count, formatNumber, formatPercent } from "../report/number.ts";
import { changesOf, formatValue } from "../report/picture.ts";
import { type ForeignFlags, foreignOptions } from "./foreign-flags.ts";
import { ask } from "./run/ask.ts";
import type { Shown } from "./run/messages.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { findTarget } from "./target.ts";
import { complain, print } from "./terminal.ts";

export interface ShowFlags extends ForeignFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly json?: boolean;
  readonly maxStates?: number;
}

/** Rows with their columns aligned, indented by two. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}

/** The starts: the likeliest drawn, and the others by what differs from it. */
function startOf({ start: { count: all = 1, shown } }: Shown): readonly string[] {
  const [first, ...others] = shown;
  if (first === undefined) return [];
  const rows = "svg" in first.picture ? ["drawn as SVG; the HTML report shows it"] : first.picture;
  const share = ({ probability }: typeof first) => (probability === undefined ? "" : formatPercent(probability));
  const several = all > 1;
  const head = `Start: ${count(all, "state")}; the likeliest, ${share(first)}${all > 2 ? ", and the next" : ", and the other"}`;
  const next = others.map((one) => {
    const changes = changesOf(first.state, one.state).map(({ field, to }) => `${field} ${to}`);
    return [share(one), changes.join(", ")];
  });
  const fields = Object.entries(first.state).map(([field, value]) => `${field} ${formatValue(value)}`);
  const left = all - shown.length;
  return [
    several ? head : "Start",
    ...rows.map((row) => `  ${row}`),
    ...(several ? [`  ${fields.join(", ")}`] : []),
    ...table(next),
    ...(left > 0 ? [`  and ${formatNumber(left)} more`] : []),
  ];
}

function timeOf({ horizon, discount, average, phases }: Shown): string {
  const parts = [
    horizon === undefined ? "no horizon" : `${horizon} steps`,
    discount === undefined || discount === 1 ? "no discount" : `discount ${discount}`,
    ...(average ? ["average per step"] : []),
    ...(phases.length === 0 ? [] : [`phases from step ${phases.join(", ")}`]),
  ];
  return parts.join(", ");
}

function sizesOf({ sizes, described }: Shown): readonly string[] {
  const all = Number.isFinite(described) ? formatNumber(described) : "infinitely many";
  if (typeof sizes === "string") return [`  not enumerated: ${sizes}`, `  the fields describe ${all} states`];
  return [
    `  ${count(sizes.states, "reachable state")} of ${all} that the fields describe`,
    `  ${count(sizes.stateActions, "pair")} of a state and an action, ${count(sizes.transitions, "transition")}`,
  ];
}

/** What `innate show` prints of a case. */
export function showText(shown: Shown): string {
  const { fields, actions, drives, intent, parameters } = shown;
  const lines = [
    `${shown.case}${shown.world === shown.case ? "" : ` (world ${shown.world})`}`,
    "",
    ...startOf(shown),
    "",
    "Fields",
    ...table(fields.map(({ name, expected, role }) => [name, expected, role ?? ""])),
    `Actions    ${actions.join(", ")}`,
    `Time       ${timeOf(shown)}`,
    ...(shown.hidden ? ["Observed   by the world's observe, not the state itself"] : []),
    ...(shown.rewardObserved ? [] : ["Rewards    a mind is not told those that it is paid"]),
    ...(shown.truth.length === 0 ? [] : [`Truth      is given beside the sensor ${shown.truth.join(", ")}`]),
    ...(shown.seen ? ["Seen       the world says which moments somebody sees"] : []),
    ...(shown.shutdown ? ["Shutdown   the world says in which states the agent is switched off"] : []),
    ...(shown.signals.length === 0 ? [] : [`Signals    ${shown.signals.join(", ")}`]),
    ...drives.flatMap(({ name, terms, expects, readings }, k) => [
      "",
      `Drive ${name}${k === 0 ? " (under suspicion)" : ""}${expects === undefined ? "" : `, an audit should find ${expects.join(", ") || "nothing"}`}`,
      ...table(
        terms.map(({ name: term, weight, source }) => [
          term,
          weight === "1" ? "" : `× ${weight.replace("-", "−")}`,
          source === undefined ? "" : `${source.file}:${source.line}`,
          source?.text ?? "",
        ]),
      ),
      ...readings.map(
        ({ name: reading, signal, within }) =>
          `  reads ${reading}: how likely ${signal} is within ${count(within, "step")}`,
      ),
    ]),
    "",
    intent.length === 0 ? "Intent     none: an audit shows kinds of behaviour, and judges nothing" : "Intent",
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
export async function showCommand(typed: string, flags: ShowFlags): Promise<Status> {
  const states = flags.maxStates;
  const task = { kind: "show" as const, ...(states === undefined ? {} : { states }) };
  const { answers, failure } = await ask({ ...findTarget(typed, foreignOptions(flags)), task, settings: flags.set });
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
