import type { Audit } from "../../audit/report.ts";

/** One audit of the page, and what it goes by in the page's address. */
export interface Place {
  readonly audit: Audit;
  /** "drive=naive", with the case where the page has several; one that occurs again is numbered; "" for a single audit */
  readonly key: string;
  /** the case where the page has several, and the drive */
  readonly name: string;
}

const encode = (name: string): string => encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\ufffd"));

/** The audits of a page with their addresses, no two the same. */
export function placesOf(audits: readonly Audit[]): readonly Place[] {
  const oneCase = new Set(audits.map((audit) => audit.case)).size < 2;
  const taken = new Map<string, number>();
  return audits.map((audit) => {
    if (audits.length === 1) return { audit, key: "", name: audit.drive };
    const key = `${oneCase ? "" : `case=${encode(audit.case)}&`}drive=${encode(audit.drive)}`;
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return {
      audit,
      key: before === 0 ? key : `${key}&run=${before + 1}`,
      name: oneCase ? audit.drive : `${audit.case} · ${audit.drive}`,
    };
  });
}

/** The address of a finding, without its step. */
export const findingKey = (place: Place, id: string): string =>
  `${place.key}${place.key === "" ? "" : "&"}finding=${encode(id)}`;
