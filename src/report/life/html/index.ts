import type { LifeReport } from "../report.ts";
export const renderLifeHtml = (report: LifeReport): string => JSON.stringify(report);
