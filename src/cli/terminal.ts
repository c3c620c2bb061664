import type { WriteStream } from "node:tty";

const set = (value: string | undefined): boolean => value !== undefined && value !== "";

/** Whether a stream is written in colour: on a terminal, unless NO_COLOR; off one, only with FORCE_COLOR. */
export function colored(stream: Pick<WriteStream, "isTTY">, environment = process.env): boolean {
  if (set(environment.NO_COLOR)) return false;
  if (set(environment.FORCE_COLOR)) return environment.FORCE_COLOR !== "0" && environment.FORCE_COLOR !== "false";
  return stream.isTTY === true && environment.TERM !== "dumb" && !set(environment.CI);
}

/** Columns of standard output: those of the terminal up to 100, 80 off one. */
export const columns = (): number => {
  const { isTTY, columns: width } = process.stdout;
  return isTTY && width > 0 ? Math.max(40, Math.min(width, 100)) : 80;
};

export const print = (text: string): void => void process.stdout.write(text);
export const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** Text of a user's file without what would move the cursor or colour the terminal, cut at 300 characters. */
export const harmless = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const plain = text.replace(/\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
  return plain.length > 300 ? `${plain.slice(0, 299)}…` : plain;
};
