import type { Progress } from "../audit/audit.ts";
import { shorten, widthOf } from "../report/text.ts";
import { amount, isOpen } from "./run/explain.ts";

/** Milliseconds before anything is shown, between two drawings, and between two lines off a terminal. */
const DELAY = 1_000;
const REDRAW = 100;
const LINE = 10_000;
const BAR = 24;
const LEAST_BAR = 6;

/** Shows on standard error how far a run has come. */
export interface ProgressBar {
  update(label: string, progress: Progress): void;
  /** takes the bar off the screen; the next update draws it again */
  clear(): void;
  /** takes it off for good */
  close(): void;
}

/**
 * "boat-race naive  sensitivity of time  ██████░░░░  12 of 40"; the bar, then what stands before it, gives way where the line is
 * too long.
 *
 * @param width - columns; no bar is drawn where it is left out
 */
export function progressLine(label: string, progress: Progress, width?: number): string {
  const { drive, stage, done, of } = progress;
  const [head, foot] = [`${label} ${drive}  ${stage}`, amount(progress)];
  if (width === undefined) return `${head}  ${foot}`;
  const left = width - widthOf(foot) - 2;
  const bar = Math.min(BAR, left - widthOf(head) - 2);
  if (of === undefined || of <= 0 || isOpen(stage) || bar < LEAST_BAR) return `${shorten(head, left)}  ${foot}`;
  const filled = Math.round(Math.min(1, done / of) * bar);
  return `${head}  ${"█".repeat(filled)}${"░".repeat(bar - filled)}  ${foot}`;
}

/** A bar on a terminal after a second; off one a plain line every ten seconds; nothing where it is not wanted. */
export function createProgressBar(wanted: boolean): ProgressBar {
  const { stderr } = process;
  const terminal = stderr.isTTY === true && process.env.CI === undefined && process.env.TERM !== "dumb";
  const began = performance.now();
  let drawn = false;
  let closed = !wanted;
  let last = terminal ? began + DELAY - REDRAW : began;
  const clear = () => {
    if (drawn) stderr.write("\r\u001b[K");
    drawn = false;
  };
  return {
    update(label, progress) {
      const now = performance.now();
      if (closed || now - last < (terminal ? REDRAW : LINE)) return;
      last = now;
      const line = progressLine(label, progress, terminal ? (stderr.columns || 80) - 1 : undefined);
      stderr.write(terminal ? `\r${line}\u001b[K` : `${line}\n`);
      drawn = terminal;
    },
    clear,
    close() {
      clear();
      closed = true;
    },
  };
}
