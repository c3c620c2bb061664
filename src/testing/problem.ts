/** Something that a world or a case does not keep to. */
export interface Problem {
  /**
   * `unsound`: it breaks its own declaration; `seed`: the same seed gives another episode; `drawing`: a state has no drawing;
   * `expects`: an audit finds something else; `undecided`: an audit has no answer
   */
  readonly kind: "unsound" | "seed" | "drawing" | "expects" | "undecided";
  readonly message: string;
}
