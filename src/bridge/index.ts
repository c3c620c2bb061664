/** Models that people already have, for case files of their own. */

export {
  defineGymnasium,
  type GymnasiumDrives,
  type GymnasiumFile,
  type GymnasiumIntent,
} from "./gymnasium/declared.ts";
export { type Gymnasium, type GymnasiumOptions, gymnasium } from "./gymnasium/gymnasium.ts";
export type { GymnasiumMoment, View } from "./gymnasium/moment.ts";
export type { Element } from "./gymnasium/space.ts";
export { openModel } from "./open-model.ts";
export { type PrismModel, readPrism } from "./prism/read-prism.ts";
