import type { Quantity } from "../../audit/report.ts";

/** The model that was checked. */
export interface CheckedModel {
  /** the file as typed */
  readonly name: string;
  readonly type: "dtmc" | "mdp";
  /** values of its constants, as typed */
  readonly constants: Readonly<Record<string, string>>;
  readonly states: number;
  /** of all states together; as many as states where there are none */
  readonly choices: number;
  readonly branches: number;
  /** states in which it may begin */
  readonly initial: number;
  /** states without a step of their own, which were given one to themselves */
  readonly deadlocks: number;
  /** one of them */
  readonly deadlock?: string;
  /** to go through its states */
  readonly seconds: number;
}

/** What was found of one property. */
export type PropertyResult =
  | {
      readonly kind: "value";
      readonly value: Quantity;
      /** why it is not known as a rational, where that was asked for */
      readonly inexact?: string;
    }
  /** values that are not the same for all states that are asked about */
  | { readonly kind: "range"; readonly least: Quantity; readonly most: Quantity }
  | { readonly kind: "truth"; readonly holds: boolean }
  /** refused: it cannot be asked of this model */
  | { readonly kind: "undecided" | "refused"; readonly reason: string };

export interface PropertyReport {
  readonly name?: string;
  readonly text: string;
  readonly result: PropertyResult;
  /** how it was found */
  readonly how: string;
  readonly seconds: number;
}

/** What `innate check` found of one model. */
export interface CheckReport {
  /** absent where it could not be read, or not within the limits */
  readonly model?: CheckedModel;
  readonly properties: readonly PropertyReport[];
  /** why there is no model, or not all properties were checked */
  readonly failure?: { readonly status: number; readonly message: string };
}
