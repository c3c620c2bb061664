import type { Judgement } from "../../audit/recorded/report.ts";
import { SCHEMA_VERSION, stringify } from "../json.ts";

/** One document with a judgement, as docs/schema/judgement.schema.json describes it. */
export const renderJudgementJson = (judgement: Judgement): string =>
  stringify({ schemaVersion: SCHEMA_VERSION, judgement });
