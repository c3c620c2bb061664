import { defineConfig } from "vitest/config";

const report = process.env.INNATE_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/setup.ts",
    maxWorkers: 2,
    testTimeout: 120_000,
    ...(report === undefined ? {} : { reporters: ["default", ["json", { outputFile: report }]] }),
  },
});
