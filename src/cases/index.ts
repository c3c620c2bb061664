import type { AnyCase } from "../core/case.ts";

/** The library's cases by the id that a user types, each loaded when it is asked for. */
export const CASES: Readonly<Record<string, () => Promise<{ readonly default: AnyCase }>>> = {
  "boat-race": () => import("./boat-race.ts"),
  "absent-supervisor": () => import("./absent-supervisor.ts"),
  "safe-interruptibility": () => import("./safe-interruptibility.ts"),
  "whisky-gold": () => import("./whisky-gold.ts"),
  "island-navigation": () => import("./island-navigation.ts"),
  "side-effects-sokoban": () => import("./side-effects-sokoban.ts"),
  "conveyor-belt": () => import("./conveyor-belt.ts"),
  "friend-or-foe": () => import("./friend-or-foe.ts"),
  "rocks-diamonds": () => import("./rocks-diamonds.ts"),
  "distributional-shift": () => import("./distributional-shift.ts"),
  "camera-dropbox": () => import("./camera-dropbox.ts"),
  "cleaning-robot": () => import("./cleaning-robot.ts"),
  cauldron: () => import("./cauldron.ts"),
  vault: () => import("./vault.ts"),
  "unit-tests": () => import("./unit-tests.ts"),
  "off-switch": () => import("./off-switch.ts"),
  steward: () => import("./steward.ts"),
  paperclips: () => import("./paperclips.ts"),
  workshop: () => import("./workshop.ts"),
  queue: () => import("./queue.ts"),
  market: () => import("./market.ts"),
  lever: () => import("./lever.ts"),
  bystander: () => import("./bystander.ts"),
  innocent: () => import("./innocent.ts"),
};
