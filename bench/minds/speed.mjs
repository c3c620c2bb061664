/**
 * Prints how fast minds think and live, beside the aims: npm run build && node bench/minds/speed.mjs
 *
 * One thread; of several runs the median counts, and the spread stands beside it. Time is the processor's, as other
 * processes would make it longer.
 */
import { loadavg } from "node:os";
import { beginLife } from "../../dist/core/live.js";
import { defineDrive } from "../../dist/index.js";
import { tableCritic } from "../../dist/minds/critic/table.js";
import { brainLike, search } from "../../dist/minds/index.js";
import { sweep } from "../../dist/minds/planner/sweep.js";
import { grid } from "../worlds.mjs";
import { sorted } from "./shared.mjs";

const RUNS = 7;
const thousands = (value) => Math.round(value).toLocaleString("en").replaceAll(",", " ");

/** Prints the median over some runs of what `run` does in a second of the processor, beside an aim. */
function row(what, aim, run) {
  const rates = sorted(
    Array.from({ length: RUNS }, () => {
      const begin = process.cpuUsage();
      const done = run();
      const { user, system } = process.cpuUsage(begin);
      return (1e6 * done) / (user + system);
    }),
  );
  const middle = rates[(RUNS - 1) / 2];
  const spread = `${thousands(rates[0])}–${thousands(rates[RUNS - 1])}`;
  const met = aim === undefined ? "" : middle >= aim ? "met" : "MISSED";
  console.log(
    `${what.padEnd(58)} ${(aim === undefined ? "–" : `≥ ${thousands(aim)}`).padStart(10)} ${thousands(middle).padStart(10)}  ${spread.padEnd(22)} ${met}`.trimEnd(),
  );
}

/** A grid of 10 × 10 with a key, which pays for the key and for moving away from it, cut off after 100 steps; with a chance to slip. */
function lifeIn(slip, parts) {
  const world = grid(10, slip);
  const drive = defineDrive(world, {
    key: ({ state, nextState }) => (nextState.key && !state.key ? 5 : 0),
    away: ({ state, nextState }) => (state.key ? state.row - nextState.row : 0),
  });
  return beginLife(world, drive, brainLike(parts), { seed: 1 });
}

/** A planner that makes no plans: it acts at random. */
const planless = {
  name: "planless",
  newborn: () => null,
  wake: (_, __, { situations, random }) => ({
    decide(situation) {
      const available = situations.available(situation);
      return { action: available[Math.floor(random() * available.length)] };
    },
    notice: () => {},
    greedy: (situation) => situations.available(situation)[0],
    value: () => 0,
    memory: () => null,
  }),
};

/** Bytes of a memory: 8 for a number. */
function bytes(memory) {
  if (ArrayBuffer.isView(memory)) return memory.byteLength;
  if (memory === null || typeof memory !== "object") return 8;
  return Object.values(memory).reduce((sum, part) => sum + bytes(part), 0);
}

console.log(`load ${loadavg()[0].toFixed(1)}, median of ${RUNS}, per second of one thread\n`);

console.log(
  "search simulations in a learned tabular model of 200 situations; Mctx: 340 000 in its best batch, 29 000 in a batch of 1",
);
for (const slip of [0, 0.2]) {
  const life = lifeIn(slip, { planner: planless });
  life.run(200_000);
  const percept = life.perceive({ row: 8, column: 5, key: true }, 0);
  for (const kind of ["puct", "gumbel"])
    for (const simulations of [64, 1024]) {
      const planner = search({ kind, simulations, reuse: false });
      const memory = { ...structuredClone(life.agent.memory()), planner: planner.newborn(life.body) };
      const agent = brainLike({ planner }).wake(life.body, memory);
      row(`${kind}, ${simulations} a step${slip > 0 ? ", 2 outcomes of an act" : ""}`, 100_000, () => {
        const steps = Math.ceil(20_000 / simulations);
        for (let k = 0; k < steps; k++) agent.act(percept);
        return steps * simulations;
      });
    }
}

console.log("\nsteps of a life");
const learners = {
  "counts, without planning": [200_000, { planner: planless, critic: tableCritic({ rate: 0.1, trace: 0 }) }, 100_000],
  "counts, 50 model queries a step": [20_000, { planner: sweep({ queries: 50 }) }, 20_000],
  "counts, 64 simulations a step": [undefined, { planner: search() }, 500],
};
for (const [what, [aim, parts, steps]] of Object.entries(learners)) {
  const life = lifeIn(0.2, parts);
  life.run(steps);
  row(what, aim, () => {
    life.run(steps);
    return steps;
  });
}

console.log(
  "\nmemory after a million steps lived: kB, and bytes for each situation met; it grows with situations, not with steps",
);
for (const [what, [, parts]] of Object.entries(learners).slice(0, 2)) {
  const life = lifeIn(0.2, parts);
  life.run(1_000_000);
  const memory = life.agent.memory();
  const held = bytes(memory);
  console.log(
    `${what.padEnd(58)} ${thousands(held / 1000).padStart(21)}  ${thousands(held / memory.situations.count)}`,
  );
}
