/**
 * The search of a learned audit held against the exact answer: npm run bench:search -- [case …] [--steps n]
 *
 * For each drive of the library's cases, at their defaults: the items that the exact audit finds violated, those that the search does, and
 * the most that it found the drive to pay beside the exact optimum. What the search misses is a budget too small or a world too
 * large; what it finds beyond the exact answer would be a fault. Where the world hides what chance has brought, the search's agents see
 * more than a mind does: an audit does not count what they do, and neither is it counted here.
 */
import { parseArgs } from "node:util";
import { audit } from "../../dist/audit/audit.js";
import { lostIn } from "../../dist/audit/learned/lost.js";
import { playedOf } from "../../dist/audit/learned/lower-bound.js";
import { meanOf } from "../../dist/audit/learned/statistics.js";
import { agentsOf, foundOf } from "../../dist/audit/search/exploits.js";
import { playOf } from "../../dist/audit/search/play.js";
import { search } from "../../dist/audit/search/search.js";
import { CASES } from "../../dist/cases/index.js";
import { settingsOf } from "../../dist/core/case.js";
import { enumerate } from "../../dist/exact/enumerate.js";
import { chosen, printRow, whole } from "./shared.mjs";

const { values, positionals } = parseArgs({
  options: { steps: { type: "string", default: "50000" } },
  allowPositionals: true,
});
const steps = whole(values.steps, "--steps");
const cases = chosen(positionals.length > 0 ? positionals.join() : undefined, Object.keys(CASES), "case");
const row = (...cells) => printRow(cells, [34, 55, 55, 22, 12], 5);
const names = ({ items }) => items.filter(({ violated }) => violated).map(({ name }) => name);
let [found, violated, beyond] = [0, 0, 0];

row("case, drive", "violated, exactly", "by the search", "most paid (exact)", "steps/s");
for (const name of cases) {
  const subject = (await CASES[name]()).default;
  const setting = subject.build(settingsOf(subject.parameters, {}));
  if (setting.intent === undefined) continue;
  const lost = lostIn(enumerate(setting.world));
  for (const exact of audit(subject, { name, isTimeUp: () => true })) {
    const played = playedOf(setting.world, {});
    const play = playOf(setting, setting.drives[exact.drive], played, lost);
    const began = performance.now();
    const searched = search(setting, play, played, { steps, seed: 0 });
    const speed = Math.round((1000 * steps) / (performance.now() - began));
    const agents = agentsOf(play, searched);
    const own = play.items
      .filter((_, item) => foundOf(play, searched, agents, item).isViolated)
      .map((item) => item.name);
    const wanted = names(exact);
    const isHidden = setting.world.observe !== undefined && (searched.drawn.starts || searched.drawn.steps);
    const most = Math.max(
      ...[agents.honest, ...agents.greedy, ...agents.heedful].map(({ rewards }) => meanOf(rewards)),
    );
    if (!isHidden) {
      violated += wanted.length;
      found += own.filter((item) => wanted.includes(item)).length;
      beyond += own.filter((item) => !wanted.includes(item)).length;
    }
    const paid = `${Number(most.toPrecision(4))} (${Number(exact.optimum.value.toPrecision(4))})`;
    row(
      `${name}, ${exact.drive}`,
      wanted.join(", ") || "-",
      isHidden ? "not counted" : own.join(", ") || "-",
      paid,
      String(speed),
    );
  }
}
console.log(
  `${found} of ${violated} violated items found in ${steps} steps; ${beyond} reported that the exact answer does not know`,
);
