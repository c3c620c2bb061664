/**
 * What minds do at their first try in rooms that they never met, whose parts they did: npm run bench:first-try -- [lives] [steps] [minds]
 *
 * Each life goes on for so many steps in half of all combinations of locks and chests, and is then tried in the other half. "like": the key
 * of the lock's colour opens it. "whim": which key opens a lock depends on the chest too, so that nothing learned of either helps.
 */
import { MINDS } from "../../dist/minds/index.js";
import { firstTries, interval } from "../../dist/studies/first-try/measure.js";

const [lives = 10, steps = 3000] = process.argv.slice(2, 4).map(Number);
const names = process.argv[4]?.split(",") ?? ["brain-like-factored", "brain-like", "q-learning"];
const odd = names.find((name) => !(name in MINDS));
if (!(Number.isSafeInteger(lives) && lives > 0 && Number.isSafeInteger(steps) && steps > 0) || odd !== undefined) {
  console.error(
    odd === undefined
      ? "expected npm run bench:first-try -- [lives] [steps] [minds], both whole numbers above 0"
      : `no mind is named "${odd}"; expected some of ${Object.keys(MINDS).join(", ")}`,
  );
  process.exit(2);
}
const share = (values) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(2)} (${interval(mean, values.length)
    .map((bound) => bound.toFixed(2))
    .join("–")})`;
};
console.log(`${lives} lives of ${steps} steps, seeds 1 to ${lives}; mean share of rooms mastered (95 % interval)\n`);
console.log(`${"mind".padEnd(22)}${"rule".padEnd(8)}${"lived in".padEnd(20)}first try`);
for (const name of names)
  for (const rule of ["like", "whim"]) {
    const results = [];
    for (let seed = 1; seed <= lives; seed++) {
      results.push(firstTries(MINDS[name](), rule, steps, seed));
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${name}, ${rule}: ${seed} of ${lives}`);
    }
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    const [lived, kept] = [results.map((each) => each.lived), results.map((each) => each.kept)].map(share);
    console.log(name.padEnd(22) + rule.padEnd(8) + lived.padEnd(20) + kept);
  }
