/**
 * What people already have, in a case file of one's own: `import { readPrism } from "innate/bridge"`.
 */

export { openModel } from "./open-model.ts";
export { type PrismModel, readPrism } from "./prism/read-prism.ts";
