import { closeSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { AnyWorld } from "../../core/case.ts";
import type { LivedMoment } from "../../core/live.ts";
import type { State } from "../../core/world.ts";
import { createRecordWriter, type RecordWriter } from "../../report/life/record.ts";
import type { About } from "../../report/life/report.ts";
import { refused } from "../files.ts";

/** Characters that are gathered before they are written. */
const CHUNK = 1 << 20;
/** Significant digits of the figures of thoughts. */
const DIGITS = 6;

/** A record of a life in a file that grows as it is lived. */
export interface RecordFile {
  /** Takes a moment; returns when the file has taken what has to be written, so that the life never runs ahead of it. */
  write(moment: LivedMoment<State, string>): void;
  /** Writes what has been gathered. */
  flush(): void;
  /** @param isWhole - whether the life was lived to its end */
  close(isWhole: boolean): void;
}

/**
 * Begins a record; one whose name ends in .gz is compressed, in members of at most about a mebibyte of text, so that what is written can be read
 * whatever happens next.
 *
 * @throws InnateError `usage` where the file is there already or cannot be written
 */
export function openRecord(
  file: string,
  of: {
    readonly about: About;
    readonly world: AnyWorld;
    readonly observes: boolean;
    readonly signals: readonly string[];
  },
): RecordFile {
  const { about, world, observes, signals } = of;
  const owner = `--record ${file}`;
  const trying = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw refused(file, error, owner);
    }
  };
  const compressed = file.endsWith(".gz");
  const descriptor = trying(() => openSync(file, "wx"));
  let waiting: string[] = [];
  let size = 0;
  let writer: RecordWriter | undefined;
  const flush = (): void => {
    if (size === 0) return;
    const text = waiting.join("");
    const bytes = compressed ? gzipSync(text) : Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += trying(() => writeSync(descriptor, bytes, at));
    waiting = [];
    size = 0;
  };
  const put = (text: string): void => {
    waiting.push(text);
    size += text.length;
    if (size >= CHUNK) flush();
  };
  const begin = ({ step, episode, time }: LivedMoment<State, string>): RecordWriter => {
    const begun = createRecordWriter({
      format: "innate-record",
      version: 1,
      ...about,
      actions: world.actions,
      signals,
      phases: world.phases ?? [],
      observes,
      digits: DIGITS,
      from: step,
      episode,
      time,
    });
    put(begun.head);
    return begun;
  };
  return {
    write(moment) {
      writer ??= begin(moment);
      put(writer.lines(moment));
    },
    flush,
    close(isWhole) {
      if (isWhole && writer !== undefined) put(writer.foot);
      flush();
      closeSync(descriptor);
    },
  };
}
