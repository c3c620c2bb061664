import type { Value } from "../../core/field.ts";
import type { LivedMoment } from "../../core/live.ts";
import type { Thought } from "../../core/moment.ts";
import type { State } from "../../core/world.ts";
import type { About } from "./report.ts";

/**
 * The record of a life: lines of JSON, from which every moment comes back with its thought.
 *
 * The first line is the header. Every other is a list. One that begins with a letter gives the next number, from 0, to what may
 * occur again: `s` a state or an observation, `p` what the terms paid and their sum, `f` a foreseen step, `a` an alternative, `t` a thought; `r`
 * forgets all numbers. `e` begins an episode in a state, and `end` says that nothing was cut off. One that begins with a number is a
 * moment: action, next state, paid, thought (−1 for none), and, where they are not 0, −1 and none, how it ends the episode
 * (1 terminated, 2 truncated), the observation and the signals.
 */
export interface RecordHeader extends About {
  readonly format: "innate-record";
  readonly version: 1;
  readonly actions: readonly string[];
  readonly signals: readonly string[];
  /** steps at which the world's phases begin */
  readonly phases: readonly number[];
  /** whether the mind sees something else than the state */
  readonly observes: boolean;
  /** significant digits of the figures of thoughts; states and rewards are exact */
  readonly digits: number;
  /** the step, the episode and the step of its episode that the first moment has */
  readonly from: number;
  readonly episode: number;
  readonly time: number;
}

type Moment = LivedMoment<State, string>;

/** So many that what occurs again is nearly always known, and so few that a writer needs some 50 MB. */
const NUMBERS = 1 << 16;

/** Turns moments into the lines of a record. */
export interface RecordWriter {
  readonly head: string;
  /** The lines of the next moment, each with its end. */
  lines(moment: Moment): string;
  readonly foot: string;
}

/** Numbers for texts, the same for the same text. */
function createNumbers(tag: string, most: number) {
  const numbers = new Map<string, number>();
  return {
    isFull: () => numbers.size >= most,
    clear: () => numbers.clear(),
    of(body: string, fresh: string[]): number {
      const known = numbers.get(body);
      if (known !== undefined) return known;
      const number = numbers.size;
      numbers.set(body, number);
      fresh.push(`["${tag}",${body}]\n`);
      return number;
    },
  };
}

/**
 * @param most - numbers of a kind from which all are forgotten
 * @example
 * const writer = createRecordWriter(header);
 * stream.write(writer.head);
 * for (const moment of life.live(steps))
 *   if (!stream.write(writer.lines(moment))) await once(stream, "drain"); // the life waits until the file has caught up
 * stream.end(writer.foot);
 */
export function createRecordWriter(header: RecordHeader, most = NUMBERS): RecordWriter {
  const actions = new Map(header.actions.map((action, k) => [action, k]));
  const signals = new Map(header.signals.map((signal, k) => [signal, k]));
  const numbers = {
    state: createNumbers("s", most),
    paid: createNumbers("p", most),
    foreseen: createNumbers("f", most),
    alternative: createNumbers("a", most),
    thought: createNumbers("t", most),
  };
  const kinds = Object.values(numbers);
  const figure = (value: number): string =>
    Number.isFinite(value) ? String(Number(value.toPrecision(header.digits))) : `"${value}"`;
  const actionOf = (action: string): number => actions.get(action) ?? -1;
  let open = false;
  const list = (values: readonly number[] | undefined): string =>
    values === undefined ? "null" : `[${values.join()}]`;
  const optional = (value: number | undefined): string => (value === undefined ? "null" : figure(value));
  const thoughtOf = (thought: Thought<string>, fresh: string[]): number => {
    const { plan, value, hope, sure, readings } = thought;
    const foreseen = thought.foreseen?.map((one) => {
      const observation = numbers.state.of(JSON.stringify(one.observation), fresh);
      const body = [actionOf(one.action), observation, figure(one.probability), figure(one.reward)];
      return numbers.foreseen.of(body.join(), fresh);
    });
    const alternatives = thought.alternatives?.map((one) => {
      const figures = [one.reward, one.later, one.hope, one.sure].map(figure);
      return numbers.alternative.of([actionOf(one.action), ...figures].join(), fresh);
    });
    const said = Object.entries(readings).map(([name, reading]) => `${JSON.stringify(name)}:${figure(reading)}`);
    const figures = [value, hope, sure].map(optional);
    const parts = [list(plan?.map(actionOf)), list(foreseen), ...figures, list(alternatives)];
    return numbers.thought.of(`${parts.join()},{${said.join()}}`, fresh);
  };
  return {
    head: `${JSON.stringify(header)}\n`,
    lines(moment) {
      const fresh: string[] = [];
      if (kinds.some((kind) => kind.isFull())) {
        for (const kind of kinds) kind.clear();
        fresh.push('["r"]\n');
      }
      const numberOf = (value: Value | State): number => numbers.state.of(JSON.stringify(value), fresh);
      const { action, state, nextState, terms, reward, thought, terminated, truncated } = moment;
      if (!open) {
        const start = numberOf(state);
        fresh.push(`["e",${start}]\n`);
      }
      open = !terminated && !truncated;
      const line = [
        actionOf(action),
        numberOf(nextState),
        numbers.paid.of(`${JSON.stringify(terms)},${reward}`, fresh),
        thought === undefined ? -1 : thoughtOf(thought, fresh),
      ];
      const end = terminated ? 1 : truncated ? 2 : 0;
      const observation = header.observes ? numberOf(moment.observation) : -1;
      const occurred = moment.signals.map((name) => signals.get(name) ?? -1);
      if (end !== 0 || observation >= 0 || occurred.length > 0) line.push(end);
      if (observation >= 0 || occurred.length > 0) line.push(observation);
      line.push(...occurred);
      fresh.push(`[${line.join()}]\n`);
      return fresh.join("");
    },
    foot: '["end"]\n',
  };
}
