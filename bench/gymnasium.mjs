/**
 * Steps per second of 16 environments over the bridge, beside the same environments stepped in Python itself, by turns in one run:
 * npm run bench:gymnasium
 *
 * The interpreter is INNATE_PYTHON's, else python3. Of several rounds the median counts, of each round's ratio too.
 */
import { spawn } from "node:child_process";
import { loadavg } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { makeEnvironments } from "../dist/bridge/gymnasium/client.js";
import { startPython } from "../dist/bridge/python.js";

const IDS = ["CartPole-v1", "FrozenLake-v1", "MountainCar-v0"];
const COPIES = 16;
const BATCHES = 2000;
const ROUNDS = 7;
const AIM = 0.5;

const median = (values) => [...values].sort((a, b) => a - b)[(values.length - 1) / 2];
const thousands = (value) => Math.round(value).toLocaleString("en").replaceAll(",", " ");
const rate = (seconds) => (COPIES * BATCHES) / seconds;

const python = await startPython();
const peer = spawn(python.command, [fileURLToPath(new URL("in_python.py", import.meta.url))], {
  stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
async function inPython(id, how) {
  peer.stdin.write(`${JSON.stringify({ id, how, batches: BATCHES })}\n`);
  return Number((await answers.next()).value);
}

// A linear congruential generator: which actions are taken matters little, that they are drawn beforehand does.
let drawn = 1;
const draw = () => {
  drawn = (Math.imul(drawn, 1664525) + 1013904223) >>> 0;
  return drawn >>> 31;
};

async function overBridge(environments) {
  await environments.reset(Array.from({ length: COPIES }, (_, seed) => seed));
  const batches = Array.from({ length: BATCHES }, () => Int32Array.from({ length: COPIES }, draw));
  let resets = new Uint8Array(COPIES);
  const began = performance.now();
  for (const actions of batches) {
    const { terminated, truncated } = await environments.step(actions, { resets });
    resets = terminated.map((ended, k) => ended | truncated[k]);
  }
  return (performance.now() - began) / 1000;
}

console.log(`Python ${python.versions.python}, gymnasium ${python.versions.gymnasium}, Node ${process.versions.node}`);
console.log(
  `load before: ${loadavg()[0].toFixed(1)}; ${COPIES} environments, ${BATCHES} batches, median of ${ROUNDS} rounds`,
);
console.log("steps a second    bridge   Python  checked   sync vector   bridge ÷ Python   spread      aim");
for (const id of IDS) {
  const environments = await makeEnvironments(python, id, { count: COPIES });
  const took = { bridge: [], loop: [], checked: [], vector: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const bridge = await overBridge(environments);
    const others = { loop: 0, checked: 0, vector: 0 };
    for (const how of Object.keys(others)) others[how] = await inPython(id, how);
    // The first round warms everything up.
    if (round > 0) for (const [how, seconds] of Object.entries({ bridge, ...others })) took[how].push(seconds);
  }
  const ratios = took.bridge.map((seconds, k) => took.loop[k] / seconds);
  const rates = Object.values(took).map((seconds) => thousands(rate(median(seconds))));
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  const ratio = median(ratios);
  console.log(
    `${id.padEnd(15)}${rates.map((text, k) => text.padStart([9, 9, 9, 14][k])).join("")}${ratio.toFixed(2).padStart(18)}   ${spread}   ≥ ${AIM} ${ratio >= AIM ? "met" : "MISSED"}`,
  );
  await environments.close();
}
console.log(`load after: ${loadavg()[0].toFixed(1)}`);
peer.stdin.end();
await python.close();
