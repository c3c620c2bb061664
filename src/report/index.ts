export { renderComparisonJson } from "./compare/json.ts";
export { comparisonDocument, comparisonJsonSchema } from "./compare/schema.ts";
export { renderComparison } from "./compare/terminal.ts";
export { renderHtml } from "./html/index.ts";
export { parseAudits, renderJson, SCHEMA_VERSION } from "./json.ts";
export { formatNumber, formatPercent, formatQuantity } from "./number.ts";
export { auditDocument, auditJsonSchema } from "./schema.ts";
export { renderBrief, renderCase, renderSummary, renderTerminal, type TerminalOptions } from "./terminal.ts";
