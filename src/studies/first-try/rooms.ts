import { defineDrive, defineWorld, flag, oneOf } from "../../core/index.ts";

const COLOURS = ["red", "green", "blue", "gold"] as const;
const NAMES: readonly string[] = COLOURS;
const PLACES = ["keys", "door", "tools", "chest"] as const;
const ACTIONS = ["forth", "back", "use", "take red", "take green", "take blue", "take gold"] as const;

/** A lock and a chest, by the numbers of their colours. */
export interface Pair {
  readonly lock: number;
  readonly chest: number;
}

/** Which key opens a door: that of the lock's colour; or, for whims, one that depends on lock and chest together. */
export type Rule = "like" | "whim";

/** Every lock with every chest, those that are lived with and those that are kept for the first try: each part is met in the former. */
export const PAIRS: readonly Pair[] = COLOURS.flatMap((_, lock) => COLOURS.map((_, chest) => ({ lock, chest })));
const isLived = ({ lock, chest }: Pair): boolean => (chest - lock + COLOURS.length) % COLOURS.length < 2;
export const LIVED = PAIRS.filter(isLived);
export const KEPT = PAIRS.filter((pair) => !isLived(pair));

/** The number of the colour of the key that opens the door. */
const keyFor = (rule: Rule, { lock, chest }: Pair): number =>
  rule === "like" ? lock : (lock + chest) % COLOURS.length;

/**
 * Rooms: a rack of keys before a locked door; behind it a shelf of tools, and a chest.
 *
 *     keys | door | tools | chest
 *
 * Asks whether a mind that has met each lock and each chest opens, at its first try, a chest behind a lock that it never met together.
 *
 * state        where the agent is, the key and the tool that it holds, the colours of lock and chest, whether the door is open
 * transition   deterministic; what is taken takes the place of what was held; a door opens for one key, a chest for the tool of its colour
 * observation  the state
 * ends         terminated when the chest is open; truncated after 12 steps, of which 7 are needed
 * Source       CLAIMS.md, first-try
 */
export function roomsOf(rule: Rule, pairs: readonly Pair[]) {
  const held = () => oneOf(["none", ...COLOURS]);
  const world = defineWorld({
    id: "rooms",
    fields: {
      place: oneOf(PLACES),
      key: held(),
      tool: held(),
      lock: held(),
      chest: held(),
      open: flag(),
      treasure: flag(),
    },
    actions: ACTIONS,
    start(chance) {
      const { lock, chest } = chance.pick(pairs);
      return {
        place: "keys",
        key: "none",
        tool: "none",
        lock: COLOURS[lock]!,
        chest: COLOURS[chest]!,
        open: false,
        treasure: false,
      };
    },
    transition(state, action) {
      const at = PLACES.indexOf(state.place);
      switch (action) {
        case "forth":
          return at === 3 || (state.place === "door" && !state.open) ? state : { ...state, place: PLACES[at + 1]! };
        case "back":
          return at === 0 ? state : { ...state, place: PLACES[at - 1]! };
        case "use": {
          const pair = { lock: colourOf(state.lock), chest: colourOf(state.chest) };
          if (state.place === "door")
            return { ...state, open: state.open || colourOf(state.key) === keyFor(rule, pair) };
          return { ...state, treasure: state.place === "chest" && state.tool === state.chest };
        }
        default: {
          const colour = COLOURS.find((name) => action === `take ${name}`)!;
          if (state.place === "keys") return { ...state, key: colour };
          return state.place === "tools" ? { ...state, tool: colour } : state;
        }
      }
    },
    terminated: (state) => state.treasure,
    horizon: 12,
  });
  return { world, drive: defineDrive(world, { treasure: ({ nextState }) => (nextState.treasure ? 1 : 0) }) };
}
/** The number of a colour; −1 for none. */
const colourOf = (name: string): number => NAMES.indexOf(name);
