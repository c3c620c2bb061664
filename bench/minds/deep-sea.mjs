/**
 * Deep exploration: dives until minds first find the treasure of the deep sea, beside 3·N: npm run bench:deep-sea -- [minds] [lives]
 *
 * Sizes N = 10 … 50, the median of some lives; a mind is given up after 2 000 dives. A random one needs 2ᴺ.
 */
import { MINDS } from "../../dist/minds/index.js";
import { firstTreasure } from "../../dist/studies/mind-scores/deep-exploration.js";
import { chosen, median, printRow, whole } from "./shared.mjs";

const [list = "brain-like,q-learning", ofLives = "5"] = process.argv.slice(2);
const minds = chosen(list, Object.keys(MINDS), "mind");
const lives = whole(ofLives, "lives");
const MOST = 2000;
const row = (cells) =>
  printRow(
    cells,
    cells.map(() => 18),
    0,
  );
row(["N", "3·N", ...minds]);
const show = (dives) => (dives === Infinity ? `> ${MOST}` : `${dives}`);
for (let size = 10; size <= 50; size += 10) {
  const cells = minds.map((name) => {
    const dives = Array.from({ length: lives }, (_, k) => firstTreasure(size, MINDS[name](), 1 + k, MOST) ?? Infinity);
    const [low, high] = [Math.min(...dives), Math.max(...dives)];
    return low === high ? show(low) : `${show(median(dives))} (${show(low)}–${show(high)})`;
  });
  row([`${size}`, `${3 * size}`, ...cells]);
}
