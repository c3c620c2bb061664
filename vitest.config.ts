import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/setup.ts",
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
