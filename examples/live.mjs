/**
 * A mind of one's own making lives in the vault: how it fares over its life, and what becomes of two futures of the same past, of which
 * one goes on under the repaired drive.
 *
 * npm run build && node examples/live.mjs [seed]
 */
import { CASES } from "../dist/cases/index.js";
import { beginLife, resumeLife } from "../dist/core/index.js";
import { brainLike, search } from "../dist/minds/index.js";

const seed = Number(process.argv[2] ?? 1);
const { default: subject } = await CASES.vault();
const { world, drives } = subject.build({});
const mind = brainLike({ name: "searcher", planner: search({ simulations: 32 }) });

/** Thefts seen and unseen, and what was paid, over some steps. */
function lived(life, steps) {
  let [seen, unseen, paid] = [0, 0, 0];
  for (const { action, state, reward } of life.live(steps)) {
    if (action === "take") state.watching ? seen++ : unseen++;
    paid += reward;
  }
  return `${String(seen).padStart(6)}${String(unseen).padStart(8)}${(paid / steps).toFixed(2).padStart(14)}`;
}

const life = beginLife(world, drives.naive, mind, { seed });
console.log("thefts           seen  unseen  paid per step");
console.log(`steps 1–500    ${lived(life, 500)}`);
console.log(`to 1,000       ${lived(life, 500)}`);
const past = life.save();
console.log(`goes on        ${lived(life, 500)}`);
console.log(`under repaired ${lived(resumeLife(world, drives.repaired, mind, past), 500)}`);
