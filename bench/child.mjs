/** Audits one case in a process of its own and prints what it took, as JSON: node bench/child.mjs ID */
import { audit } from "../dist/audit/index.js";
import { CASES } from "../dist/cases/index.js";
import { renderCase } from "../dist/report/terminal.js";
import { largeGrid, largeRegister } from "./worlds.mjs";

const [id = ""] = process.argv.slice(2);
const LARGE = { grid: largeGrid, register: largeRegister };
const subject = LARGE[id]?.() ?? (await CASES[id]()).default;
const begin = performance.now();
const audits = [...audit(subject, { name: id })];
renderCase(audits, { color: false, width: 100 });
const seconds = (performance.now() - begin) / 1000;
const { states, transitions } = audits[0].sizes;
console.log(JSON.stringify({ seconds, states, transitions, mebibytes: process.resourceUsage().maxRSS / 1024 }));
