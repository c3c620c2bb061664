import { Argument, Command, CommanderError, Help, Option } from "commander";
import { FORMATS } from "../bridge/write/formats.ts";
import { InnateError, messageOf } from "../core/errors.ts";
import type { AuditFlags } from "./audit.ts";
import type { CheckFlags } from "./check.ts";
import type { CompareFlags } from "./compare.ts";
import { completionCommand, SHELLS } from "./completion.ts";
import type { ExportFlags } from "./export.ts";
import { withMeant, withPython } from "./foreign-flags.ts";
import type { JudgeFlags } from "./judge.ts";
import type { LiveFlags } from "./live.ts";
import { collect, discount, other, positive, seed, setting, settings, whole, wholes } from "./options.ts";
import type { ShowFlags } from "./show.ts";
import { STATUS, STATUS_OF, type Status } from "./status.ts";
import { complain } from "./terminal.ts";
import { version } from "./version.ts";

const STATUSES = `
Exit status:
  0    audited; nothing at or above --fail-on
  1    findings at or above --fail-on, in any drive that was audited
  2    wrong command line, unknown case, file not found
  3    not decided: a limit, no intent, or no exact answer and nothing found
  4    the case is unsound: it does not load, throws, or breaks its own declaration
  5    a fault of Innate's own
  130  interrupted; what was found is printed
Of several that apply, the first of 130, 5, 2, 4, 1, 3 counts.`;

const COMPARED = `
Exit status:
  0    something was decided, whatever it is
  2    wrong command line, unknown case or drive, file not found
  3    nothing was decided: a limit, or no score to compare with
  4    the case is unsound
  5    a fault of Innate's own`;

const EXPORTED = `
Exit status:
  0    it was written
  2    wrong command line, unknown case or drive, a file that is there already or cannot be written
  3    nothing was written: a limit, or a world with phases
  4    the case is unsound
  5    a fault of Innate's own
  130  interrupted; nothing was written`;

const CHECKED = `
Exit status:
  0    every property was decided, and no bound is false
  1    a bound is false
  2    wrong command line, unknown property, a property that cannot be asked, file not found
  3    something was not decided: a limit, or with --exact a value that is only known between bounds
  4    the model is unsound: it does not parse, or breaks its own declaration
  5    a fault of Innate's own
  130  interrupted; what was decided is shown
Of several that apply, the first of 130, 5, 2, 4, 1, 3 counts.`;

const JUDGED = `
Exit status:
  0    judged; nothing at or above --fail-on
  1    something that was meant is violated: never and keepPossible are high, reach is medium
  2    wrong command line, unknown case or drive, a file that holds no trajectories of this case
  3    nothing could be judged: a limit, no intent, or no episode that is whole
  4    the case is unsound
  5    a fault of Innate's own`;

const LIVED = `
Exit status:
  0    it was lived to its end
  2    wrong command line, unknown case, drive or mind, a file that cannot be read, written or resumed
  3    a limit on time or memory was reached; what was lived is shown
  4    the case is unsound; the error names step and seed, and the command that replays it
  5    a fault of the mind, or of Innate's own
  130  interrupted; what was lived is shown, and kept where --save is given`;

/** What help says of an option that may be repeated, and is not given. */
const EMPTY = / \(default: (\[\]|\{\})\)$/;

/** Model checkers say --const; it means the same. */
const SET = "--const, --set <name=value>";

/** The commands that open a case, whatever it is. */
const OPENING = ["audit", "compare", "live", "show", "replay", "export"];

/** The command line; every command loads what it needs when it runs, and hands its exit status to `settle`. */
function createProgram(settle: (status: Status) => void): Command {
  const program = new Command("innate");
  program
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(option).replace(EMPTY, "") })
    .description("Audits reward functions: what would an optimal agent make of yours?")
    .version(version(), "-V, --version")
    .addHelpText("after", STATUSES)
    .showSuggestionAfterError()
    .exitOverride();

  withMeant(program.command("audit"))
    .description("find how an optimal agent games the drives of cases, the library's or your own files")
    .argument("<case...>", "a case of the library (innate list), a .ts or .js file, a model (.prism) or gym:ID")
    .option("--drive <name>", "audit this drive only; may be repeated", collect, [])
    .option(SET, "set a parameter of the case or a constant of a model; may be repeated", settings, {})
    .option("--horizon <steps>", "steps after which an episode is cut off", whole)
    .option("--discount <factor>", "weight of a reward one step later, in (0, 1]", discount)
    .addOption(
      new Option("--average", "ask for the average per step in the long run").conflicts(["horizon", "discount"]),
    )
    .addOption(
      new Option("--fail-on <severity>", "least severity that gives exit status 1")
        .choices(["high", "medium", "low", "never"])
        .default("low"),
    )
    .option(
      "--accept <number>",
      "keep that a kind of behaviour was meant, where a case states no intent; may be repeated",
      wholes,
      [],
    )
    .option("--reject <number>", "keep that a kind of behaviour was not meant; may be repeated", wholes, [])
    .option(
      "--learned",
      "let minds live under the drive and a search look for exploits: a lower bound where nothing exact is known",
    )
    .option(
      "--learned-from <name=value>",
      "judge, with --learned, what minds want that learned with a parameter set otherwise; may be repeated",
      setting,
      {},
    )
    .option("--mind <name>", "the mind that lives, with --learned (default: brain-like)")
    .option("--steps <count>", "steps of each life, with --learned (default: 10000)", whole)
    .option("--seeds <count>", "number of lives, with --learned (default: 5)", whole)
    .option("--json", "print one JSON document instead of the report")
    .option("--html <file>", "write one self-contained HTML file as well")
    .option("--sarif <file>", "write the worst findings as SARIF, for what shows remarks beside code")
    .option("--junit <file>", "write a test for each drive as JUnit XML, for what runs on every change")
    .option("--baseline <file>", "accept the findings that the file lists, unless they have become worse")
    .option("--write-baseline <file>", "list the findings in the file, for a reason to be added to each")
    .option("--quiet", "print nothing but errors")
    .option("--time <seconds>", "time for each case (default: 300)", positive)
    .option("--memory <MiB>", "resident memory for each case (default: 4096, or half of the machine's)", positive)
    .option("--max-states <count>", "most states of a world", whole)
    .addHelpText("after", STATUSES)
    .action(async (cases: readonly string[], flags: AuditFlags) => {
      const { auditCommand } = await import("./audit.ts");
      settle(await auditCommand(cases, flags));
    });

  program
    .command("compare")
    .description("how far two drives of a case are from each other, and whether raising one can lower the other")
    .argument("<case>", "a case of the library, a .ts or .js file, a model (.prism) or gym:ID")
    .argument("<drive>", "a drive of the case; intent stands for the score of its intent")
    .argument("<other>", "another")
    .option(SET, "set a parameter of the case or a constant of a model; may be repeated", settings, {})
    .option("--horizon <steps>", "steps after which an episode is cut off", whole)
    .option("--discount <factor>", "weight of a reward one step later, in (0, 1]", discount)
    .option("--json", "print one JSON document")
    .option("--time <seconds>", "time for it (default: 300)", positive)
    .option("--memory <MiB>", "resident memory for it (default: 4096, or half of the machine's)", positive)
    .option("--max-states <count>", "most states of the world", whole)
    .addHelpText("after", COMPARED)
    .action(async (typed: string, drive: string, other: string, flags: CompareFlags) => {
      const { compareCommand } = await import("./compare.ts");
      settle(await compareCommand(typed, [drive, other], flags));
    });

  program
    .command("check")
    .description("check properties of a model: probabilities, rewards, averages, with certified bounds")
    .argument("<model>", "a model in the PRISM language (.prism, .pm, .nm), or in an explicit format (.drn, .tra)")
    .argument("[properties]", "a file of properties")
    .option("--property <property>", "check this one only, by its name or as typed; may be repeated", collect, [])
    .option(SET, "set a constant of the model or the properties, or several: N=4,K=2; may be repeated", settings, {})
    .option("--exact", "give values as exact rationals")
    .option("--json", "print one JSON document")
    .option("--quiet", "print nothing but errors")
    .option("--time <seconds>", "time for all of it (default: 300)", positive)
    .option("--memory <MiB>", "resident memory for it (default: 4096, or half of the machine's)", positive)
    .option("--max-states <count>", "most states of the model", whole)
    .addHelpText("after", CHECKED)
    .action(async (model: string, properties: string | undefined, flags: CheckFlags) => {
      const { checkCommand } = await import("./check.ts");
      settle(await checkCommand(model, properties, flags));
    });

  program
    .command("judge")
    .description("hold what a policy was recorded doing against what was meant, and against the drives")
    .argument("<case>", "a case of the library, a .ts or .js file, or an environment (gym:CartPole-v1)")
    .argument("<trajectories...>", "files of trajectories, records of innate live, or Minari datasets (minari:NAME)")
    .option("--set <name=value>", "set a parameter of the case; may be repeated", setting, {})
    .option("--drive <name>", "the drive whose pay traces show (default: the one recorded, else the case's first)")
    .option("--with <file>", "drives and an intent for what was recorded in an environment, in a .ts, .js or .py file")
    .option(
      "--python <path>",
      "the Python for Minari datasets and --with FILE.py (default: INNATE_PYTHON, python3 or python)",
    )
    .addOption(
      new Option("--fail-on <severity>", "least severity that gives exit status 1")
        .choices(["high", "medium", "low", "never"])
        .default("low"),
    )
    .option("--json", "print one JSON document instead of the report")
    .option("--quiet", "print nothing but errors")
    .option("--time <seconds>", "time for it (default: 300)", positive)
    .option("--memory <MiB>", "resident memory for it (default: 4096, or half of the machine's)", positive)
    .addHelpText("after", JUDGED)
    .action(async (typed: string, files: readonly string[], flags: JudgeFlags) => {
      const { judgeCommand } = await import("./judge.ts");
      settle(await judgeCommand(typed, files, flags));
    });

  program
    .command("live")
    .description("let a mind live in a case, learning all the time, and show what it did and what it thought")
    .argument("<case>", "a case of the library, a .ts or .js file, a model (.prism) or gym:ID")
    .option("--mind <name>", "the mind that lives (innate minds; default: brain-like)")
    .option("--steps <count>", "steps to live", whole, 10_000)
    .option("--seed <number>", "seed of all that is drawn (default: 0)", seed)
    .option("--drive <name>", "the drive that pays it (default: the case's first)")
    .option(SET, "set a parameter of the case or a constant of a model; may be repeated", settings, {})
    .option(
      "--others <field=mind/drive>",
      "another mind, whose acts are the values of a field; may be repeated",
      other,
      {},
    )
    .option("--horizon <steps>", "steps after which an episode is cut off", whole)
    .option("--discount <factor>", "weight of a reward one step later, in (0, 1]", discount)
    .option("--json", "print one JSON document instead of the report")
    .option("--html <file>", "write a replay whose thoughts can be read step by step, as one HTML file")
    .option("--record <file>", "write every moment with its thought, as lines of JSON; compressed where it ends in .gz")
    .option("--save <file>", "save the life every minute and when it is over, so that it can go on")
    .option("--resume <file>", "go on with a saved life, as if it had never stopped")
    .option("--quiet", "print nothing but errors")
    .option("--time <seconds>", "time for it (default: no limit)", positive)
    .option("--memory <MiB>", "resident memory for it (default: 4096, or half of the machine's)", positive)
    .addHelpText("after", LIVED)
    .action(async (typed: string, flags: LiveFlags) => {
      const { liveCommand } = await import("./live.ts");
      settle(await liveCommand(typed, flags));
    });

  withMeant(program.command("export"))
    .description("write a case as a model that other checkers read, with what an audit computes as properties")
    .argument("<case>", "a case of the library, a .ts or .js file, a model (.prism) or gym:ID")
    .addOption(
      new Option(
        "--format <format>",
        "prism (the PRISM language), drn (Storm's explicit format) or tra (PRISM's explicit files); default: prism",
      ).choices(FORMATS),
    )
    .option("--output <file>", "the model's file, or a folder; the others go beside it (default: CASE.FORMAT here)")
    .option("--force", "write over files that are there already")
    .option("--drive <name>", "write this drive only; may be repeated", collect, [])
    .option(SET, "set a parameter of the case or a constant of a model; may be repeated", settings, {})
    .option("--horizon <steps>", "steps after which an episode is cut off", whole)
    .option("--discount <factor>", "weight of a reward one step later, in (0, 1]", discount)
    .addOption(
      new Option("--average", "ask for the average per step in the long run").conflicts(["horizon", "discount"]),
    )
    .option("--json", "print one JSON document about what was written")
    .option("--time <seconds>", "time for it (default: 300)", positive)
    .option("--memory <MiB>", "resident memory for it (default: 4096, or half of the machine's)", positive)
    .option("--max-states <count>", "most states of the world", whole)
    .addHelpText("after", EXPORTED)
    .action(async (typed: string, flags: ExportFlags) => {
      const { exportCommand } = await import("./export.ts");
      settle(await exportCommand(typed, flags));
    });

  program
    .command("minds")
    .description("list the minds that can live in a case")
    .option("--json", "print one JSON document")
    .action(async (flags: { readonly json?: boolean }) => {
      const { mindsCommand } = await import("./minds.ts");
      settle(mindsCommand(flags));
    });

  program
    .command("list")
    .description("list the cases of the library")
    .option("--json", "print one JSON document")
    .action(async (flags: { readonly json?: boolean }) => {
      const { listCommand } = await import("./list.ts");
      settle(listCommand(flags));
    });

  withMeant(program.command("show"))
    .description("describe a case: world, drawing, drives with their lines, intent, parameters, sizes")
    .argument("<case>", "a case of the library, a .ts or .js file, a model (.prism) or gym:ID")
    .option(SET, "set a parameter of the case or a constant of a model; may be repeated", settings, {})
    .option("--max-states <count>", "most states to count", whole)
    .option("--json", "print one JSON document")
    .action(async (typed: string, flags: ShowFlags) => {
      const { showCommand } = await import("./show.ts");
      settle(await showCommand(typed, flags));
    });

  program
    .command("replay")
    .description("go through the traces of a report again, step by step, in the case as it is now")
    .argument("<report>", "what innate audit --json printed, or - for standard input")
    .argument("[finding]", "the id of one finding, such as loop:arrow; all where left out")
    .option("--drive <name>", "findings of this drive only")
    .option("--json", "print the document reduced to what was replayed")
    .action(
      async (file: string, id: string | undefined, flags: { readonly drive?: string; readonly json?: boolean }) => {
        const { replayCommand } = await import("./replay.ts");
        settle(await replayCommand(file, id, flags));
      },
    );

  program
    .command("new")
    .description("write a commented case file that audits")
    .argument("<name>", "the case's name; the file is NAME.ts")
    .action(async (typed: string) => {
      const { newCommand } = await import("./new.ts");
      settle(newCommand(typed));
    });

  program
    .command("completion")
    .description("print a script that completes command lines in a shell")
    .addArgument(new Argument("<shell>", "the shell; the script's first lines say where it goes").choices(SHELLS))
    .action((shell: (typeof SHELLS)[number]) => settle(completionCommand(shell)));

  program
    .command("serve", { hidden: true })
    .option("--parent <number>", "end when the process of this number is gone", whole)
    .addHelpText("after", "\nSteps cases for the Python package innate-bridge, over standard input and output.")
    .action(async (flags: { readonly parent?: number }) => {
      const { serveCommand } = await import("./serve.ts");
      settle(await serveCommand(flags));
    });

  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) => {
      const { completeCommand } = await import("./complete.ts");
      settle(await completeCommand(program, words));
    });
  for (const command of program.commands) if (OPENING.includes(command.name())) withPython(command);
  return program;
}

/** Runs a command line and returns its exit status. */
export async function main(argv: readonly string[]): Promise<Status> {
  let status: Status = STATUS.clean;
  try {
    await createProgram((settled) => {
      status = settled;
    }).parseAsync([...argv]);
    return status;
  } catch (error) {
    // Commander has printed its own complaint; help and version are not errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.clean : STATUS.usage;
    if (error instanceof InnateError) {
      complain(error.message);
      return STATUS_OF[error.fault];
    }
    complain(`a fault of Innate's own: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
    return STATUS.internal;
  }
}

// A reader that stops early (innate list | head) is no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    if (Reflect.get(error, "code") !== "EPIPE") throw error;
    process.exit(process.exitCode ?? STATUS.clean);
  });
process.exitCode = await main(process.argv);
