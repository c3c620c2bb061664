import { type ChildProcess, spawn } from "node:child_process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { InnateError } from "../core/errors.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frames.ts";

/** The folder that holds the Python package, in the clone and in what npm installs. */
const PACKAGE = fileURLToPath(new URL("../../python/", import.meta.url));
/** Milliseconds that Python is given to answer where nothing else is said; to start, with all that Gymnasium imports. */
const ANSWER_TIME = 30_000;
const START_TIME = 60_000;
/** Milliseconds from being asked to end to being ended. */
const GRACE = 500;
/** Last lines of standard error that an error shows. */
const LINES = 6;
const OLDEST_GYMNASIUM = 1;

export interface PythonOptions {
  /** the interpreter; else what INNATE_PYTHON names, else python3, else python */
  readonly python?: string;
  /** the module that serves, as `python -m` takes it; innate_bridge where left out */
  readonly module?: string;
}

export interface RequestOptions {
  /** milliseconds until the process is ended, counted anew with every sign of progress */
  readonly timeout?: number;
  /** what errors call the request; the op in quotation marks where left out */
  readonly call?: string;
  readonly onProgress?: (progress: Readonly<Record<string, unknown>>) => void;
}

/** A Python process that answers requests; innate_bridge/server.py describes them. */
export interface Python {
  /** the interpreter as it was named */
  readonly command: string;
  readonly pid: number;
  readonly versions: { readonly python: string; readonly gymnasium: string; readonly numpy: string };
  /**
   * The answer to a request. Requests are answered in their order.
   *
   * @param owner - who is asked, for errors: "gym:Taxi-v3"
   * @throws InnateError `usage` if what is asked for does not exist, `case` if an environment fails, crashes or hangs
   */
  request(
    owner: string,
    op: string,
    header?: Frame["header"],
    arrays?: Frame["arrays"],
    options?: RequestOptions,
  ): Promise<Frame>;
  /** Ends the process. */
  close(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

interface Pending {
  readonly owner: string;
  readonly call: string;
  readonly onProgress: RequestOptions["onProgress"];
  readonly timeout: number;
  timer: NodeJS.Timeout;
  settle(frame: Frame): void;
  fail(error: Error): void;
}

/** What is known of a process while it runs, and how it is spoken with. */
interface Connection {
  readonly child: ChildProcess;
  readonly stderr: readonly string[];
  readonly request: Python["request"];
  close(): Promise<void>;
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;

/** "; the last it printed to standard error:" and the lines, indented; "" where there are none. */
const lastWords = (lines: readonly string[]): string =>
  lines.length === 0 ? "" : `; the last it printed:\n${lines.map((line) => `    ${line}`).join("\n")}`;

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const fieldOf = (value: unknown, key: string): unknown =>
  value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined;

/** A file's path as reports write it: relative to the working directory where it lies in it. */
export function writtenPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === "" || path.startsWith("..") ? file : path.replaceAll("\\", "/");
}

/** The error that a server answered with. */
export function answeredError(owner: string, command: string, error: unknown, remark = ""): InnateError {
  const message = textOf(fieldOf(error, "message")) ?? "failed without a message";
  const at = fieldOf(error, "at");
  const file = textOf(fieldOf(at, "file"));
  const place =
    file === undefined
      ? ""
      : `\n    at ${writtenPath(file)}:${fieldOf(at, "line")} in ${fieldOf(at, "function")}   ${fieldOf(at, "text")}`;
  const missing = textOf(fieldOf(error, "missing"));
  const near = fieldOf(error, "nearest");
  const takes = fieldOf(error, "arguments");
  const hint = Array.isArray(takes)
    ? `; ${takes.length === 0 ? "it takes none" : `it takes ${takes.join(", ")}`}`
    : missing !== undefined
      ? `; install it with: ${command} -m pip install "${missing.replaceAll("_", "-")}"`
      : Array.isArray(near) && near.length > 0
        ? `; the nearest are ${near.join(", ")}`
        : "";
  return new InnateError(
    fieldOf(error, "kind") === "request" ? "usage" : "case",
    `${owner}: ${message}${remark}${hint}${place}`,
  );
}

/** Takes frames out of the chunks of a stream. */
function frameReader(take: (frame: Frame) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = 8;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const found = decodeFrame(bytes);
      if (found === undefined) {
        chunks = [bytes];
        wanted = held >= 8 ? 8 + bytes.readUInt32LE(4) : 8;
        continue;
      }
      held -= found.size;
      chunks = held === 0 ? [] : [bytes.subarray(found.size)];
      wanted = 8;
      take(found.frame);
    }
  };
}

/** The variables under which an interpreter finds the package. */
export function pythonVariables(): NodeJS.ProcessEnv {
  const path = [PACKAGE, process.env.PYTHONPATH].filter((part) => part !== undefined && part !== "");
  return {
    ...process.env,
    PYTHONPATH: path.join(process.platform === "win32" ? ";" : ":"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONIOENCODING: "utf-8",
  };
}

/** The interpreters to try, in their order: the one that is named, here or in INNATE_PYTHON, else python3 and python. */
export function interpretersOf(named: string | undefined): readonly string[] {
  const only = named ?? textOf(process.env.INNATE_PYTHON);
  return only === undefined ? ["python3", "python"] : [only];
}

/** Whether a command could not be started as there is none of that name: EACCES is a folder, or a file that may not be run. */
export const isNoCommand = (error: unknown): boolean =>
  error instanceof Error && ["ENOENT", "EACCES"].includes(String(Reflect.get(error, "code")));

/** Starts an interpreter; undefined where there is none of that name that can be run. */
function connect(command: string, module: string): Promise<Connection | undefined> {
  const child = spawn(command, ["-m", module], { stdio: ["pipe", "pipe", "pipe"], env: pythonVariables() });
  running.add(child);
  const stderr: string[] = [];
  const queue: Pending[] = [];
  let count = 0;
  let ended: string | undefined;

  const kill = (): void => {
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), GRACE).unref();
  };
  const failAll = (message: (pending: Pending) => string): void => {
    for (const pending of queue.splice(0)) {
      clearTimeout(pending.timer);
      pending.fail(new InnateError("case", message(pending)));
    }
  };
  const watch = (pending: Pending): NodeJS.Timeout =>
    setTimeout(() => {
      ended = `did not answer ${pending.call} within ${seconds(pending.timeout)} and was ended`;
      failAll(
        ({ owner, call }) =>
          `${owner}: ${call} has not come back after ${seconds(pending.timeout)}${lastWords(stderr)}`,
      );
      kill();
    }, pending.timeout);

  const take = ({ header, arrays }: Frame): void => {
    const pending = queue[0];
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    const progress = header.progress;
    if (progress !== undefined) {
      pending.timer = watch(pending);
      if (progress !== null && typeof progress === "object") pending.onProgress?.({ ...progress });
      return;
    }
    queue.shift();
    if (header.error === undefined) pending.settle({ header, arrays });
    else pending.fail(answeredError(pending.owner, command, header.error));
  };
  const read = frameReader(take);
  child.stdout.on("data", (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      ended = "printed something into its pipe that is no frame";
      failAll(({ owner }) => `${owner}: ${command} ${ended}: ${JSON.stringify(chunk.toString("utf8", 0, 80))}`);
      kill();
    }
  });
  let rest = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = (lines.pop() ?? "").slice(-4096);
    stderr.push(...lines.filter((line) => line.trim() !== "").map((line) => line.slice(0, 400)));
    stderr.splice(0, stderr.length - LINES);
  });
  // What is written to a process that has ended: its end says more.
  child.stdin.on("error", () => {});
  const closed = new Promise<void>((settle) => {
    const over = (code: number | null, signal: NodeJS.Signals | null): void => {
      running.delete(child);
      ended ??= `ended ${signal === null ? `with status ${code}` : `by ${signal}`}`;
      failAll(({ owner, call }) => `${owner}: Python ${ended} during ${call}${lastWords(stderr)}`);
      settle();
    };
    child.on("close", over);
    // What an environment has started may hold the pipes open after it.
    child.on("exit", (code, signal) => setTimeout(() => over(code, signal), GRACE));
  });

  const request: Python["request"] = (owner, op, header = {}, arrays = {}, options = {}) =>
    new Promise((settle, fail) => {
      if (ended !== undefined) {
        fail(new InnateError("case", `${owner}: Python ${ended}`));
        return;
      }
      const { timeout = ANSWER_TIME, call = `"${op}"`, onProgress } = options;
      const pending: Pending = { owner, call, onProgress, timeout, settle, fail, timer: setTimeout(() => {}, 0) };
      clearTimeout(pending.timer);
      pending.timer = watch(pending);
      queue.push(pending);
      child.stdin.write(
        encodeFrame({ header: { ...header, op, request: count++, call, within: timeout / 1000 }, arrays }),
      );
    });
  const close = async (): Promise<void> => {
    child.stdin.end();
    const timer = setTimeout(kill, GRACE);
    await closed;
    clearTimeout(timer);
  };
  return new Promise((settle, fail) => {
    child.on("spawn", () => settle({ child, stderr, request, close }));
    child.on("error", (error) => {
      running.delete(child);
      if (isNoCommand(error)) settle(undefined);
      else fail(new InnateError("usage", `${command} cannot be run: ${error.message}`));
    });
  });
}

/** Why a process that was started does not answer, in words that say what to do. */
function startError(command: string, error: unknown, stderr: readonly string[]): InnateError {
  const missing = stderr.map((line) => /No module named '([\w.]+)'/.exec(line)?.[1]).find((name) => name !== undefined);
  if (missing !== undefined)
    return new InnateError(
      "usage",
      `${command} has no ${missing}; install it with: ${command} -m pip install gymnasium\n` +
        "or name another Python with --python PATH or in INNATE_PYTHON",
    );
  const needs = stderr.find((line) => line.startsWith("innate_bridge needs"));
  if (needs !== undefined) return new InnateError("usage", `${command}: ${needs}`);
  return error instanceof InnateError ? error : new InnateError("usage", `${command} cannot be run: ${error}`);
}

/**
 * A Python process with the bridge in it.
 *
 * @throws InnateError `usage` if there is no Python, no Gymnasium in it, or too old a one
 */
export async function startPython({ python, module = "innate_bridge" }: PythonOptions = {}): Promise<Python> {
  const commands = interpretersOf(python);
  for (const command of commands) {
    const connection = await connect(command, module);
    if (connection === undefined) continue;
    const { child, request, close, stderr } = connection;
    try {
      const { header } = await request(command, "hello", {}, {}, { timeout: START_TIME });
      const versions = {
        python: String(header.python),
        gymnasium: String(header.gymnasium),
        numpy: String(header.numpy),
      };
      if (Number.parseInt(versions.gymnasium, 10) < OLDEST_GYMNASIUM)
        throw new InnateError(
          "usage",
          `${command} has gymnasium ${versions.gymnasium}, expected 1.0 or later; get it with: ${command} -m pip install --upgrade gymnasium`,
        );
      return { command, pid: child.pid ?? 0, versions, request, close };
    } catch (error) {
      await close();
      throw startError(command, error, stderr);
    }
  }
  throw new InnateError(
    "usage",
    commands.length > 1
      ? "no Python: neither python3 nor python is a command here; install Python 3.10 or later and gymnasium, or name one with --python PATH or in INNATE_PYTHON"
      : `no Python "${commands[0]}" that can be run (${python === undefined ? "INNATE_PYTHON" : "--python"} names it)`,
  );
}
