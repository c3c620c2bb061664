import type { Progress } from "../audit/audit.ts";

/** Milliseconds before anything is shown, between two drawings, and between two lines off a terminal. */
const DELAY = 1_000;
const REDRAW = 100;
const LINE = 10_000;
const BAR = 24;

/** Shows on standard error how far a run has come. */
export interface ProgressBar {
  update(label: string, progress: Progress): void;
  /** takes the bar off the screen; the next update draws it again */
  clear(): void;
}

const count = (value: number): string => value.toLocaleString("en").replaceAll(",", " ");

/** "boat-race naive  enumerating states  ██████░░░░  12 000 of 40 000" */
export function progressLine(label: string, { drive, stage, done, of }: Progress, bar: boolean): string {
  const share = of === undefined || of <= 0 ? undefined : Math.min(1, done / of);
  const filled = Math.round((share ?? 0) * BAR);
  const drawing = bar && share !== undefined ? `${"█".repeat(filled)}${"░".repeat(BAR - filled)}  ` : "";
  const amount = share === undefined ? count(done) : `${count(done)} of ${count(of ?? 0)}`;
  return `${label} ${drive}  ${stage}  ${drawing}${amount}`;
}

/** A bar on a terminal after a second; off one a plain line every ten seconds; nothing where it is not wanted. */
export function createProgressBar(wanted: boolean): ProgressBar {
  const { stderr } = process;
  const terminal = stderr.isTTY === true && process.env.CI === undefined && process.env.TERM !== "dumb";
  const began = performance.now();
  let drawn = false;
  let last = terminal ? began + DELAY - REDRAW : began;
  return {
    update(label, progress) {
      const now = performance.now();
      if (!wanted || now - last < (terminal ? REDRAW : LINE)) return;
      last = now;
      const line = progressLine(label, progress, terminal);
      stderr.write(terminal ? `\r${line.slice(0, (stderr.columns || 80) - 1)}\u001b[K` : `${line}\n`);
      drawn = terminal;
    },
    clear() {
      if (drawn) stderr.write("\r\u001b[K");
      drawn = false;
    },
  };
}
