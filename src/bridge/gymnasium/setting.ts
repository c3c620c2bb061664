import type { AnySetting, AnyWorld } from "../../core/case.ts";
import { caseError } from "../../core/errors.ts";
import { type ColumnNames, type Columns, columnDrives, PAID, paidDrive } from "./columns.ts";
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

/**
 * An environment's world with the drive that it pays first, and the drives and the intent of a file beside it.
 *
 * @throws InnateError `case` if a drive of the file is called as the environment's
 */
export function settingOf({ world, view, columns, terms, names }: Environment, declared?: Declared): AnySetting {
  const paid = paidDrive(world, columns, terms, (moment) => view.moment(moment).reward);
  const own = declared === undefined ? {} : declaredDrives(world, view, declared);
  const intent = declared === undefined ? undefined : declaredIntent(world, view, declared);
  const others = names === undefined ? { drives: {} } : columnDrives(world, columns, names, terms.length);
  const drives = { ...own, ...others.drives };
  if (Object.hasOwn(drives, PAID))
    throw caseError(`${world.id}: a drive is called "${PAID}", which is what the environment's own is called`);
  const meant = intent ?? others.intent;
  return { world, drives: { [PAID]: paid, ...drives }, ...(meant === undefined ? {} : { intent: meant }) };
}
