/**
 * How minds score in bsuite's experiments: npm run bench:bsuite -- [--quick] [--every n] [--minds a,b] [--experiments a,b] [--seed n] [--out file]
 *
 * Prints a table of scores with 95 % intervals beside what others reach. Each setting that is done is written to the file at once, and
 * settings that stand in it are not run again: what is stopped by Ctrl-C goes on from there. --every 5 runs every fifth setting only, so that
 * intervals are wide; --quick does so for a tenth of the episodes, so that its scores are not bsuite's.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { MINDS } from "../../dist/minds/index.js";
import { EXPERIMENTS } from "../../dist/studies/mind-scores/experiments.js";
import { scoreOf } from "../../dist/studies/mind-scores/score.js";
import { trial } from "../../dist/studies/mind-scores/trial.js";
import { chosen, printRow, refuse, status, whole, withInterval } from "./shared.mjs";

/** Scores of others, re-run with bsuite's own code. */
const OTHERS = { catch: "DQN 0.93, actor-critic 0.92–0.96", "deep-sea": "DQN 0" };

let values;
try {
  ({ values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      every: { type: "string" },
      minds: { type: "string" },
      experiments: { type: "string" },
      seed: { type: "string", default: "1" },
      out: { type: "string", default: "bsuite.json" },
    },
  }));
} catch (error) {
  refuse(error.message);
}
const seed = whole(values.seed, "--seed", 0);
const every = whole(values.every ?? (values.quick ? 5 : 1), "--every");
const minds = chosen(values.minds, Object.keys(MINDS), "mind");
const experiments = chosen(
  values.experiments,
  EXPERIMENTS.map(({ id }) => id),
  "experiment",
).map((name) => EXPERIMENTS.find(({ id }) => id === name));

const done = existsSync(values.out) ? JSON.parse(readFileSync(values.out, "utf8")) : [];
function keep(run) {
  done.push(run);
  writeFileSync(`${values.out}.new`, `${JSON.stringify(done, undefined, 1)}\n`);
  renameSync(`${values.out}.new`, values.out);
}

/** The runs of a mind in an experiment, each lived now or found in the file. */
function runsOf(name, experiment) {
  const settings = experiment.settings.filter((_, k) => k % every === 0);
  const asked = values.quick ? experiment.episodes / 10 : experiment.episodes;
  return settings.map((setting) => {
    const its = {
      mind: name,
      experiment: experiment.id,
      setting: setting.name,
      seed: seed + experiment.settings.indexOf(setting),
      asked,
    };
    const known = done.find((run) => Object.entries(its).every(([key, value]) => run[key] === value));
    if (known !== undefined) return known;
    const begin = performance.now();
    let run;
    for (run of trial(experiment, setting, MINDS[name](), its.seed, asked))
      status(`${name}, ${experiment.id}, ${setting.name}: ${run.episodes} of ${asked} episodes`);
    const lived = { ...its, ...run, seconds: Math.round((performance.now() - begin) / 100) / 10 };
    keep(lived);
    return lived;
  });
}

const rows = experiments.map((experiment) => [
  experiment.id,
  ...minds.map((name) => withInterval(scoreOf(experiment.rule, runsOf(name, experiment)))),
  OTHERS[experiment.id] ?? "–",
]);
status("");
const heads = ["experiment", ...minds, "others"];
const widths = heads.map((head, k) => Math.max(head.length, ...rows.map((row) => row[k].length)));
for (const row of [heads, ...rows])
  printRow(
    row,
    widths.map((width) => width + 2),
    row.length,
  );
if (every > 1) console.log(`every ${every}th setting only`);
if (values.quick) console.log("a tenth of the episodes");
