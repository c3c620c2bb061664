import type { CompiledCommand } from "./commands.ts";
import type { Condition, Values } from "./compile.ts";
import { type CompiledModule, compose, type Group } from "./compose.ts";
import { areDisjoint, type Dispatch, dispatchOf } from "./domains.ts";
import type { Elaborated } from "./elaborate.ts";
import { problem, type Source } from "./source.ts";

/** Commands that are taken together. */
export interface Choice {
  /** what they synchronise on, or "" */
  readonly label: string;
  /** index into the names of actions */
  readonly action: number;
  readonly commands: readonly CompiledCommand[];
}

/** What a model can do: in each state some choices, each of them with a name that no other choice of the state has. */
export interface Choices {
  readonly actions: readonly string[];
  /** for each action what it synchronises on, or "" */
  readonly labels: readonly string[];
  /** Calls `visit` with every choice of a state, in the order of the file. */
  each(values: Values, visit: (choice: Choice) => void): void;
}

/** One of the lists of a group: its commands, and which of them need to be tried in a state. */
interface Part {
  readonly commands: readonly CompiledCommand[];
  readonly guards: readonly Condition[];
  readonly dispatch: Dispatch | undefined;
  readonly all: readonly number[];
  /** for each command, which of the part's actions it belongs to */
  readonly colours: readonly number[];
  readonly numColours: number;
}

/**
 * The first number for each command such that those of one number never hold together, as far as single variables tell: then a number
 * names at most one command in each state.
 */
function coloursOf(commands: readonly CompiledCommand[]): readonly number[] {
  const members: CompiledCommand[][] = [];
  return commands.map((command) => {
    const fits = (group: readonly CompiledCommand[]) =>
      group.every(({ domains }) => areDisjoint(domains, command.domains));
    const found = members.findIndex(fits);
    if (found >= 0) members[found]!.push(command);
    else members.push([command]);
    return found >= 0 ? found : members.length - 1;
  });
}

function partOf(
  commands: readonly CompiledCommand[],
  { kind, variables }: Pick<Elaborated, "kind" | "variables">,
): Part {
  // A dtmc has one action, whatever its commands.
  const colours = kind === "dtmc" ? commands.map(() => 0) : coloursOf(commands);
  return {
    commands,
    guards: commands.map(({ guard }) => guard),
    dispatch: dispatchOf(
      commands.map(({ domains }) => domains),
      variables,
    ),
    all: commands.map((_, k) => k),
    colours,
    numColours: Math.max(...colours) + 1,
  };
}

/** "process1 line 12", "process1 lines 12 and 14" */
function placesOf({ commands, colours }: Part, colour: number): string {
  const members = commands.filter((_, k) => colours[k] === colour);
  const lines = [...new Set(members.map(({ at }) => at.line))];
  const last = lines.pop();
  const text = lines.length === 0 ? `line ${last}` : `lines ${lines.join(", ")} and ${last}`;
  return `${members[0]?.module} ${text}`;
}

/**
 * The name of an action: the label, or the module where there is none; and which commands of which modules where several can be
 * taken in one state.
 */
function nameOf(label: string, parts: readonly Part[], colours: readonly number[]): string {
  const places = parts.flatMap((part, k) => (part.numColours > 1 ? [placesOf(part, colours[k]!)] : []));
  const modules = parts.map(({ commands }) => commands[0]?.module);
  if (label !== "") return places.length === 0 ? label : `${label} (${places.join(", ")})`;
  return places.length === 0 ? modules.join(", ") : places.join(", ");
}

/** Refuses modules that go in step and change the same variable. */
function refuseClashes(source: Source, { label, parts }: Group): void {
  const changed = new Map<string, string>();
  for (const commands of parts)
    for (const { module, changes } of commands)
      for (const { variable, at } of changes) {
        const other = changed.get(variable.name) ?? module;
        if (other !== module)
          throw problem(
            source,
            at,
            `${variable.name} is changed by the modules ${other} and ${module} in one step, on [${label}]; expected by one of them`,
          );
        changed.set(variable.name, module);
      }
}

/** Most actions that a model may have. */
const MOST_ACTIONS = 2 ** 16;

/** The choices of a model's modules as they run together. */
export function choicesOf(model: Elaborated, modules: readonly CompiledModule[]): Choices {
  const { source, system } = model;
  const names: string[] = [];
  const numberOf = new Map<string, number>();
  const labels: string[] = [];
  const addAction = (name: string, label: string): number => {
    const times = numberOf.get(name) ?? 0;
    numberOf.set(name, times + 1);
    names.push(times === 0 ? name : `${name} (${times + 1})`);
    labels.push(label);
    if (names.length > MOST_ACTIONS)
      throw problem(source, modules[0]!.commands[0]!.at, `the model has more than ${MOST_ACTIONS} actions`);
    return names.length - 1;
  };
  const groups = compose(source, modules, system).map((group) => {
    refuseClashes(source, group);
    return createGroup(
      group,
      group.parts.map((commands) => partOf(commands, model)),
      addAction,
    );
  });
  return {
    actions: names,
    labels,
    each(values, visit) {
      for (const group of groups) group(values, visit);
    },
  };
}

const candidatesOf = ({ dispatch, all }: Part, values: Values): readonly number[] =>
  dispatch === undefined ? all : dispatch.table[values[dispatch.variable]! - dispatch.low]!;

/** A function that calls `visit` with every choice that a group has in a state. */
function createGroup(
  { label }: Group,
  parts: readonly Part[],
  addAction: (name: string, label: string) => number,
): (values: Values, visit: (choice: Choice) => void) => void {
  // An action for each combination of the parts' numbers, the last part's changing first.
  const actions: number[] = [];
  const addActions = (colours: readonly number[]): void => {
    const part = parts[colours.length];
    if (part === undefined) actions.push(addAction(nameOf(label, parts, colours), label));
    else for (let colour = 0; colour < part.numColours; colour++) addActions([...colours, colour]);
  };
  addActions([]);
  const known = new Map<number, Choice>();
  const picked = parts.map(() => 0);
  const choice = (key: number): Choice => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const action = parts.reduce((sum, { numColours, colours }, k) => sum * numColours + colours[picked[k]!]!, 0);
    const made = { label, action: actions[action]!, commands: parts.map(({ commands }, k) => commands[picked[k]!]!) };
    known.set(key, made);
    return made;
  };
  // The commands of each part that are enabled in the state at hand, and how many.
  const enabled = parts.map(({ commands }) => new Int32Array(commands.length));
  const counts = parts.map(() => 0);
  const pick = (depth: number, key: number, visit: (choice: Choice) => void): void => {
    if (depth === parts.length) {
      visit(choice(key));
      return;
    }
    for (let n = 0; n < counts[depth]!; n++) {
      const k = enabled[depth]![n]!;
      picked[depth] = k;
      pick(depth + 1, key * parts[depth]!.commands.length + k, visit);
    }
  };
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const choices = only.commands.map((_, k) => {
      picked[0] = k;
      return choice(k);
    });
    return (values, visit) => {
      for (const k of candidatesOf(only, values)) if (only.guards[k]!(values)) visit(choices[k]!);
    };
  }
  return (values, visit) => {
    for (let p = 0; p < parts.length; p++) {
      const part = parts[p]!;
      let count = 0;
      for (const k of candidatesOf(part, values)) if (part.guards[k]!(values)) enabled[p]![count++] = k;
      if (count === 0) return;
      counts[p] = count;
    }
    pick(0, 0, visit);
  };
}
