/** Models that people already have, for case files of their own. */

export { openModel } from "./open-model.ts";
export { type PrismModel, readPrism } from "./prism/read-prism.ts";
