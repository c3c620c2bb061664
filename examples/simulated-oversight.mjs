/**
 * An overseer that asks a simulation what the same policy would do: every policy enumerated, and what two learners believe of
 * themselves. npm run build && node examples/simulated-oversight.mjs
 */
import { formatRational } from "../dist/core/rational.js";
import { LEARNERS, learn, POLICIES, returnOf } from "../dist/studies/simulated-oversight.js";

const number = ({ numerator, denominator }) => Number(numerator) / Number(denominator);
const inWords = ({ choice, real, sim }) => `go to ${choice}; Real: ${real}; Sim: ${sim}`;

const ranked = POLICIES.filter(({ choice }) => choice !== "abort")
  .map((policy) => ({ policy, value: returnOf(policy), alone: returnOf(policy, false) }))
  .sort((a, b) => number(b.value) - number(a.value));
console.log("return of a policy, overseen and alone");
for (const { policy, value, alone } of [...ranked.slice(0, 3), ...ranked.slice(-2)])
  console.log(`${formatRational(value).padStart(7)} ${formatRational(alone).padStart(7)}   ${inWords(policy)}`);

console.log("\nafter 100 000 episodes, seed 0");
for (const learner of LEARNERS) {
  const { policy, believed, actual } = learn(learner, 100_000, 0);
  console.log(
    `${learner.padEnd(11)} believes ${believed.toFixed(2).padStart(5)}, gets ${actual.toFixed(2).padStart(5)}   ${inWords(policy)}`,
  );
}
