/** How many states of models in the PRISM language are gone through in a second: npm run bench:prism */
import { existsSync } from "node:fs";
import { openModel } from "../dist/bridge/open-model.js";
import { explore } from "../dist/bridge/prism/explore.js";
import { readModel } from "../dist/bridge/prism/read.js";
import { worldOf } from "../dist/bridge/prism/world.js";
import { enumerate } from "../dist/exact/index.js";

const RUNS = 3;
const FOLDER = new URL("../../shared/qvbs/", import.meta.url);

/** One module with a command for each of its counters, as protocols of anonymous senders have: a message is handed round and seen. */
const counters = (members, sights) => `dtmc
module crowd
  to : [0..${members}] init ${members};
${Array.from({ length: members }, (_, k) => `  seen${k} : [0..${sights}];`).join("\n")}
  left : [0..${sights}] init ${sights};
  [] to=${members} & left>0 -> ${Array.from({ length: members }, (_, k) => `1/${members} : (to'=${k}) & (left'=left-1)`).join(" + ")};
${Array.from({ length: members }, (_, k) => `  [] to=${k} & seen${k}<${sights} -> 0.9 : (seen${k}'=seen${k}+1) & (to'=${members}) + 0.1 : (to'=${members});`).join("\n")}
endmodule`;

/** Modules that all go in step as time passes, as models of protocols with clocks do. */
const clocks = (modules, high) => `mdp
${Array.from(
  { length: modules },
  (_, k) => `module m${k}
  x${k} : [0..${high + k}]; s${k} : bool;
  [time] x${k}<${high + k} -> (x${k}'=x${k}+1);
  [time] x${k}=${high + k} -> (x${k}'=0);
  [] s${k} & x${k}>1 -> (s${k}'=false);
  [] !s${k} -> 0.5 : (s${k}'=true) & (x${k}'=0) + 0.5 : true;
endmodule`,
).join("\n")}`;

const QVBS = [
  ["crowds/crowds.prism", { TotalRuns: "5", CrowdSize: "15" }],
  ["firewire/firewire.true.prism", { delay: "3", deadline: "400" }],
  ["zeroconf/zeroconf.prism", { N: "20", K: "4", reset: "false" }],
];
const models = [
  ["one module, many counters", () => explore(readModel(counters(12, 6), "counters"))],
  [
    "the same as a world, enumerated",
    () => enumerate(worldOf(readModel(counters(12, 6), "counters"), "counters").world),
  ],
  ["four modules in step", () => explore(readModel(clocks(4, 7), "clocks"))],
  ...(existsSync(FOLDER)
    ? QVBS.map(([file, constants]) => [
        `${file} ${Object.values(constants).join(" ")}`,
        () => openModel(new URL(file, FOLDER).pathname, constants),
      ])
    : []),
];

console.log(
  "model                                     states   seconds   M states/s (median; CPU seconds of this process)",
);
for (const [name, run] of models) {
  const measured = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    const { model } = run();
    return { states: model.states, seconds: process.cpuUsage(before).user / 1e6 };
  }).sort((a, b) => a.seconds - b.seconds);
  const { states, seconds } = measured[(RUNS - 1) / 2];
  console.log(
    name.padEnd(38),
    String(states).padStart(9),
    seconds.toFixed(2).padStart(9),
    (states / seconds / 1e6).toFixed(2).padStart(9),
  );
}
if (!existsSync(FOLDER)) console.log("../shared/qvbs is not there: 3 models of the benchmark set were left out");
