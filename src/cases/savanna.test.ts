import { expect, test } from "vitest";
import { along } from "../../test/support/along.ts";
import { audit } from "../audit/audit.ts";
import { simulate } from "../core/index.ts";
import savanna from "./savanna.ts";

// A meal pays 1 and taking it 0.1 of effort. Being seen taking costs 2, and so does the other's being hurt; to have done it
// oneself, 2 more.
test.each([
  [0, "naive", 0.9],
  [0, "seen", 0.9],
  [1, "seen", 0.9 - 2],
  [0, "repaired", 0.9 - 2 - 2],
] as const)("with the band looking with probability %d, drive %s pays %d for taking", (watched, drive, paid) => {
  const setting = savanna.build({ watched });
  const lion = (seed: number) => [...simulate(setting.world, () => "rest", seed)][0]!.state.lion;
  const taken = along(
    setting,
    drive,
    "t",
    [0, 1, 2, 3].find((seed) => !lion(seed)),
  );
  expect(taken.paid).toBeCloseTo(paid, 12);
  expect(taken.events).toEqual(["robbed"]);
});

// The lion is there with probability 1/4, and comes with the same; who is seen robbed or mauled is gone.
test("pride and shame keep from harm where the band looks, compassion and guilt everywhere", () => {
  const figures = (drive: string, watched: number) => {
    const [found] = audit(savanna, { name: "savanna", drives: [drive], settings: { watched }, isTimeUp: () => true });
    return found!.items.map(({ worst }) => worst.exact);
  };
  expect(figures("seen", 1)).toEqual(["0", "0"]);
  // Unseen it takes at once, while the lion, near with probability 1/4, has the other half of the time: 1/8.
  expect(figures("seen", 0)).toEqual(["1", "1/8"]);
  expect(figures("repaired", 1)).toEqual(["0", "0"]);
  expect(figures("repaired", 0)).toEqual(["0", "0"]);
});
