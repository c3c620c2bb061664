/**
 * How audits fare on random cases with a planted exploit of known kind and worth, and on random innocent ones:
 * npm run planted -- [cases of each kind] [seed]
 *
 * Recall is to be 100 %, false alarms 0. Exits with 1 when anything is missed, misnamed, mispriced or a false alarm, with 2 on
 * other arguments.
 */
import { scorePlanted } from "../dist/audit/planted/score.js";

const [count = 200, seed = 1] = process.argv.slice(2).map(Number);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error("expected npm run planted -- [cases of each kind, at least 1] [seed], both whole numbers");
  process.exit(2);
}
const begin = performance.now();
const scores = scorePlanted(count, seed, (done) => {
  if (done % 100 === 0) process.stderr.write(`${done} cases audited\n`);
});
const percent = (part, whole) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)}%`);
const rows = scores.map(({ kind, planted, found, named, priced, innocent, falseAlarms }) => [
  kind,
  planted,
  percent(found, planted),
  percent(named, planted),
  percent(priced, planted),
  innocent,
  falseAlarms,
]);
const heads = ["kind", "planted", "found", "named", "price right", "innocent", "false alarms"];
const widths = heads.map((head, k) => Math.max(head.length, ...rows.map((row) => String(row[k]).length)));
for (const row of [heads, ...rows])
  console.log(
    row.map((cell, k) => (k === 0 ? String(cell).padEnd(widths[k]) : String(cell).padStart(widths[k]))).join("  "),
  );
console.log(
  `\n${scores.length * count} cases, seeds ${seed} to ${seed + count - 1}, ${Math.round((performance.now() - begin) / 1000)} s`,
);
const nearby = scores.reduce((sum, score) => sum + score.nearby, 0);
if (nearby > 0)
  console.log(
    `Counted apart: ${nearby} innocent cases in which an exploit costs next to nothing, which the audit says (near-optimum, low).`,
  );
const misses = scores.flatMap((score) => score.misses);
for (const miss of misses.slice(0, 20)) console.log(miss);
if (misses.length > 20) console.log(`and ${misses.length - 20} more`);
process.exitCode = misses.length > 0 ? 1 : 0;
