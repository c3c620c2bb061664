import { readFileSync } from "node:fs";

/** The version of the running package. */
export function version(): string {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return version;
}
