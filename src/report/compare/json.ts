import type { Comparison } from "../../audit/compare/report.ts";
import { SCHEMA_VERSION, stringify } from "../json.ts";

/** One document with a comparison, as docs/schema/comparison.schema.json describes it. */
export const renderComparisonJson = (comparison: Comparison): string =>
  stringify({ schemaVersion: SCHEMA_VERSION, comparison });
