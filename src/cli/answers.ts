import { existsSync } from "node:fs";
import { type Answer, answerOf } from "../audit/behaviours/answers.ts";
import type { Audit } from "../audit/report.ts";
import { InnateError } from "../core/errors.ts";
import { parseAnswers, renderAnswers } from "../report/answers.ts";
import { readText, writeText } from "./files.ts";
import { shortPath } from "./load/places.ts";
import { STATUS, type Status } from "./status.ts";
import type { Target } from "./target.ts";
import { complain } from "./terminal.ts";

export interface AnswerFlags {
  /** numbers of kinds of behaviour, as the report counts them */
  readonly accept: readonly number[];
  readonly reject: readonly number[];
}

/** The file with what was said of a case's behaviours: beside the case; for one that stands in no file, in the working directory. */
const fileOf = ({ name, file, foreign }: Target): string => {
  const kept = foreign?.kind === "gymnasium" ? name.replaceAll(/[:/]/g, "-") : (file ?? name);
  return `${kept.replace(/\.m?[jt]s$/, "")}.answers.json`;
};

/**
 * What was said of a case's behaviours before; nothing where there is no such file.
 *
 * @throws InnateError `usage` if the file is not as it should be
 */
export function answersFor(target: Target): readonly Answer[] {
  const file = fileOf(target);
  if (!existsSync(file)) return [];
  const name = shortPath(file);
  return parseAnswers(readText(file, "it was there a moment ago"), name);
}

export const isAnswering = ({ accept, reject }: AnswerFlags): boolean => accept.length + reject.length > 0;

/**
 * Keeps what is said of the kinds of behaviour that an audit has shown.
 *
 * @throws InnateError `usage` where there is no such kind, or nothing sets it apart
 */
export function keepAnswers(target: Target, audits: readonly Audit[], { accept, reject }: AnswerFlags): Status {
  const audit = audits[0];
  const kinds = audit?.behaviours?.kinds;
  if (audit === undefined || kinds === undefined)
    throw new InnateError(
      "usage",
      `${target.name}: there are no kinds of behaviour to accept or reject: they are shown where a case states no intent`,
    );
  const both = accept.find((number) => reject.includes(number));
  if (both !== undefined) throw new InnateError("usage", `kind ${both} is both accepted and rejected`);
  for (const number of [...accept, ...reject])
    if (kinds[number - 1] === undefined)
      throw new InnateError(
        "usage",
        `${target.name}, drive ${audit.drive}: there is no kind ${number} of behaviour; there are ${kinds.length}`,
      );
  const said = [
    ...accept.map((number) => ({ number, verdict: "accepted" as const })),
    ...reject.map((number) => ({ number, verdict: "rejected" as const })),
  ];
  const answers = said.map(({ number, verdict }) => answerOf(audit, number - 1, verdict));
  const empty = answers.findIndex(({ marks }) => marks.length === 0);
  if (empty >= 0)
    throw new InnateError(
      "usage",
      `${target.name}, drive ${audit.drive}: kind ${said[empty]!.number} takes no state-action that the others do not, so nothing can be kept of it; say what was meant with defineIntent`,
    );
  const file = fileOf(target);
  writeText(file, renderAnswers([...answersFor(target), ...answers]), shortPath(file));
  const list = said.map(({ number, verdict }) => `kind ${number} ${verdict}`).join(", ");
  complain(`${shortPath(file)}: ${list}; every audit of ${target.name} checks it from now on`);
  return STATUS.clean;
}
