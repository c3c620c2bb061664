/**
 * How many steps minds live until they do what is best for the drive, on every library case that can be enumerated:
 * npm run bench:competence -- [--minds a,b] [--cases a,b] [--seeds n] [--most steps]
 *
 * A mind is competent when its greedy policy, evaluated exactly, has gone 99 % of the way from a uniformly random agent to the exact
 * optimum under the case's own question, at three checkpoints in a row; each checkpoint has 1.25 times the steps of the one before. Prints the
 * median over seeds of the steps at the first of the three, and the share that was reached where there is none.
 */
import { parseArgs } from "node:util";
import { CASES } from "../../dist/cases/index.js";
import { messageOf } from "../../dist/core/errors.js";
import { MINDS } from "../../dist/minds/index.js";
import { competenceOf } from "../../dist/studies/competence/measure.js";
import { yardstickOf } from "../../dist/studies/competence/yardstick.js";
import { chosen, median, status, whole } from "./shared.mjs";

const { values } = parseArgs({
  options: {
    minds: { type: "string", default: "brain-like,q-learning,dyna" },
    cases: { type: "string" },
    seeds: { type: "string", default: "3" },
    most: { type: "string", default: "200000" },
  },
});
const minds = chosen(values.minds, Object.keys(MINDS), "mind");
const cases = chosen(values.cases, Object.keys(CASES), "case");
const seeds = Array.from({ length: whole(values.seeds, "--seeds") }, (_, k) => k + 1);
const most = whole(values.most, "--most");

/** The steps of one mind on one drive: those of the median seed, Infinity where that never became competent. */
function measure(setting, drive, mind, yardstick) {
  const lives = seeds.map((seed) => competenceOf(setting, drive, MINDS[mind](), yardstick, seed, most));
  return {
    steps: median(lives.map(({ reached }) => reached ?? Infinity)),
    share: median(lives.map(({ shares }) => shares.at(-1).share)),
  };
}
const cell = ({ steps, share }) =>
  steps === Infinity ? `never (${(100 * share).toFixed(1)} %)` : steps.toLocaleString("en");
const times = (ours, theirs) =>
  ours === Infinity
    ? theirs === Infinity
      ? "–"
      : "0"
    : theirs === Infinity
      ? `> ${(most / ours).toFixed(0)}×`
      : `${(theirs / ours).toFixed(1)}×`;

console.log(
  `| case | drive | states | optimum | random | ${minds.join(" | ")} | ${minds
    .slice(1)
    .map((mind) => `${mind} ÷ ${minds[0]}`)
    .join(" | ")} |`,
);
console.log(`|---|---|${"---:|".repeat(3 + 2 * minds.length - 1)}`);
const ratios = minds.map(() => []);
let competent = 0;
let rows = 0;
for (const id of cases) {
  const setting = (await CASES[id]()).default.build({});
  for (const drive of Object.keys(setting.drives)) {
    try {
      const yardstick = yardstickOf(setting, drive);
      const figures = minds.map((mind) => {
        status(`${id}, ${drive}, ${mind}`);
        return measure(setting, drive, mind, yardstick);
      });
      const [ours, ...others] = figures;
      rows++;
      if (ours.steps < Infinity) competent++;
      for (const [k, { steps }] of others.entries())
        ratios[k + 1].push(Math.min(steps, most) / Math.min(ours.steps, most));
      status("");
      const { states, optimum, uniform } = yardstick;
      console.log(
        `| ${[id, drive, states, optimum.toFixed(2), uniform.toFixed(2), ...figures.map(cell), ...others.map(({ steps }) => times(ours.steps, steps))].join(" | ")} |`,
      );
    } catch (error) {
      console.log(`| ${id} | ${drive} | not measured: ${messageOf(error).split("\n")[0]} |`);
    }
  }
}
console.log(
  `\n${minds[0]} is competent on ${competent} of ${rows}; seeds ${seeds[0]} to ${seeds.at(-1)}, at most ${most.toLocaleString("en")} steps.`,
);
minds.slice(1).forEach((mind, k) => {
  console.log(
    `Median of steps of ${mind} ÷ steps of ${minds[0]}: ${median(ratios[k + 1]).toFixed(1)} (a life that never became competent counts as ${most.toLocaleString("en")} steps).`,
  );
});
