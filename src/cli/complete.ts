import { readFileSync } from "node:fs";
import type { Argument, Command, Option } from "commander";
import { CASES } from "../cases/index.ts";
import type { AnyCase } from "../core/case.ts";
import { MINDS } from "../minds/index.ts";
import { drivesIn } from "./drives-in.ts";
import { STATUS, type Status } from "./status.ts";
import { print } from "./terminal.ts";

/** What may stand in the place of a word: values, each with what it is, and names of files where `files` says so. */
interface Offer {
  readonly values: readonly (readonly [string, string])[];
  readonly files?: boolean;
}

const NOTHING: Offer = { values: [] };
const FILES: Offer = { values: [], files: true };
const named = (values: readonly string[]): Offer => ({ values: values.map((value) => [value, ""]) });

const libraryCase = async (typed: string): Promise<AnyCase | undefined> =>
  Object.hasOwn(CASES, typed) ? (await CASES[typed]!()).default : undefined;

/** The drives of the cases among some words; those of a user's file as its text says, for the file is not run. */
async function drivesOf(words: readonly string[]): Promise<readonly string[]> {
  const drives = await Promise.all(
    words.map(async (word) => {
      const found = await libraryCase(word);
      if (found !== undefined) return Object.keys(found.build({}).drives);
      try {
        return /\.m?[jt]s$/.test(word) ? drivesIn(readFileSync(word, "utf8")) : [];
      } catch {
        return [];
      }
    }),
  );
  return [...new Set(drives.flat())];
}

async function parametersOf(words: readonly string[]): Promise<Offer> {
  const cases = await Promise.all(words.map(libraryCase));
  const parameters = cases.flatMap((found) => Object.entries(found?.parameters ?? {}));
  return { values: parameters.map(([name, { about = "" }]) => [`${name}=`, about]) };
}

/** What an option takes as its value. */
async function valuesOf(option: Option, words: readonly string[]): Promise<Offer> {
  if (option.argChoices !== undefined) return named(option.argChoices);
  if (option.flags.endsWith("<file>")) return FILES;
  if (option.long === "--mind") return named(Object.keys(MINDS));
  if (option.long === "--drive") return named(await drivesOf(words));
  return option.long === "--set" ? parametersOf(words) : NOTHING;
}

/** What an argument of a command can be. */
async function argumentsOf(argument: Argument | undefined, words: readonly string[]): Promise<Offer> {
  if (argument?.argChoices !== undefined) return named(argument.argChoices);
  switch (argument?.name()) {
    case "case":
      return { values: Object.keys(CASES).map((id) => [id, "a case of the library"]), files: true };
    case "drive":
    case "other":
      return named([...(await drivesOf(words)), "intent"]);
    case "report":
    case "model":
    case "properties":
      return FILES;
    default:
      return NOTHING;
  }
}

const optionsOf = (command: Command): Offer => ({
  values: [
    ...command.options.flatMap(({ short, long, description }) =>
      [short, long].flatMap((name) => (name?.startsWith("--") === true ? [[name, description] as const] : [])),
    ),
    ["--help", "help"],
  ],
});

/**
 * What may stand in the place of the last of some words, from the program's own description.
 *
 * @param words - what stands after "innate", the last one perhaps empty or unfinished
 */
async function offerFor(program: Command, words: readonly string[]): Promise<Offer> {
  const before = words.slice(0, -1);
  const last = words[words.length - 1] ?? "";
  const command = program.commands.find((one) => one.name() === before[0]);
  if (command === undefined) {
    if (before.length > 0) return NOTHING;
    const commands = program.commands.filter((one) => one.description() !== "");
    return last.startsWith("-")
      ? optionsOf(program)
      : { values: commands.map((one) => [one.name(), one.description()]) };
  }
  // A shell may split --fail-on=low at the sign.
  const rest = before.slice(1).filter((word) => word !== "=");
  const optionOf = (word = "") => command.options.find(({ long, short }) => [long, short].includes(word));
  /** The option whose value stands in a place. */
  const asked = (k: number): Option | undefined => {
    const option = optionOf(rest[k - 1]);
    return option?.required === true ? option : undefined;
  };
  const own = rest.filter((word, k) => !word.startsWith("-") && asked(k) === undefined);
  const open = asked(rest.length);
  if (open !== undefined) return valuesOf(open, own);
  if (last.startsWith("-")) return optionsOf(command);
  const known = command.registeredArguments;
  const place = known[Math.min(own.length, known.length - 1)];
  return own.length < known.length || place?.variadic === true ? argumentsOf(place, own) : NOTHING;
}

/** Prints what may stand in the place of the last word: a line for each value, a tab before what it is, and ":files" for files. */
export async function completeCommand(program: Command, words: readonly string[]): Promise<Status> {
  const { values, files = false } = await offerFor(program, words);
  const last = words[words.length - 1] ?? "";
  const fitting = values.filter(([value]) => value.startsWith(last));
  const lines = fitting.map(([value, about]) => (about === "" ? value : `${value}\t${about}`));
  print([...lines, ...(files ? [":files"] : [])].map((line) => `${line}\n`).join(""));
  return STATUS.clean;
}
