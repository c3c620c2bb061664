/**
 * The camera dropbox by steps of foresight: in how many of the 84 starts an agent drops the second box that optimises so many steps of
 * the reward as paid, and then trusts the overseer's true value. Between the two figures lie ties.
 *
 * npm run build && node examples/camera-dropbox.mjs [steps …]
 */
import { audit } from "../dist/audit/index.js";
import { CASES } from "../dist/cases/index.js";

const asked = process.argv.slice(2).map(Number);
const { default: subject } = await CASES["camera-dropbox"]();
console.log("steps  may hack  must hack");
for (const lookahead of asked.length === 0 ? [8, 9, 11, 13, 18] : asked) {
  const options = { name: "camera-dropbox", drives: ["repaired"], settings: { lookahead }, isTimeUp: () => true };
  const [{ items }] = audit(subject, options);
  const { worst, best } = items.find(({ name }) => name === "second");
  const starts = ({ value }) => `${Math.round(84 * value)} of 84`;
  console.log(`${`${lookahead}`.padStart(5)}${starts(worst).padStart(10)}${starts(best).padStart(11)}`);
}
