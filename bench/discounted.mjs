/** Solves a discounted grid in a process of its own, which can be given up on: node bench/discounted.mjs SIZE SLIP DISCOUNT */
import { isSolution, solve } from "../dist/exact/solve.js";
import { problemOf } from "./worlds.mjs";

const [size, slip, discount] = process.argv.slice(2).map(Number);
const problem = { ...problemOf(size, slip), criterion: { kind: "discounted", discount } };
const begin = performance.now();
const result = solve(problem);
const seconds = (performance.now() - begin) / 1000;
console.log(JSON.stringify(isSolution(result) ? { seconds } : { seconds, why: result.why ?? result.kind }));
