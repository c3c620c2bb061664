import type { AnyDrive, AnySetting, AnyWorld } from "../../core/case.ts";
import { caseError } from "../../core/errors.ts";
import { type ColumnNames, type Columns, columnDrives, paying } from "./columns.ts";
import { type Declared, declaredDrives, declaredIntent } from "./declared.ts";
import type { View } from "./moment.ts";

/** A world that is made of an environment, however it came about, and what can be read of its moments and states. */
export interface Environment {
  readonly world: AnyWorld;
  readonly view: View;
  readonly columns: Columns;
  /** names of the terms of the environment's reward, which are the first columns; none where it does not tell them */
  readonly terms: readonly string[];
  /** what a Python file declares, whose columns come after them */
  readonly names?: ColumnNames;
}

/** What the environment's own drive is called, and its term where it has only one. */
export const PAID = "paid";

/** The drive that pays what the environment pays: its terms where `info` tells them. */
export const paidDrive = ({ world, view, columns, terms }: Environment): AnyDrive =>
  terms.length === 0
    ? paying(world, [{ name: PAID, definition: {} }], (moment) => view.moment(moment).reward)
    : paying(
        world,
        terms.map((name) => ({ name, definition: {} })),
        columns.ofMoment,
      );

/**
 * An environment's world with the drive that it pays first, and the drives and the intent of a file beside it.
 *
 * @throws InnateError `case` if a drive of the file is called as the environment's
 */
export function settingOf(environment: Environment, declared?: Declared): AnySetting {
  const { world, view, columns, terms, names } = environment;
  const own = declared === undefined ? {} : declaredDrives(world, view, declared);
  const intent = declared === undefined ? undefined : declaredIntent(world, view, declared);
  const others = names === undefined ? { drives: {} } : columnDrives(world, columns, names, terms.length);
  const drives = { ...own, ...others.drives };
  if (Object.hasOwn(drives, PAID))
    throw caseError(`${world.id}: a drive is called "${PAID}", which is what the environment's own is called`);
  const meant = intent ?? others.intent;
  return {
    world,
    drives: { [PAID]: paidDrive(environment), ...drives },
    ...(meant === undefined ? {} : { intent: meant }),
  };
}
