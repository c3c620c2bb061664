// The camera dropbox by steps of foresight: the share of the starts from which an agent that optimises so many steps of the
// reward as paid, and then trusts the overseer's true value, drops the second box. `npm run build && node bench/camera-dropbox.mjs`
import { audit } from "../dist/audit/index.js";
import { CASES } from "../dist/cases/index.js";

const { default: subject } = await CASES["camera-dropbox"]();
const { low, high } = subject.parameters.lookahead;
process.stdout.write("steps  may hack  must hack\n");
for (let lookahead = low; lookahead <= high; lookahead++) {
  const [found] = audit(subject, { name: "camera-dropbox", drives: ["repaired"], settings: { lookahead } });
  const { worst, best } = found.items.find(({ name }) => name === "second");
  const share = ({ value }) => `${(100 * value).toFixed(1)}%`;
  process.stdout.write(`${`${lookahead}`.padStart(5)}${share(worst).padStart(10)}${share(best).padStart(11)}\n`);
}
