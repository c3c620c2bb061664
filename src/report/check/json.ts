import { SCHEMA_VERSION, stringify } from "../json.ts";
import type { CheckReport } from "./report.ts";

/** One document with what was found of a model, as docs/schema/check.schema.json describes it. */
export const renderCheckJson = (check: CheckReport): string => stringify({ schemaVersion: SCHEMA_VERSION, check });
