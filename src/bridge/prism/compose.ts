import { didYouMean } from "../../core/errors.ts";
import type { CompiledCommand } from "./commands.ts";
import { problem, type Source } from "./source.ts";
import type { System } from "./syntax.ts";

export interface CompiledModule {
  readonly name: string;
  readonly commands: readonly CompiledCommand[];
}

/** Lists of commands, one of each of which is taken at once. */
export interface Group {
  /** what synchronises them, or "" */
  readonly label: string;
  readonly parts: readonly (readonly CompiledCommand[])[];
}

/** How some modules run together: on what they synchronise, and what they can do. */
interface Process {
  readonly alphabet: ReadonlySet<string>;
  readonly groups: readonly Group[];
}

function processOf({ commands }: CompiledModule): Process {
  const labels = new Set(commands.map(({ label }) => label));
  const groups = [...labels].map((label) => ({
    label,
    parts: [commands.filter((command) => command.label === label)],
  }));
  labels.delete("");
  return { alphabet: labels, groups };
}

/** Two processes beside one another, which take the steps of some labels together only. */
function parallel(left: Process, right: Process, labels: ReadonlySet<string>): Process {
  const alone = ({ groups }: Process): readonly Group[] => groups.filter(({ label }) => !labels.has(label));
  const together = left.groups.flatMap(({ label, parts }) =>
    labels.has(label)
      ? right.groups.flatMap((other) => (other.label === label ? [{ label, parts: [...parts, ...other.parts] }] : []))
      : [],
  );
  return {
    alphabet: new Set([...left.alphabet, ...right.alphabet]),
    groups: [...alone(left), ...alone(right), ...together],
  };
}

const common = (left: Process, right: Process): ReadonlySet<string> =>
  new Set([...left.alphabet].filter((label) => right.alphabet.has(label)));

/** A process under other labels; "" hides. */
function relabel({ alphabet, groups }: Process, nameOf: (label: string) => string): Process {
  const labels = new Set([...alphabet].map(nameOf));
  labels.delete("");
  return { alphabet: labels, groups: groups.map(({ label, parts }) => ({ label: nameOf(label), parts })) };
}

/**
 * What modules can do together: as a model's system says, or in step on every label that two of them have.
 *
 * @throws InnateError where the system leaves a module out, or has one twice
 */
export function compose(
  source: Source,
  modules: readonly CompiledModule[],
  system: System | undefined,
): readonly Group[] {
  if (system === undefined) {
    const [first, ...others] = modules.map(processOf);
    return others.reduce((left, right) => parallel(left, right, common(left, right)), first!).groups;
  }
  const byName = new Map(modules.map((module) => [module.name, module]));
  const used = new Set<string>();
  const build = (part: System): Process => {
    switch (part.kind) {
      case "module": {
        const module = byName.get(part.name);
        if (module === undefined)
          throw problem(
            source,
            part.at,
            `there is no module "${part.name}"${didYouMean(part.name, [...byName.keys()])}`,
          );
        if (used.has(part.name)) throw problem(source, part.at, `the module ${part.name} is there twice`);
        used.add(part.name);
        return processOf(module);
      }
      case "parallel": {
        const [left, right] = [build(part.left), build(part.right)];
        return parallel(left, right, part.labels === "common" ? common(left, right) : part.labels);
      }
      case "hide":
        return relabel(build(part.of), (label) => (part.labels.has(label) ? "" : label));
      case "rename":
        return relabel(build(part.of), (label) => part.renames.get(label) ?? label);
    }
  };
  const { groups } = build(system);
  const left = modules.find(({ name }) => !used.has(name));
  if (left !== undefined) throw problem(source, system.at, `the module ${left.name} is left out of the system`);
  return groups;
}
