/**
 * Whether minds go on learning: what they get of eleven tasks that follow one another untold, as shares of what an agent gets that knows the
 * task: npm run bench:always-learning -- [minds] [lives] [steps of a task]
 *
 * "first" and "eleventh" are of the second half of the task's steps; "kept" is the second over the first, with a 95 % interval over lives; "in
 * all" is the eleventh task's whole share over the first's, the steps of learning it anew included.
 */
import { estimate } from "../../dist/audit/learned/statistics.js";
import { MINDS } from "../../dist/minds/index.js";
import { plasticityOf } from "../../dist/studies/always-learning/plasticity.js";
import { chosen, printRow, whole, withInterval } from "./shared.mjs";

const [list = "brain-like,q-learning,sarsa,actor-critic,dyna", ofLives = "10", ofSteps = "2000"] =
  process.argv.slice(2);
const minds = chosen(list, Object.keys(MINDS), "mind");
const lives = whole(ofLives, "lives", 2);
const steps = whole(ofSteps, "steps", 2);
const TASKS = 11;
const row = (cells) => printRow(cells, [22, 22, 20, 20, 20, 20], 2);
row(["mind", "what changes", "first", "eleventh", "kept", "in all"]);
for (const name of minds)
  for (const change of ["food", "ways"]) {
    const all = Array.from({ length: lives }, (_, k) => plasticityOf(MINDS[name](), change, steps, TASKS, 1 + k));
    const share = (pick) => withInterval(estimate(all.map(pick)));
    row([
      name,
      change,
      share(({ late }) => late[0]),
      share(({ late }) => late[TASKS - 1]),
      share(({ late }) => (late[0] === 0 ? 0 : late[TASKS - 1] / late[0])),
      share(({ whole }) => (whole[0] === 0 ? 0 : whole[TASKS - 1] / whole[0])),
    ]);
  }
