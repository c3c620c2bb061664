/**
 * Our values of the models of the Quantitative Verification Benchmark Set beside those that it publishes: npm run agreement -- [part of a name]
 *
 * Checks every instance whose model is in ../shared/qvbs, each in a process of its own, within 2 minutes of processor time and 8 GiB, and writes
 * docs/agreement.md; with a part of a name, only instances of that name, and prints them. What the verdicts mean is decided in
 * docs/decisions/0032-agreement-with-published-values.md.
 *
 * Exits with 1 where a value differs or a number of states does, with 2 where the models are not there.
 */
import { fork } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { agreement, publishedNumber } from "../dist/bridge/check/agreement.js";
import { check } from "../dist/bridge/check/check.js";
import { explore } from "../dist/bridge/prism/explore.js";
import { parseProperties } from "../dist/bridge/prism/parse-properties.js";
import { readModel } from "../dist/bridge/prism/read.js";
import { formatRational, toNumber } from "../dist/core/rational.js";
import { hasBit } from "../dist/exact/index.js";

const SECONDS = 120;
const GIB = 8;
/** Seconds after which a process is ended that has not ended itself, as it does not tell how far it is. */
const PATIENCE = 8 * SECONDS;
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "../shared/qvbs");
const table = JSON.parse(readFileSync(join(root, "test/fixtures/qvbs.json"), "utf8"));

/** Seconds of processor time of this process, which other processes on the machine do not lengthen. */
function clock() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Checks one instance and sends what is found, in the child process. */
function checkOne({ model: name, properties, constants, values }) {
  const formulas = table.formulas[name];
  const text =
    formulas === undefined
      ? readFileSync(join(folder, properties), "utf8")
      : Object.entries(formulas)
          .map(([property, formula]) => `"${property}": ${formula};`)
          .join("\n");
  const onProgress = () => {
    if (process.memoryUsage.rss() > GIB * 2 ** 30) throw new Error(`${GIB} GiB were reached`);
    if (clock() > SECONDS) throw new Error(`${SECONDS} s were reached`);
  };
  try {
    const file = parseProperties(text, properties ?? name, constants);
    const given = Object.fromEntries(Object.entries(constants).filter(([key]) => !file.constants.includes(key)));
    const began = clock();
    const source = `${readFileSync(join(folder, name), "utf8")}\n${table.additions[name] ?? ""}`;
    const model = explore(readModel(source, name, given), { bytes: 0.6 * GIB * 2 ** 30 }, onProgress);
    const seconds = clock() - began;
    process.send({
      kind: "model",
      states: model.model.states,
      reached: reachedUntil(model, table.countedUntil[name]),
      seconds,
    });
    for (const key of Object.keys(values)) {
      const property = file.properties.find((one) => one.name === key);
      const start = clock();
      const { outcome, how } = check(model, property, file.properties, { onProgress });
      process.send({
        kind: "value",
        name: key,
        seconds: clock() - start,
        how,
        ...agreement(values[key], outcome),
        shown: shownOutcome(outcome),
      });
    }
    process.send({ kind: "done", memory: process.resourceUsage().maxRSS / 1024 });
  } catch (error) {
    process.send({ kind: "stopped", why: error.message });
  }
}

/** The number of states that are reached when those of a goal are not gone on from; of all where there is no goal. */
function reachedUntil({ model, satisfying }, goal) {
  if (goal === undefined) return model.states;
  const ends = satisfying(parseProperties(goal, "goal").properties[0].formula);
  const { rowStart, branchStart, successor } = model.phases[0];
  const queue = new Uint32Array(model.states);
  const seen = new Uint8Array(model.states);
  let tail = 0;
  const visit = (state) => {
    if (seen[state] === 1) return;
    seen[state] = 1;
    queue[tail++] = state;
  };
  for (const { state } of model.starts) visit(state);
  for (let head = 0; head < tail; head++) {
    const state = queue[head];
    if (hasBit(ends, state)) continue;
    for (let b = branchStart[rowStart[state]]; b < branchStart[rowStart[state + 1]]; b++) visit(successor[b]);
  }
  return tail;
}

function shownOutcome(outcome) {
  if (outcome.kind === "truth") return String(outcome.holds);
  if (outcome.kind !== "value") return outcome.why ?? outcome.kind;
  const { low, high, exact } = outcome.figure;
  return exact === undefined ? `[${low}, ${high}]` : formatRational(exact);
}

/** An instance's sizes, values and what stopped it. */
function ask(index) {
  const { model, values } = table.instances[index];
  const child = fork(fileURLToPath(import.meta.url), ["--one", String(index)], {
    execArgv: [`--max-old-space-size=${GIB * 1024}`],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  const result = { values: new Map(), stopped: undefined, ended: false };
  child.on("message", (message) => {
    if (message.kind === "model") result.model = message;
    else if (message.kind === "value") result.values.set(message.name, message);
    else if (message.kind === "stopped") result.stopped = message.why;
    else Object.assign(result, message, { ended: true });
  });
  let noise = "";
  child.stderr.on("data", (text) => {
    noise += text;
  });
  const timer = setTimeout(() => {
    result.stopped = `${SECONDS} s were reached`;
    child.kill("SIGKILL");
  }, PATIENCE * 1000);
  return new Promise((settle) => {
    child.on("close", () => {
      clearTimeout(timer);
      if (!result.ended) result.stopped ??= /heap/.test(noise) ? `${GIB} GiB were reached` : noise.split("\n")[0];
      const missing = Object.keys(values).filter((name) => !result.values.has(name));
      for (const name of missing) result.values.set(name, { verdict: "undecided", shown: result.stopped, seconds: 0 });
      settle({ model, ...result });
    });
  });
}

/** Texts of at most this many characters are shown in full. */
const LONG = 40;

/** "49/128", or where that is long the double near it and how long the fraction is. */
function shownNumber(text) {
  const value = String(text);
  if (value.length <= LONG || value.startsWith("[")) return value;
  return `${toNumber(publishedNumber(value))} (a fraction of ${value.replace("/", "").length} digits)`;
}

/** The difference of a value from what is published, where it is outside of our bounds. */
const shownDifference = ({ verdict, difference }) =>
  difference === undefined ? verdict : `${verdict}, by ${difference.toExponential(1)}`;

const constantsOf = (constants) =>
  Object.entries(constants)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");

const row = (cells) => `| ${cells.join(" | ")} |`;
const rows = (heads, lines) => [row(heads), row(heads.map(() => "---")), ...lines.map(row)].join("\n");
const seconds = (value) => (value === undefined ? "–" : value.toFixed(value < 10 ? 2 : 0));

/** Whether the published number is that of the states reached when those of the goal are not gone on from. */
const isUpToGoal = ({ states }, model) => model !== undefined && model.states !== states && model.reached === states;
const hasPublishedStates = ({ instance, result: { model } }) =>
  model?.states === instance.states || isUpToGoal(instance, model);

function page(found) {
  const verdicts = found.flatMap(({ result }) => [...result.values.values()].map(({ verdict }) => verdict));
  const counts = ["exact", "inside", "close", "differs", "undecided"].map(
    (verdict) => `${verdict} ${verdicts.filter((one) => one === verdict).length}`,
  );
  const stopped = found.filter(({ result }) => result.stopped !== undefined);
  const equal = found.filter(hasPublishedStates).length;
  const upTo = found.filter(({ instance, result }) => isUpToGoal(instance, result.model)).length;
  return `# Agreement with published values

Generated by \`npm run agreement\` (Node ${process.versions.node}) from the models of the set in \`../shared/qvbs\` and the values in
\`test/fixtures/qvbs.json\`. ${table.source}.
What the verdicts mean is decided in [0032](decisions/0032-agreement-with-published-values.md).

${found.length} instances, of which ${equal} have the published number of states, ${upTo} of them by not going on from the goal (marked "to goal").
${verdicts.length} values: ${counts.join(", ")}.
${stopped.length === 0 ? `All fit into ${SECONDS} s and ${GIB} GiB.` : `Not all that was asked fits into ${SECONDS} s and ${GIB} GiB for ${stopped.length} instances; what stopped them is in the table.`}

## Instances

Seconds are of processor time, one run of each instance.

${rows(
  ["model", "constants", "states", "published", "exploring, s", "checking, s", "MiB", "stopped"],
  found.map(({ instance, result }) => [
    instance.model,
    constantsOf(instance.constants),
    result.model?.states ?? "–",
    `${instance.states}${isUpToGoal(instance, result.model) ? " to goal" : ""}`,
    seconds(result.model?.seconds),
    seconds([...result.values.values()].reduce((sum, value) => sum + value.seconds, 0)),
    result.memory === undefined ? "–" : Math.round(result.memory),
    result.stopped ?? "",
  ]),
)}

## Values

${rows(
  ["model", "constants", "property", "ours", "published", "verdict", "s"],
  found.flatMap(({ instance, result }) =>
    Object.entries(instance.values).map(([name, published]) => {
      const value = result.values.get(name);
      return [
        instance.model,
        constantsOf(instance.constants),
        name,
        value.verdict === "undecided" ? value.shown : shownNumber(value.shown),
        shownNumber(published),
        shownDifference(value),
        seconds(value.seconds),
      ];
    }),
  ),
)}
`;
}

async function main(part) {
  const found = [];
  for (const [index, instance] of table.instances.entries()) {
    if (part !== undefined && !`${instance.model} ${constantsOf(instance.constants)}`.includes(part)) continue;
    if (!existsSync(join(folder, instance.model))) continue;
    const result = await ask(index);
    found.push({ instance, result });
    const said = [...result.values].map(([name, value]) => `${name} ${shownDifference(value)}`).join(", ");
    console.log(
      `${instance.model} ${constantsOf(instance.constants)}: ${result.model?.states} states, ${said}${result.stopped === undefined ? "" : `; ${result.stopped}`}`,
    );
  }
  if (part === undefined) writeFileSync(join(root, "docs/agreement.md"), page(found));
  else console.log(page(found));
  const isWrong = (one) =>
    (one.result.model !== undefined && !hasPublishedStates(one)) ||
    [...one.result.values.values()].some(({ verdict }) => verdict === "differs");
  process.exitCode = found.some(isWrong) ? 1 : 0;
}

if (process.argv[2] === "--one") {
  checkOne(table.instances[Number(process.argv[3])]);
  process.disconnect();
} else if (!existsSync(folder)) {
  console.error("the models are not there: expected the benchmark set in ../shared/qvbs");
  process.exit(2);
} else await main(process.argv[2]);
