import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Puts the real output of the commands in README.md beneath them: npm run readme
const root = fileURLToPath(new URL("..", import.meta.url));
const readme = new URL("../README.md", import.meta.url);

/** What a command prints; of several joined by &&, the last, as the others install. */
function outputOf(command) {
  const { stdout, stderr } = spawnSync("bash", ["-c", command.split("&&").at(-1)], { encoding: "utf8", cwd: root });
  if (stdout === "") throw new Error(`${command} printed nothing\n${stderr}`);
  return stdout;
}

const text = readFileSync(readme, "utf8");
writeFileSync(
  readme,
  text.replace(
    /^(```sh\n([^`]*)\n```\n\n```text\n)[\s\S]*?^```$/gm,
    (_, before, command) => `${before}${outputOf(command)}\`\`\``,
  ),
);
