/**
 * Prints what speed was aimed at beside what was measured: npm run bench
 *
 * Needs `npm run build`. Everything runs one after another in the same run; of several runs the median counts, and the spread
 * stands beside it. What needs a C compiler is left out where there is none.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CASES } from "../dist/cases/index.js";
import { enumerate } from "../dist/exact/enumerate.js";
import { solve } from "../dist/exact/solve.js";
import { grid, problemOf } from "./worlds.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const times = (count, run) => Array.from({ length: count }, run);
const million = (value) => (value / 1e6).toFixed(value < 1e7 ? 2 : 0);

/** Seconds that `run` takes. */
function timed(run) {
  const begin = performance.now();
  run();
  return (performance.now() - begin) / 1000;
}

const load = () => loadavg()[0].toFixed(1);
const line = (what, aim, measured, spread, met) =>
  console.log(
    `${what.padEnd(46)} ${aim.padStart(10)} ${measured.padStart(12)}  ${spread.padEnd(17)} ${met === undefined ? "" : met ? "met" : "MISSED"}`.trimEnd(),
  );
/** A row for values of which the median counts; `more` says whether more is better. */
function row(what, aim, values, unit, show, more = false) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const middle = median(values);
  const met = aim === undefined ? undefined : more ? middle >= aim : middle <= aim;
  const sign = more ? "≥" : "≤";
  line(
    what,
    aim === undefined ? "–" : `${sign} ${show(aim)}`,
    `${show(middle)} ${unit}`,
    values.length > 1 ? `${show(low)}–${show(high)}` : "",
    met,
  );
}
const heading = (text) => console.log(`\n${text}`);

function startUp() {
  heading("command line, seconds of a whole process, median of 7");
  const inSeconds = (value) => value.toFixed(2);
  for (const flag of ["--help", "list"])
    row(
      `innate ${flag}`,
      0.4,
      times(7, () => timed(() => spawnSync(process.execPath, [here("../bin/innate.js"), flag]))),
      "s",
      inSeconds,
    );
  row(
    "innate audit boat-race",
    undefined,
    times(5, () => timed(() => spawnSync(process.execPath, [here("../bin/innate.js"), "audit", "boat-race"]))),
    "s",
    inSeconds,
  );
}

const child = (id) => JSON.parse(execFileSync(process.execPath, [here("child.mjs"), id], { encoding: "utf8" }));

function audits() {
  heading("audit and terminal report of a case, seconds after start-up in a fresh process, median of 3");
  for (const id of Object.keys(CASES))
    row(
      id,
      id === "boat-race" ? 0.3 : id === "shopkeeper" ? undefined : 2,
      times(3, () => child(id).seconds),
      "s",
      (value) => value.toFixed(2),
    );
}

function enumeration() {
  heading("enumeration, million states a second, one thread, 500 × 500 × 2 states, median of 5");
  const rates = (slip) =>
    times(5, () => {
      let states = 0;
      const seconds = timed(() => {
        states = enumerate(grid(500, slip)).model.states;
      });
      return states / seconds;
    });
  row("grid with a key, spread syntax", 0.5e6, rates(0), "M/s", million, true);
  row("the same with wind (chance.flip)", 0.5e6, rates(0.1), "M/s", million, true);
}

const bytesOf = ({ phases: [rows] }) =>
  [rows.rowStart, rows.action, rows.branchStart, rows.successor, rows.probability.codes].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );

/** Writes a model for sweep.c. */
function writeModel(file, { model, payoff }) {
  const [rows] = model.phases;
  const [column] = payoff.rows;
  const sizes = Uint32Array.of(model.states, rows.action.length, rows.successor.length);
  const probability = Float64Array.from(rows.probability.codes, (code) => rows.probability.values[code]);
  const reward = Float64Array.from(column.codes, (code) => column.values[code]);
  const parts = [sizes, rows.rowStart, rows.branchStart, rows.successor, probability, reward];
  writeFileSync(
    file,
    Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))),
  );
}

/** Bytes that one sweep of values in doubles has to move, by PERFORMANCE.md's count. */
const sweepBytes = (transitions, rows, states, probability, reward, pointer) =>
  transitions * (4 + probability) + rows * (reward + pointer) + states * (4 + 24);

const SWEEPS = 25;
const DISCOUNT = 0.95;
/** Seconds after which a discounted solve is given up. */
const PATIENCE = 30;
const MODELS = [
  { name: "deterministic", slip: 0, bytes: 8, probability: 1, pointer: 0 },
  { name: "2 branches", slip: 0.1, bytes: 14, probability: 1, pointer: 4 },
];
const two = (value) => value.toFixed(2);

/** The twin in C; undefined where there is no compiler. */
function createTwin(folder) {
  const program = join(folder, "sweep");
  const built = spawnSync("cc", ["-O2", "-o", program, here("sweep.c"), "-lm"], { encoding: "utf8" });
  if (built.status !== 0) return undefined;
  return (problem) => {
    const file = join(folder, "model");
    writeModel(file, problem);
    const lines = execFileSync(program, [file, `${SWEEPS}`, `${DISCOUNT}`], { encoding: "utf8" }).split("\n");
    const [finite, discounted, bandwidth] = lines.map((text) => Number(text.split(" ")[0]));
    return { finite, discounted, bandwidth };
  };
}

/** Finite horizon: sweeps in transitions a second. */
function sweeps(twin, { name, slip, bytes, probability, pointer }) {
  heading(`sweeps over a finite horizon, ${name}, 700 × 700 × 2 states, 4 actions, median of 5`);
  const problem = problemOf(700, slip);
  const { model } = problem;
  const [{ successor, action }] = model.phases;
  const transitions = successor.length;
  const size = bytesOf(model) / transitions;
  line("bytes of the model per transition", `≤ ${bytes}`, size.toFixed(1), "", size <= bytes);
  const finite = { ...problem, criterion: { kind: "finite", horizon: SWEEPS, discount: 1 } };
  const runs = times(5, () => ({ own: timed(() => solve(finite)), twin: twin?.(problem) }));
  const rate = (seconds) => (SWEEPS * transitions) / seconds;
  const print = (what, aim, value, unit, show) => row(what, aim, runs.map(value), unit, show, true);
  print("transitions a second, millions", undefined, (run) => rate(run.own), "M/s", million);
  if (twin === undefined) return;
  const share = (moved, seconds, run) => (SWEEPS * moved) / run.twin.bandwidth / seconds;
  const ours = sweepBytes(transitions, action.length, model.states, probability, 1, pointer);
  const theirs = sweepBytes(transitions, action.length, model.states, 8, 8, 4);
  print("  the same in C", undefined, (run) => rate(run.twin.finite), "M/s", million);
  print("  ours ÷ C", 0.8, (run) => run.twin.finite / run.own, "", two);
  print(
    "  read bandwidth in C, 256 MiB",
    undefined,
    (run) => run.twin.bandwidth / 1e9,
    "GB/s",
    (value) => value.toFixed(1),
  );
  print("  share of the memory limit, ours", 0.6, (run) => share(ours, run.own, run), "", two);
  print("  share of the memory limit, C", undefined, (run) => share(theirs, run.twin.finite, run), "", two);
}

/** Without a horizon: from the model to checked bounds, against plain value iteration to the same precision. */
function discounted(twin, { name, slip }) {
  const size = 100;
  heading(
    `discount ${DISCOUNT} to checked bounds, ${name}, ${size} × ${size} × 2 states, one run, given up after ${PATIENCE} s`,
  );
  const { stdout, status } = spawnSync(
    process.execPath,
    [here("discounted.mjs"), `${size}`, `${slip}`, `${DISCOUNT}`],
    { encoding: "utf8", timeout: PATIENCE * 1000 },
  );
  if (status !== 0) line("seconds", "–", `over ${PATIENCE} s`, "", undefined);
  else {
    const { seconds, why } = JSON.parse(stdout);
    row("seconds", undefined, [seconds], "s", two);
    if (why !== undefined) console.log(`  undecided: ${why}`);
  }
  if (twin !== undefined)
    row("  plain value iteration in C", undefined, [twin(problemOf(size, slip)).discounted], "s", two);
}

function solvers() {
  const folder = mkdtempSync(join(tmpdir(), "innate-bench-"));
  try {
    const twin = createTwin(folder);
    if (twin === undefined) console.log("\nno C compiler (cc): the twin in C and the read bandwidth are left out");
    for (const model of MODELS) sweeps(twin, model);
    for (const model of MODELS) discounted(twin, model);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function large() {
  heading("audit of a world of 2 million states, 100 steps, two terms, score and one rule; one run each");
  for (const [id, what] of [
    ["grid", "grid, of which 100 steps lead to a part"],
    ["register", "shift register, of which 11 steps lead to all"],
  ]) {
    const { seconds, mebibytes } = child(id);
    row(`${what}`, 2048, [mebibytes], "MiB", (value) => value.toFixed(0));
    row("  seconds", undefined, [seconds], "s", (value) => value.toFixed(1));
  }
}

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.versions.node}; load before: ${load()}`,
);
line("", "aim", "measured", "spread");
startUp();
audits();
enumeration();
solvers();
large();
console.log(`\nload after: ${load()}`);
