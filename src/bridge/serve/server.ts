import { readSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type AnyCase, type AnyDrive, type AnySetting, type Settings, settingsOf } from "../../core/case.ts";
import { didYouMean, InnateError } from "../../core/errors.ts";
import { pictureOf } from "../../core/picture.ts";
import { decodeFrame, encodeFrame, type Frame } from "../frames.ts";
import { type Batch, createBatch, type Lost } from "./batch.ts";

/** What the server needs of the command line, which knows how cases are loaded. */
export interface Host {
  /** @param typed - a case of the library, the path of a user's file or of a model, or gym: and an environment */
  open(typed: string, settings: Settings): Promise<{ readonly name: string; readonly subject: AnyCase }>;
  /** from where what an intent wants to be kept possible is lost */
  lost(setting: AnySetting): Lost;
  /** what to say of an error of a case; one without a name was not opened yet */
  explain(error: unknown, name?: string): string;
}

/** Numbers of the process's standard input and output. */
const [IN, OUT] = [0, 1];
const CHUNK = 1 << 16;

const codeOf = (error: unknown): unknown => (error instanceof Error ? Reflect.get(error, "code") : undefined);
const pause = new Int32Array(new SharedArrayBuffer(4));
/** Does what a pipe that is set not to block may put off; 0 at the end of one, which is an error on Windows. */
function patiently(run: () => number): number {
  for (;;)
    try {
      return run();
    } catch (error) {
      if (codeOf(error) === "EOF") return 0;
      if (codeOf(error) !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
}

/** The frames of standard input, one after another; undefined once it is closed. */
function createInput(): () => Frame | undefined {
  let bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  const chunk = new Uint8Array(CHUNK);
  return () => {
    for (;;) {
      const found = decodeFrame(bytes);
      if (found !== undefined) {
        bytes = bytes.subarray(found.size);
        return found.frame;
      }
      const size = patiently(() => readSync(IN, chunk, 0, CHUNK, null));
      if (size === 0) return undefined;
      const longer = new Uint8Array(bytes.length + size);
      longer.set(bytes);
      longer.set(chunk.subarray(0, size), bytes.length);
      bytes = longer;
    }
  };
}

function send(frame: Frame): void {
  const bytes = encodeFrame(frame);
  for (let at = 0; at < bytes.length; ) at += patiently(() => writeSync(OUT, bytes, at));
}

const bad = (what: string): InnateError => new InnateError("usage", `a message without ${what}`);
const textOf = (header: Frame["header"], name: string): string => {
  const value = header[name];
  if (typeof value === "string") return value;
  throw bad(name);
};
const numberOf = (header: Frame["header"], name: string): number => {
  const value = header[name];
  if (typeof value === "number") return value;
  throw bad(name);
};

function settingsIn(header: Frame["header"]): Settings {
  const given = header.settings;
  if (given === null || typeof given !== "object") throw bad("settings");
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof value === "number" || typeof value === "string") return [name, value];
      throw new InnateError("usage", `settings: ${name} is ${JSON.stringify(value)}, expected a number or text`);
    }),
  );
}

/** The drive of a setting that goes by a name, or its first. */
function driveIn({ world, drives }: AnySetting, name: unknown): readonly [string, AnyDrive] {
  const known = Object.keys(drives);
  const wanted = typeof name === "string" ? name : known[0]!;
  const drive = drives[wanted];
  if (drive !== undefined && known.includes(wanted)) return [wanted, drive];
  throw new InnateError(
    "usage",
    `${world.id}: no drive "${wanted}"${didYouMean(wanted, known)}; it has ${known.join(", ")}`,
  );
}

/** Answers frames about the batches that are open. */
function createService(host: Host) {
  const batches = new Map<number, { readonly name: string; readonly batch: Batch; readonly setting: AnySetting }>();
  let next = 0;
  const open = async (header: Frame["header"]): Promise<Frame> => {
    const given = settingsIn(header);
    const { name: called, subject } = await host.open(textOf(header, "case"), given);
    const settings = settingsOf(subject.parameters, given);
    const setting = subject.build(settings);
    const [name, drive] = driveIn(setting, header.drive);
    const batch = createBatch(setting, drive, {
      worlds: numberOf(header, "worlds"),
      unavailable: textOf(header, "unavailable") === "error" ? "error" : "draw",
      lost: host.lost(setting),
    });
    batches.set(next, { name: called, batch, setting });
    const drives = Object.keys(setting.drives);
    return { header: { batch: next++, settings, drive: name, drives, ...batch.description }, arrays: {} };
  };
  const reply = async ({ header, arrays }: Frame): Promise<Frame> => {
    const kind = textOf(header, "kind");
    if (kind === "open") return open(header);
    const number = numberOf(header, "batch");
    const opened = batches.get(number);
    if (opened === undefined) throw new InnateError("usage", `no batch ${number} is open`);
    const { batch, setting } = opened;
    switch (kind) {
      case "reset": {
        const { worlds, seeds } = header;
        if (!Array.isArray(worlds) || !Array.isArray(seeds)) throw bad("worlds and seeds");
        batch.reset(worlds, seeds);
        return { header: {}, arrays: { rows: batch.rows } };
      }
      case "step": {
        const { action } = arrays;
        if (!(action instanceof Int32Array)) throw bad("actions");
        batch.step(action, header.autoreset === true);
        return { header: {}, arrays: { rows: batch.rows } };
      }
      case "state":
        return { header: { state: batch.state(numberOf(header, "world")) }, arrays: {} };
      case "draw": {
        const { draw, ...plain } = setting.world;
        const state = batch.state(numberOf(header, "world"));
        const picture = pictureOf(setting.world, state);
        const rows = "svg" in picture ? pictureOf(plain, state) : picture;
        return { header: { rows }, arrays: {} };
      }
      case "close":
        batches.delete(number);
        return { header: {}, arrays: {} };
      default:
        throw new InnateError("usage", `a message of the unknown kind "${kind}"`);
    }
  };
  return async (frame: Frame): Promise<Frame> => {
    try {
      return await reply(frame);
    } catch (error) {
      const fault = error instanceof InnateError ? error.fault : "case";
      return {
        header: { error: host.explain(error, batches.get(Number(frame.header.batch))?.name), fault },
        arrays: {},
      };
    }
  };
}

/** Ends this process when another one is gone, whatever this thread is doing. */
export async function endWith(pid: number): Promise<void> {
  const lifeline = new Worker(new URL(import.meta.url.replace(/server(\.[jt]s)$/, "lifeline$1")), { workerData: pid });
  await new Promise((ready) => lifeline.once("online", ready));
  lifeline.unref();
}

/**
 * Serves cases to another program over standard input and output, until its end of them is closed. The first frame is a greeting; then each
 * frame has one answer, and the header of one that could not be done says `error`, and whose fault it is.
 *
 * What a case prints goes to standard error.
 */
export async function serve(host: Host): Promise<void> {
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const read = createInput();
  const answer = createService(host);
  send({ header: { serves: "innate" }, arrays: {} });
  for (let frame = read(); frame !== undefined; frame = read()) send(await answer(frame));
}
