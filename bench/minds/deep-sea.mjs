/**
 * Deep exploration: dives until minds first find the treasure of the deep sea, beside 3·N: npm run bench:deep-sea -- [minds] [lives]
 *
 * Sizes N = 10 … 50, the median of some lives; a mind is given up after 2 000 dives. A random one needs 2ᴺ.
 */
import { MINDS } from "../../dist/minds/index.js";
import { firstTreasure } from "../../dist/studies/mind-scores/deep-exploration.js";

const [list = "brain-like,q-learning", lives = "5"] = process.argv.slice(2);
const minds = list.split(",");
const count = Number(lives);
const odd = minds.find((name) => !(name in MINDS));
if (odd !== undefined || !Number.isSafeInteger(count) || count < 1) {
  console.error(
    `expected names of minds (${Object.keys(MINDS).join(", ")}) with commas, and a number of lives, at least 1`,
  );
  process.exit(2);
}
const MOST = 2000;
console.log(["N", "3·N", ...minds].map((text) => text.padStart(18)).join(""));
for (let size = 10; size <= 50; size += 10) {
  const cells = minds.map((name) => {
    const dives = Array.from({ length: count }, (_, k) => firstTreasure(size, MINDS[name](), 1 + k, MOST) ?? Infinity);
    const [low, middle, high] = [0, Math.floor(count / 2), count - 1].map((k) => dives.sort((a, b) => a - b)[k]);
    const show = (value) => (value === Infinity ? `> ${MOST}` : `${value}`);
    return low === high ? show(middle) : `${show(middle)} (${show(low)}–${show(high)})`;
  });
  console.log([`${size}`, `${3 * size}`, ...cells].map((text) => text.padStart(18)).join(""));
}
