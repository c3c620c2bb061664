import { messageOf } from "../../core/errors.ts";
import { ONE, rational } from "../../core/rational.ts";
import { createNumbers, type Numbers } from "../../exact/numbers.ts";
import { type Choice, type Choices, choicesOf } from "./choices.ts";
import { type CompiledCommand, type CompiledUpdate, compileCommand, describeValues } from "./commands.ts";
import type { Values } from "./compile.ts";
import type { Elaborated } from "./elaborate.ts";
import { type Packing, packingOf } from "./packing.ts";
import { problem } from "./source.ts";

/** What is told of a state's rows, one after another. */
export interface Sink {
  /** a row begins: the action, and the choices that it is made of, each as likely as the others; the list holds until the call returns */
  row(action: number, choices: readonly Choice[]): void;
  /** a branch of the row: the packed state that it leads to, which holds until the call returns, and the code of its probability */
  branch(packed: Uint32Array, probability: number): void;
}

/** A model that can be run: what the explorer goes through and what a world draws from. */
export interface Program {
  readonly model: Elaborated;
  readonly packing: Packing;
  /** names of actions, at least one; of a dtmc one */
  readonly actions: Choices["actions"];
  /** for each action what it synchronises on, or ""; of a dtmc "" */
  readonly actionLabels: Choices["labels"];
  /** exact probabilities by their codes; code 0 is probability 1 */
  readonly probabilities: Numbers;
  /**
   * Tells the rows of a state: one for each choice of an mdp, one of all choices of a dtmc.
   *
   * @throws InnateError where a variable leaves its bounds or probabilities do not sum to 1, with the state and the command
   */
  expand(values: Values, sink: Sink): void;
}

/** A model as functions. */
export function compileProgram(model: Elaborated): Program {
  const { kind, variables, source } = model;
  const packing = packingOf(variables);
  const probabilities = createNumbers([ONE]);
  const modules = model.modules.map(({ name, commands }) => ({
    name,
    commands: commands.map((command) => compileCommand(model, command, probabilities)),
  }));
  const choices = choicesOf(model, modules);
  const here = (values: Values): string => `in the state ${describeValues(variables, values)}`;

  // The packed state at hand, and below it what it becomes as the commands of a choice are taken one after another.
  const stack: Uint32Array[] = [new Uint32Array(packing.words)];
  const level = (depth: number): Uint32Array => {
    const found = stack[depth] ?? new Uint32Array(packing.words);
    stack[depth] = found;
    return found;
  };
  /** Writes what an update makes of the state of the level above. */
  const update = (command: CompiledCommand, assignments: CompiledUpdate, values: Values, depth: number): void => {
    const target = level(depth + 1);
    target.set(level(depth));
    for (const { variable, value, at } of assignments) {
      const next = value(values);
      if (next < variable.low || next > variable.high)
        throw problem(
          source,
          at,
          `the module ${command.module} makes ${variable.name} ${next} ${here(values)}; expected a number in [${variable.low}..${variable.high}]`,
        );
      packing.set(target, variable.index, next);
    }
  };
  const take = (choice: Choice, depth: number, probability: number, values: Values, sink: Sink): void => {
    const command = choice.commands[depth];
    if (command === undefined) {
      sink.branch(level(depth), probability);
      return;
    }
    const { updates, codes } = command.outcomes(values);
    for (let k = 0; k < updates.length; k++) {
      update(command, updates[k]!, values, depth);
      const code = probability === 0 ? codes[k]! : probabilities.product(probability, codes[k]!);
      take(choice, depth + 1, code, values, sink);
    }
  };
  const commands = modules.flatMap((module) => module.commands);
  /** What has no value, as a division by 0, as an error that names the command and the state. */
  const blamed = (error: unknown, values: Values): unknown => {
    if (!(error instanceof RangeError)) return error;
    const fails = ({ guard, outcomes }: CompiledCommand): boolean => {
      try {
        if (guard(values)) for (const { value } of outcomes(values).updates.flat()) value(values);
        return false;
      } catch {
        return true;
      }
    };
    const command = commands.find(fails);
    if (command === undefined) return error;
    return problem(
      source,
      command.at,
      `this command of the module ${command.module}: ${messageOf(error)}, ${here(values)}`,
    );
  };

  const found: Choice[] = [];
  const single: Choice[] = [];
  const keep = (choice: Choice): void => {
    found.push(choice);
  };
  const expand = (values: Values, sink: Sink): void => {
    packing.pack(values, level(0));
    found.length = 0;
    choices.each(values, keep);
    if (kind === "mdp") {
      for (const choice of found) {
        single[0] = choice;
        sink.row(choice.action, single);
        take(choice, 0, 0, values, sink);
      }
      return;
    }
    if (found.length === 0) return;
    sink.row(0, found);
    const share = found.length === 1 ? 0 : probabilities.code(rational(1n, BigInt(found.length)));
    for (const choice of found) take(choice, 0, share, values, sink);
  };
  // A model without commands has an action too: for the step of a deadlock to itself.
  const isOne = kind === "dtmc" || choices.actions.length === 0;
  return {
    model,
    packing,
    probabilities,
    actions: isOne ? ["step"] : choices.actions,
    actionLabels: isOne ? [""] : choices.labels,
    expand(values, sink) {
      try {
        expand(values, sink);
      } catch (error) {
        throw blamed(error, values);
      }
    },
  };
}
