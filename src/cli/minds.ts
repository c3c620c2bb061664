import { MINDS } from "../minds/index.ts";
import { STATUS, type Status } from "./status.ts";
import { print } from "./terminal.ts";

/** Prints the minds that a case can be lived with, one a line; returns the exit status. */
export function mindsCommand({ json = false }: { readonly json?: boolean }): Status {
  const minds = Object.entries(MINDS).map(([id, create]) => ({ id, about: create().about ?? "" }));
  const width = Math.max(0, ...minds.map(({ id }) => id.length));
  print(
    json
      ? `${JSON.stringify({ schemaVersion: 1, minds })}\n`
      : `${minds.map(({ id, about }) => `${id.padEnd(width)}  ${about}`.trimEnd()).join("\n")}\n`,
  );
  return STATUS.clean;
}
