export * from "./audit.ts";
export { type Answer, namesOf } from "./behaviours/answers.ts";
export { type CompareOptions, compare } from "./compare/compare.ts";
export type * from "./compare/report.ts";
export type { LearnedOptions } from "./learned/learned.ts";
export * from "./report.ts";
