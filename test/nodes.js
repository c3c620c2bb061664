import { execFileSync, spawnSync } from "node:child_process";

// Runs the tests of the command line and its loader on other versions of Node: npm run test:nodes [-- 22 24 26]
const TESTS = ["test/cli.test.ts", "test/bad-input.test.ts", "test/locate.test.ts"];
const versions = process.argv.length > 2 ? process.argv.slice(2) : ["22", "24", "26"];

for (const version of versions) {
  const print = (what) => execFileSync("npx", ["-y", `node@${version}`, "-p", what], { encoding: "utf8" }).trim();
  // With install scripts off npx quietly runs the machine's own Node.
  const actual = print("process.version");
  if (!actual.startsWith(`v${version}.`)) throw new Error(`expected Node ${version}, npx brought ${actual}`);
  console.log(`Node ${actual}`);
  const env = { ...process.env, INNATE_TEST_NODE: print("process.execPath") };
  const { status } = spawnSync("npx", ["vitest", "run", ...TESTS], { stdio: "inherit", env });
  if (status !== 0) process.exit(1);
}
