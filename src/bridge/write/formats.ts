/** The formats in which a case can be written: the PRISM language, Storm's DRN, PRISM's explicit files. */
export const FORMATS = ["prism", "drn", "tra"] as const;
export type Format = (typeof FORMATS)[number];
