export { renderHtml } from "./html/index.ts";
export { parseAudits, renderJson, SCHEMA_VERSION } from "./json.ts";
export { formatNumber, formatPercent, formatQuantity } from "./number.ts";
export { auditDocument, auditJsonSchema } from "./schema.ts";
export { renderBrief, renderCase, renderSummary, renderTerminal, type TerminalOptions } from "./terminal.ts";
