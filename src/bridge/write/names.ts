/** Words of the PRISM language, of which none may be the name of something: https://www.prismmodelchecker.org/manual/ThePRISMLanguage/AllOnOnePage */
const KEYWORDS = new Set(
  (
    "A bool clock const ctmc C double dtmc E endinit endinvariant endmodule endobservables endrewards endsystem false formula " +
    "filter func F global G init invariant I int label max mdp min module X nondeterministic observable observables of Pmax Pmin P " +
    "pomdp popta probabilistic prob pta rate rewards Rmax Rmin R S stochastic system true U W " +
    // Functions, which some readers do not tell from names.
    "floor ceil round pow mod log multi LRA"
  ).split(" "),
);
/** Labels that every model has. */
const LABELS = ["init", "deadlock"];

/** Gives things names that every checker reads, none twice: letters, digits and _, no word of the PRISM language. */
export interface Names {
  /** The name for something that is known as `wanted`: that itself where it can be. */
  take(wanted: string): string;
}

/** No names given yet; those of the labels that every model has are taken. */
export function createNames(): Names {
  const taken = new Set(LABELS);
  return {
    take(wanted) {
      const plain = wanted.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?![A-Za-z_])/, "_");
      const base = KEYWORDS.has(plain) ? `${plain}_` : plain;
      let name = base;
      for (let k = 2; taken.has(name); k++) name = `${base}_${k}`;
      taken.add(name);
      return name;
    },
  };
}
