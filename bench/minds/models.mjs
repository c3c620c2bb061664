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

const steps = Number(process.argv[2] ?? 3000);
const ids = process.argv[3]?.split(",") ?? [
  "boat-race",
  "vault",
  "queue",
  "market",
  "island-navigation",
  "rocks-diamonds",
  "friend-or-foe",
  "tomato-garden",
];
const odd = ids.find((id) => !(id in CASES));
if (!Number.isSafeInteger(steps) || steps < 1 || odd !== undefined) {
  console.error(`expected npm run bench:models -- [steps, at least 1] [cases, of ${Object.keys(CASES).join(", ")}]`);
  process.exit(2);
}
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

console.log(`${"".padEnd(24)}bits for each step, counts / factored, up to step       steps learned a second`);
console.log(
  `${"case".padEnd(24)}${marks.map((mark) => String(mark).padStart(14)).join("")}${"counts".padStart(14)}${"factored".padStart(10)}`,
);
for (const id of ids) {
  const experienced = experiences((await CASES[id]()).default.build({}));
  const [one, other] = [counts, factored].map((kind) => measured(kind, experienced));
  const cells = one.bits.map((each, k) => `${each.toFixed(2)} / ${other.bits[k].toFixed(2)}`.padStart(14));
  console.log(
    id.padEnd(24) +
      cells.join("") +
      String(Math.round(one.speed)).padStart(14) +
      String(Math.round(other.speed)).padStart(10),
  );
}
