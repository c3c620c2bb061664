/** Importing this file extends Vitest's `expect` with the matchers of `innate/testing`. */
import { expect } from "vitest";
import type { Question } from "./case.ts";
import { type Exploit, matchers, type NoExploitsQuestion } from "./matchers.ts";

interface CaseMatchers {
  /** Whether an optimal agent games no drive of the case, or of those asked for. */
  toHaveNoExploits(question?: NoExploitsQuestion): void;
  /** Whether an optimal agent games a drive of the case, in the way that is named where one is. */
  toHaveExploit(wanted?: Exploit, question?: Question): void;
}

declare module "vitest" {
  interface Matchers<T> extends CaseMatchers {}
}

expect.extend(matchers);
