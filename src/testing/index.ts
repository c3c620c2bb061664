export { checkCase, type Question } from "./case.ts";
export { type Exploit, matchers, type NoExploitsQuestion } from "./matchers.ts";
export type { Problem } from "./problem.ts";
export { checkWorld, type WorldChecks } from "./world.ts";
