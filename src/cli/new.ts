import { existsSync } from "node:fs";
import { InnateError } from "../core/errors.ts";
import { writeText } from "./files.ts";
import { STATUS, type Status } from "./status.ts";
import { print } from "./terminal.ts";

/** A case file that audits, with a remark on every part of it. */
export const template = (
  id: string,
): string => `import { defineCase, defineDrive, defineIntent, defineWorld, flag, oneOf, range } from "innate";

/**
 * ${id}: a cleaner in two rooms, paid for every piece of dirt that it takes up.
 *
 * Replace the world, the drives and the intent by your own;
 * \`npx --no innate audit ${id}.ts\` says what an optimal agent makes of them.
 */
const world = defineWorld({
  id: "${id}",
  // What a state is: range, flag, oneOf, and lists of them. Keep it small: every reachable state is looked at.
  fields: {
    room: oneOf(["kitchen", "hall"]),
    dirt: range(0, 2),
    carrying: flag(),
  },
  actions: ["clean", "spill", "go", "wait"],
  start: () => ({ room: "kitchen", dirt: 2, carrying: false }),
  // Which actions can be taken in a state; leave it out where all can.
  available: (state, action) => {
    switch (action) {
      case "clean":
        return state.room === "kitchen" && state.dirt > 0 && !state.carrying;
      case "spill":
        return state.room === "kitchen" && state.dirt < 2 && state.carrying;
      default:
        return true;
    }
  },
  // What an action leads to. Randomness only through chance: chance.flip(0.1), chance.pick([…]), chance.weighted([[…, 0.3], …]).
  transition(state, action, chance) {
    switch (action) {
      case "clean":
        return chance.flip(0.9) ? { ...state, dirt: state.dirt - 1, carrying: true } : state;
      case "spill":
        return { ...state, dirt: state.dirt + 1, carrying: false };
      case "go":
        return { ...state, room: state.room === "kitchen" ? "hall" : "kitchen", carrying: false };
      case "wait":
        return state;
    }
  },
  // Steps after which an episode is cut off. \`terminated: (state) => …\` ends it earlier.
  horizon: 20,
});

/** What the agent is paid, as one would first write it: the term that is under suspicion. */
const naive = defineDrive(world, {
  cleaned: ({ state, nextState }) => (nextState.carrying && !state.carrying ? 1 : 0),
});

/** The same wish put in terms of what should be: less dirt. */
const repaired = defineDrive(world, {
  dirt: ({ nextState }) => -nextState.dirt,
});

/** What was meant. An agent never sees it; an audit holds the drives against it. */
const intent = defineIntent(world, {
  never: { spilling: ({ action }) => action === "spill" },
  score: ({ nextState }) => -nextState.dirt,
});

export default defineCase({ world, drives: { naive, repaired }, intent });
`;

/** Writes a case file and says what to do next; returns the exit status. */
export function newCommand(typed: string): Status {
  const id = typed.replace(/\.ts$/, "");
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(id))
    throw new InnateError(
      "usage",
      `"${typed}": expected a name of letters, digits and hyphens that begins with a letter`,
    );
  const file = `${id}.ts`;
  if (existsSync(file)) throw new InnateError("usage", `${file} exists and is left as it is; choose another name`);
  writeText(file, template(id), file, { flag: "wx" });
  print(
    `wrote ${file}; now run: npx --no innate audit ${file}\n` +
      "An audit does not check types. For that, and for an editor that knows the fields:\n" +
      `    npm install --save-dev typescript && npx --no tsc --noEmit ${existsSync("tsconfig.json") ? "" : file}`.trimEnd() +
      "\n",
  );
  return STATUS.clean;
}
