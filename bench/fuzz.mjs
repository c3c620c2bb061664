/**
 * Compares the stationary solvers' doubles with rationals on random models: node bench/fuzz.mjs [count] [seed]
 *
 * Needs `npm run build`. Exits with 1 when anything disagrees.
 */
import { fuzz } from "../dist/exact/fuzz.js";

const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number);
const begin = performance.now();
const table = fuzz(count, seed, (done) => {
  if (done % 10_000 === 0) process.stderr.write(`${done} of ${count} models\n`);
});
const { faults, widest, ...counts } = table;
console.table({
  models: count,
  ...counts,
  "widest bounds, relative": widest,
  faults: faults.length,
  seconds: Math.round((performance.now() - begin) / 1000),
});
for (const fault of faults.slice(0, 20)) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
