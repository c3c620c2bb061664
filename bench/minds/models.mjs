/**
 * How well and how fast the models of minds foresee, and learn: npm run bench:models -- [steps] [cases]
 *
 * In each case an agent acts at random, and each model is asked for the probability of what comes before it learns from it: bits for each
 * step, over the steps up to each mark. What a model is not sure of is spread evenly over all that the features could show (a million where
 * that is more). Speeds are of learning alone, from the first step on, when most is to be learned.
 */
import { CASES } from "../../dist/cases/index.js";
import { beginLife } from "../../dist/core/live.js";
import { createRandom } from "../../dist/core/random.js";
import { counts } from "../../dist/minds/model/counts.js";
import { factored } from "../../dist/minds/model/factored.js";
import { newSituations, wakeSituations } from "../../dist/minds/situations.js";
import { chosen, printRow, whole } from "./shared.mjs";

const CHOSEN = "boat-race,vault,queue,market,island-navigation,rocks-diamonds,friend-or-foe,tomato-garden";
const [ofSteps = "3000", list = CHOSEN] = process.argv.slice(2);
const steps = whole(ofSteps, "steps");
const ids = chosen(list, Object.keys(CASES), "case");
const MOST_SHOWN = 1e6;
const marks = [100, 1000, steps].filter((mark) => mark <= steps);

/** What an agent that acts at random experiences, the same for each model. */
function experiences(setting) {
  const random = createRandom(1);
  const kept = [];
  const recorder = {
    name: "recorder",
    newborn: () => undefined,
    wake: (body) => ({
      act: ({ available }) => ({ action: available[Math.floor(random() * available.length)] }),
      learn: (experience) => kept.push(experience),
      greedy: () => 0,
      value: () => 0,
      memory: () => body,
    }),
  };
  const life = beginLife(setting.world, Object.values(setting.drives)[0], recorder, { seed: 1 });
  life.run(steps);
  return { body: life.body, kept };
}

function measured(kind, { body, kept }) {
  const situations = wakeSituations(body, newSituations(body));
  const model = kind.wake(body, kind.newborn(body), situations);
  const bits = [];
  const shown = body.features.reduce((product, { size }) => product * size, 2);
  let sum = 0;
  let learning = 0;
  for (const [k, { percept, action, next, terminated }] of kept.entries()) {
    const [from, to] = [situations.of(percept), situations.of(next)];
    let foreseen = 0;
    model.foresee(from, action, (end, share, ended) => {
      if (end === to && ended === terminated) foreseen += share;
    });
    const sure = model.sure(from, action);
    sum -= Math.log2(sure * foreseen + (1 - sure) / Math.min(shown, MOST_SHOWN));
    const start = performance.now();
    model.learn(from, action, to, terminated);
    learning += performance.now() - start;
    if (marks.includes(k + 1)) bits.push(sum / (k + 1));
  }
  return { bits, speed: kept.length / (learning / 1000) };
}

const row = (cells) => printRow(cells, [24, ...marks.map(() => 14), 14, 10], 1);
console.log(`${"".padEnd(24)}bits for each step, counts / factored, up to step       steps learned a second`);
row(["case", ...marks.map(String), "counts", "factored"]);
for (const id of ids) {
  const experienced = experiences((await CASES[id]()).default.build({}));
  const [one, other] = [counts, factored].map((kind) => measured(kind, experienced));
  const bits = one.bits.map((each, k) => `${each.toFixed(2)} / ${other.bits[k].toFixed(2)}`);
  row([id, ...bits, ...[one, other].map(({ speed }) => String(Math.round(speed)))]);
}
