import type { CaseModel } from "./case-model.ts";
import { drnLines } from "./drn.ts";
import type { Format } from "./formats.ts";
import { prismLines } from "./prism.ts";
import { propertiesOf, type WrittenProperty } from "./properties.ts";
import { type Part, type Rounded, traParts } from "./tra.ts";

/** A case as files. */
export interface ExportedCase {
  readonly parts: readonly Part[];
  readonly properties: readonly WrittenProperty[];
  /** numbers that could not be written as they are, counted once the parts have been read */
  readonly rounded: Rounded;
}

/** The files of a case in a format, the model's first and its properties last. */
export function exportCase(model: CaseModel, format: Format): ExportedCase {
  const rounded: Rounded = { probabilities: 0, rewards: 0 };
  const properties = propertiesOf(model);
  const about = aboutOf(model);
  const own: readonly Part[] =
    format === "tra"
      ? traParts(model, rounded)
      : [
          {
            ending: `.${format}`,
            lines: () =>
              format === "drn"
                ? drnLines(model, [...about, ...meaningsOf(model)])
                : prismLines(model, about, sumsOf(model)),
          },
        ];
  return {
    parts: [...own, { ending: ".props", lines: () => propertyLines(properties, [...about, ...meaningsOf(model)]) }],
    properties,
    rounded,
  };
}

function* propertyLines(properties: readonly WrittenProperty[], about: readonly string[]): Generator<string> {
  for (const line of about) yield `// ${line}`.trimEnd();
  for (const { name, text, about: said } of properties) yield* ["", `// ${said}`, `"${name}": ${text};`];
}

/** The reward structures that are made of others. */
const sumsOf = ({ drives }: CaseModel): ReadonlyMap<string, readonly string[]> =>
  new Map(drives.flatMap(({ total, terms }) => (terms.length === 0 ? [] : [[total, terms]])));

/** What the numbers of variables mean where they are not the fields' own. */
const meaningsOf = ({ variables }: CaseModel): readonly string[] =>
  variables.flatMap(({ name, meaning }) => (meaning === undefined ? [] : [`${name}: ${meaning}`]));

/** What a reader of the files has to know. */
function aboutOf({ chosen, started, ended, items, isHidden }: CaseModel): readonly string[] {
  const settings = Object.entries(chosen.settings).map(([name, value]) => `${name} = ${value}`);
  const never = items.flatMap(({ item, name }) => (item.kind === "never" ? [`"${name}"`] : []));
  const { criterion } = chosen;
  return [
    `${chosen.name} as a Markov decision process, written by innate export.`,
    ...(settings.length === 0 ? [] : [`Parameters: ${settings.join(", ")}.`]),
    `Question: ${chosen.question}.`,
    ...(ended === undefined
      ? []
      : [`"${ended}": the world has ended; such a state steps to itself, and nothing is paid any more.`]),
    ...(started === undefined
      ? []
      : [
          `"${started}": all states but the first, whose one step draws the start: bounds on steps are one larger for it.`,
        ]),
    ...(never.length === 0
      ? []
      : [`${never.join(", ")}: has happened; what must never happen is told of steps, and a state remembers it.`]),
    ...(isHidden
      ? [
          "An agent of this world sees less than its states, as an audit knows: its optimum may be less than that of the model.",
        ]
      : []),
    ...(criterion.kind === "discounted" || (criterion.kind === "finite" && criterion.discount < 1)
      ? ["Discounts are asked as Storm does (from version 1.10 on); PRISM has none."]
      : []),
    ...(criterion.kind === "average"
      ? ["The average per step is asked as Storm does; PRISM writes S in place of LRA."]
      : []),
  ];
}
