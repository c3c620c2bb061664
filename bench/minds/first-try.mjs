/**
 * What minds do at their first try in rooms that they never met, whose parts they did: npm run bench:first-try -- [lives] [steps] [minds]
 *
 * Each life goes on for so many steps in half of all combinations of locks and chests, and is then tried in the other half. "like": the key
 * of the lock's colour opens it. "whim": which key opens a lock depends on the chest too, so that nothing learned of either helps.
 */
import { meanOf, rate } from "../../dist/audit/learned/statistics.js";
import { MINDS } from "../../dist/minds/index.js";
import { firstTries } from "../../dist/studies/first-try/measure.js";
import { chosen, printRow, status, whole, withInterval } from "./shared.mjs";

const [ofLives = "10", ofSteps = "3000", list = "brain-like-factored,brain-like,q-learning"] = process.argv.slice(2);
const lives = whole(ofLives, "lives");
const steps = whole(ofSteps, "steps");
const names = chosen(list, Object.keys(MINDS), "mind");
/** The mean share over lives, each life counted as one trial whatever the number of its tries, as these are not independent. */
const share = (shares) => withInterval(rate(meanOf(shares) * lives, lives));
const row = (cells) => printRow(cells, [22, 8, 20, 20], 4);

console.log(`${lives} lives of ${steps} steps, seeds 1 to ${lives}; mean share of rooms mastered (95 % interval)\n`);
row(["mind", "rule", "lived in", "first try"]);
for (const name of names)
  for (const rule of ["like", "whim"]) {
    const results = [];
    for (let seed = 1; seed <= lives; seed++) {
      results.push(firstTries(MINDS[name](), rule, steps, seed));
      status(`${name}, ${rule}: ${seed} of ${lives}`);
    }
    status("");
    row([name, rule, share(results.map(({ lived }) => lived)), share(results.map(({ kept }) => kept))]);
  }
