import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { folder } from "./cli.ts";

/** Microsoft's validator of SARIF, a program; beside it lies the schema that OASIS publishes. */
const multitool: string = createRequire(import.meta.url)("@microsoft/sarif-multitool");

export interface Result {
  readonly ruleId: string;
  readonly level?: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region: { readonly startLine: number; readonly snippet?: { readonly text: string } };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly {
      readonly locations: readonly { readonly location: Pick<Result, "message"> & Result["locations"][number] }[];
    }[];
  }[];
}

/** The parts of a SARIF document that tests read. */
export interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications: readonly {
            readonly level: string;
            readonly descriptor: { readonly id: string };
            readonly message: { readonly text: string };
          }[];
        },
      ];
      readonly results: readonly Result[];
      readonly properties: { readonly leftOut: number };
    },
  ];
}

export const parseSarif = (text: string): Sarif => JSON.parse(text);

/** What the schema of SARIF 2.1.0 has against a document. */
export function schemaErrors(text: string): readonly string[] {
  const schema: object = JSON.parse(readFileSync(join(dirname(multitool), "sarif-2.1.0.json"), "utf8"));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.validate(schema, JSON.parse(text));
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What the Multitool's `validate` has against a document: "error SARIF1004 …". */
export function validatorRemarks(text: string): readonly string[] {
  chmodSync(multitool, 0o755);
  const cwd = folder(undefined, { "innate.sarif": text });
  const { status, stdout } = spawnSync(
    multitool,
    ["validate", "innate.sarif", "--level", "Error;Warning;Note", "--output", "remarks.sarif", "--quiet"],
    { cwd, encoding: "utf8", env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" } },
  );
  if (status === null) throw new Error(`the validator did not run: ${stdout}`);
  const remarks = parseSarif(readFileSync(join(cwd, "remarks.sarif"), "utf8"));
  return remarks.runs[0].results.map(({ level = "warning", ruleId }) => `${level} ${ruleId}`);
}
