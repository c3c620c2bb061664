import type { Audit } from "../../src/audit/report.ts";
import { parseAudits, renderJson } from "../../src/report/json.ts";

/** What ends a script, an attribute or a comment, and would set `window.injected` if anything of it ran. */
export const INJECTION = `</script><img src=x onerror="window.injected=1">'-->\${injected}]]><svg onload=window.injected=1>`;

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="parent.injected=1;top.injected=1"><script>window.injected=1;parent.injected=1</script><image href="https://example.com/x.png"/><rect width="9" height="9"/></svg>`;

/** Parts of an audit that come from this package and not from a user. */
const OWN = new Set(["criterion", "check", "severity", "kind", "why", "lookahead", "exact"]);
const RECORDS = new Set(["state", "rewards", "settings"]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function poison(value: unknown, key: string, pictures: "rows" | "svg"): unknown {
  if (typeof value === "string") return OWN.has(key) ? value : `${value}${INJECTION}`;
  if (Array.isArray(value)) {
    if (key === "agreeing") return value;
    if (key === "picture" && pictures === "svg") return { svg: `${SVG}<!--${INJECTION}` };
    return value.map((one) => poison(one, key, pictures));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [
      RECORDS.has(key) ? `${name}${INJECTION}` : name,
      poison(of, RECORDS.has(key) ? "" : name, pictures),
    ]),
  );
}

/** The audits with the injection in every string and every name that a user could have written. */
export const hostile = (audits: readonly Audit[], pictures: "rows" | "svg"): readonly Audit[] => {
  const document: unknown = JSON.parse(renderJson(audits));
  return parseAudits(JSON.stringify(poison(document, "", pictures)));
};
