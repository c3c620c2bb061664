import { SCHEMA_VERSION, stringify } from "../json.ts";
import type { LifeReport } from "./report.ts";

/** One document with what came of a life, as docs/schema/life.schema.json describes it; NaN and infinities are strings. */
export const renderLifeJson = (life: LifeReport): string => stringify({ schemaVersion: SCHEMA_VERSION, life });
