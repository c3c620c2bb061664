export * from "./instincts.ts";
