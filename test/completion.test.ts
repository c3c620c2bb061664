import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CASES } from "../src/cases/index.ts";
import { drivesIn } from "../src/cli/drives-in.ts";
import { bin, folder, innate, root, run } from "./support/cli.ts";
import { readmeCase } from "./support/readme.ts";

const files = { "mine.ts": readmeCase, "boa constrictor.ts": "", "report.json": "{}" };

const ASK = `innate() { "$NODE" "$BIN" "$@"; }
source ./script
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_innate innate
printf "%s\\n" "\${COMPREPLY[@]}"
`;

/** What bash offers for the last of some words, by the script that a user sources. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout: script } = await innate(["completion", "bash"]);
  const cwd = folder(undefined, {
    ...files,
    script,
    ask: ASK,
  });
  const { stdout, stderr } = await run("bash", ["--norc", "--noprofile", "./ask", "innate", ...words], {
    cwd,
    env: { NODE: process.execPath, BIN: bin },
  });
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

test.each<[readonly string[], readonly string[]]>([
  [["compl"], ["completion"]],
  [["comp"], ["compare", "completion"]],
  [
    ["audit", "boa"],
    ["boat-race", "boa constrictor.ts"],
  ],
  [["audit", "mine"], ["mine.ts"]],
  [["audit", "--fa"], ["--fail-on"]],
  [
    ["audit", "--fail-on", ""],
    ["high", "medium", "low", "never"],
  ],
  [["audit", "--fail-on", "=", "m"], ["medium"]],
  [
    ["audit", "boat-race", "--drive", ""],
    ["naive", "repaired"],
  ],
  [["audit", "mine.ts", "--drive", "r"], ["repaired"]],
  [["audit", "vault", "--set", ""], ["watched="]],
  [["audit", "vault", "--html", "rep"], ["report.json"]],
  [
    ["compare", "vault", "naive", ""],
    ["naive", "repaired", "intent"],
  ],
  [["replay", "rep"], ["report.json"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [["list", ""], [""]],
  [["no-such-command", ""], [""]],
])("bash completes %j to %j", async (words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

test("every command and option that the help shows is offered", async () => {
  const optionsIn = (text: string) =>
    [...text.matchAll(/^ {2}((?:--?[\w-]+, )?--[\w-]+)/gm)].flatMap(([, names = ""]) => names.match(/--[\w-]+/g) ?? []);
  const help = (await innate(["--help"])).stdout;
  const commands = [...(help.split("Commands:")[1] ?? "").matchAll(/^ {2}([\w-]+)/gm)].map(([, name = ""]) => name);
  const known = commands.filter((name) => name !== "help" && !/^\d+$/.test(name));
  const words = async (...before: string[]) =>
    (await innate(["complete", "--", ...before])).stdout.split("\n").map((line) => line.split("\t")[0]);
  expect(known).toContain("audit");
  expect(known).not.toContain("complete");
  expect(await words("")).toEqual([...known, ""]);
  for (const name of known) {
    const options = optionsIn((await innate([name, "--help"])).stdout);
    expect([...(await words(name, "--"))].sort()).toEqual([...options, ""].sort());
  }
});

test("zsh and fish ask for the same, with the words as they stand", async () => {
  const zsh = (await innate(["completion", "zsh"])).stdout;
  expect(zsh).toMatch(/^#compdef innate\n/);
  expect(zsh).toContain(`complete -- "\${(@)words[2,CURRENT]}"`);
  const fish = (await innate(["completion", "fish"])).stdout;
  expect(fish).toContain('complete -- $words[2..-1] "$word"');
});

test("a shell that is not known is refused with those that are", async () => {
  const { status, stderr } = await innate(["completion", "tcsh"]);
  expect(stderr).toContain("Allowed choices are bash, zsh, fish");
  expect(status).toBe(2);
});

test.each(Object.keys(CASES))("the drives of %s are read from its text", async (name) => {
  const { default: subject } = await CASES[name]!();
  const text = readFileSync(join(root, `src/cases/${name}.ts`), "utf8");
  expect([...new Set(drivesIn(text))].sort()).toEqual(Object.keys(subject.build({}).drives).sort());
});

test("a text that is no case has no drives", () => {
  expect(drivesIn("drives: {")).toEqual([]);
  expect(drivesIn("const x = 1;")).toEqual([]);
  expect(drivesIn("drives: { ...others, 'a b': x, \"ab\": f({ c: 1 }), naive }")).toEqual(["ab", "naive"]);
});
