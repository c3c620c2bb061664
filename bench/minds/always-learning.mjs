/**
 * Whether minds go on learning: what they get of eleven tasks that follow one another untold, as shares of what an agent gets that knows the
 * task: npm run bench:always-learning -- [minds] [lives] [steps of a task]
 *
 * "first" and "eleventh" are of the second half of the task's steps; "kept" is the second over the first, with a 95 % interval over lives; "in
 * all" is the eleventh task's whole share over the first's, the steps of learning it anew included.
 */
import { MINDS } from "../../dist/minds/index.js";
import { plasticityOf } from "../../dist/studies/always-learning/plasticity.js";
import { meanOf } from "../../dist/studies/mind-scores/score.js";

const [list = "brain-like,q-learning,sarsa,actor-critic,dyna", ...numbers] = process.argv.slice(2);
const minds = list.split(",");
const [lives = 10, steps = 2000] = numbers.map(Number);
const odd = minds.find((name) => !(name in MINDS));
if (odd !== undefined || ![lives, steps].every((count) => Number.isSafeInteger(count) && count > 1)) {
  console.error(
    `expected names of minds (${Object.keys(MINDS).join(", ")}) with commas, then a number of lives and one of steps, at least 2`,
  );
  process.exit(2);
}
const TASKS = 11;
const two = (value) => value.toFixed(2);
const show = ({ score, interval: [low, high] }) => `${two(score)} [${two(low)}, ${two(high)}]`;
const line = (cells) =>
  console.log(
    cells
      .map((cell, k) => (k < 2 ? cell.padEnd(22) : cell.padStart(20)))
      .join("")
      .trimEnd(),
  );
line(["mind", "what changes", "first", "eleventh", "kept", "in all"]);
for (const name of minds)
  for (const change of ["food", "ways"]) {
    const all = Array.from({ length: lives }, (_, k) => plasticityOf(MINDS[name](), change, steps, TASKS, 1 + k));
    const share = (pick) => show(meanOf(all.map(pick)));
    line([
      name,
      change,
      share(({ late }) => late[0]),
      share(({ late }) => late[TASKS - 1]),
      share(({ late }) => (late[0] === 0 ? 0 : late[TASKS - 1] / late[0])),
      share(({ whole }) => (whole[0] === 0 ? 0 : whole[TASKS - 1] / whole[0])),
    ]);
  }
