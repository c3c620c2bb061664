import { fromNumber } from "../../core/rational.ts";
import { discountOf } from "../../exact/time.ts";
import type { CaseModel } from "./case-model.ts";
import { createNames } from "./names.ts";
import { exactText } from "./numbers.ts";

/** A property, ready to be asked. */
export interface WrittenProperty {
  readonly name: string;
  readonly text: string;
  /** what its value is, in words */
  readonly about: string;
}

/**
 * What an audit computes of a case, as properties: the optimum of each drive; for each item of the intent what was meant and the
 * opposite. Bounds on steps are one larger where the first step only draws the start.
 */
export function propertiesOf({
  chosen,
  drives,
  items,
  labels,
  started,
  ended,
  terminates,
}: CaseModel): readonly WrittenProperty[] {
  const { criterion } = chosen;
  const names = createNames();
  const discount = discountOf(criterion);
  const factor = exactText(fromNumber(discount));
  const isLate = started !== undefined && discount < 1;
  const steps = criterion.kind === "finite" ? String(criterion.horizon + (started === undefined ? 0 : 1)) : "";
  const within = criterion.kind === "finite" ? `<=${steps}` : "";
  const rewardPath = {
    finite: discount < 1 ? `C<=${steps} discount=${factor}` : `C<=${steps}`,
    discounted: `Cdiscount=${factor}`,
    total: terminates && ended !== undefined ? `F "${ended}"` : "C",
    average: "LRA",
  }[criterion.kind];
  const late = isLate ? `; that times the discount, as the first step only draws the start` : "";
  /** A label; DRN has none that no state has. */
  const labelled = (name: string): string =>
    labels.get(name)?.some((word) => word !== 0) === true ? `"${name}"` : "false";
  const properties: WrittenProperty[] = [];
  const ask = (name: string, text: string, about: string): void => {
    properties.push({ name: names.take(name), text, about });
  };
  for (const { drive, total } of drives)
    ask(total, `R{"${total}"}max=? [ ${rewardPath} ]`, `the most that drive ${drive} pays${late}`);
  for (const { item, name } of items) {
    switch (item.kind) {
      case "score":
        ask(name, `R{"${name}"}max=? [ ${rewardPath} ]`, `the best score${late}`);
        break;
      case "never":
        ask(
          `${name}_least`,
          `Pmin=? [ F${within} ${labelled(name)} ]`,
          `what was meant: ${item.name} as seldom as can be`,
        );
        ask(`${name}_most`, `Pmax=? [ F${within} ${labelled(name)} ]`, `${item.name} as often as can be`);
        break;
      case "reach":
        ask(
          `${name}_most`,
          `Pmax=? [ F${within} ${labelled(name)} ]`,
          `what was meant: ${item.name} as often as can be`,
        );
        ask(`${name}_least`, `Pmin=? [ F${within} ${labelled(name)} ]`, `${item.name} as seldom as can be`);
        break;
      case "keepPossible": {
        const lost = `P<1 [ F ${labelled(name)} ]`;
        const event = started === undefined ? lost : `(${lost} & "${started}")`;
        ask(
          `${name}_lost_least`,
          `Pmin=? [ F${within} ${event} ]`,
          `what was meant: the possibility of ${item.name} lost as seldom as can be`,
        );
        ask(
          `${name}_lost_most`,
          `Pmax=? [ F${within} ${event} ]`,
          `the possibility of ${item.name} lost as often as can be`,
        );
      }
    }
  }
  return properties;
}
