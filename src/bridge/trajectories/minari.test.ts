import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { minariLines } from "./minari.ts";

const folder = mkdtempSync(join(tmpdir(), "innate-minari-"));
const interpreter = (name: string, script: string): void => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
};

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === "win32")("one interpreter reads a dataset, the next only where it is missing", () => {
  vi.stubEnv("INNATE_PYTHON", "");
  vi.stubEnv("PATH", folder);
  expect(() => [...minariLines("data", undefined)]).toThrow("minari:data: no Python (python3, python) to read it");
  interpreter("python", "echo second");
  expect([...minariLines("data", undefined)]).toEqual(["second"]);
  interpreter("python3", "echo first");
  expect([...minariLines("data", undefined)]).toEqual(["first"]);
});
