import type { AnyDrive, AnySetting } from "../../core/case.ts";
import { caseError } from "../../core/errors.ts";
import { declaredBy, declaredDrives, declaredIntent, type GymnasiumDrives, type GymnasiumIntent } from "./declared.ts";
import { type EnvironmentOptions, environmentOf, type OpenEnvironment } from "./environment.ts";
import { paidDrive } from "./setting.ts";
import type { Element } from "./space.ts";

/** An environment as a world, for a case of one's own. O and A are what its observations and actions are. */
export interface Gymnasium<O = Element, A = Element>
  extends Pick<OpenEnvironment, "world" | "view" | "basis" | "isEnumerated" | "close"> {
  /** the drive that pays what the environment pays */
  readonly paid: AnyDrive;
  /** Drives made of functions of what Gymnasium shows of a step; `view` gives the same to a `defineDrive` of one's own. */
  drives(drives: GymnasiumDrives<O, A>): Readonly<Record<string, AnyDrive>>;
  /** An intent made of such functions. */
  intent(intent: GymnasiumIntent<O, A>): NonNullable<AnySetting["intent"]>;
}

export interface GymnasiumOptions extends EnvironmentOptions {
  /** whether `info` is kept for drives and intents; it is empty where this is left out */
  readonly infos?: boolean;
}

/**
 * An environment of Gymnasium as a world, to be awaited at the top of a case file.
 *
 * @param id - as Gymnasium knows it: "FrozenLake-v1"
 * @throws InnateError as `environmentOf`
 */
export async function gymnasium<O = Element, A = Element>(
  id: string,
  { infos = false, ...options }: GymnasiumOptions = {},
): Promise<Gymnasium<O, A>> {
  const environment = await environmentOf(id, options, { infos });
  const { world, view, basis, isEnumerated, close } = environment;
  return {
    world,
    view,
    basis,
    isEnumerated,
    close,
    paid: paidDrive(environment),
    drives: (drives) => declaredDrives(world, view, declaredBy({ drives }, world.id)),
    intent(intent) {
      const made = declaredIntent(world, view, declaredBy({ intent }, world.id));
      if (made === undefined) throw caseError(`${world.id}: an intent needs never, keepPossible, reach or score`);
      return made;
    },
  };
}
