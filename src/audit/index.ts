export * from "./audit.ts";
export * from "./report.ts";
