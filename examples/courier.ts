import { defineCase, defineDrive, defineIntent, sum } from "innate";
import { readPrism } from "innate/bridge";

/**
 * Courier: a model of a model checker as a case of one's own, with a drive that is repaired in TypeScript.
 *
 *     innate audit examples/courier.ts
 */
const { world, drive, label } = readPrism(new URL("courier.prism", import.meta.url), { parcels: 2 }, { horizon: 20 });
const [paid, broken, done] = [drive("paid"), label("broken"), label("done")];

/** Takes back what a thrown parcel is paid. */
const careful = sum(paid, defineDrive(world, { fine: ({ action }) => (action === "throw" ? -6 : 0) }));

const intent = defineIntent(world, {
  never: { broken: ({ nextState }) => broken(nextState) },
  reach: { done },
});

export default defineCase({ world, drives: { paid, careful }, intent });
