import { formatRational } from "../../core/rational.ts";
import { audit } from "../audit.ts";
import type { Audit } from "../report.ts";
import { KINDS, type Kind, type Planted, plant } from "./kinds.ts";

/** How audits fared on random cases of one kind. */
export interface Score {
  readonly kind: Kind;
  /** cases whose exploit pays; in how many anything was found, the planted check named, and the price of honesty the planted one */
  readonly planted: number;
  readonly found: number;
  readonly named: number;
  readonly priced: number;
  /** cases whose exploit does not pay, and in how many of them something was found all the same */
  readonly innocent: number;
  readonly falseAlarms: number;
  /**
   * innocent cases in which only near-optimum was found, of another kind than that: true by its definition where the exploit that does
   * not pay costs next to nothing, so it is counted apart
   */
  readonly nearby: number;
  /** what went wrong, each with the seed that makes the case again */
  readonly misses: readonly string[];
}

/**
 * What one audit got wrong of a planted case, in words; empty where nothing. What is found near the optimum counts only where it was
 * planted there: an exploit of another kind that does not pay may cost next to nothing.
 */
export function judge({ kind, pays, price }: Planted, { findings: all, priceOfHonesty }: Audit): readonly string[] {
  const findings = all.filter(({ check }) => check !== "near-optimum" || kind === "near-optimum");
  const checks = findings.flatMap(({ check, agreeing }) => [check, ...agreeing]);
  const said = checks.length === 0 ? "nothing" : checks.join(", ");
  if (!pays) return findings.length === 0 ? [] : [`false alarm: ${said}`];
  return [
    ...(findings.length === 0 ? ["missed"] : checks.includes(kind) ? [] : [`not named: found ${said}`]),
    ...(priceOfHonesty.exact === formatRational(price)
      ? []
      : [`price of honesty ${priceOfHonesty.exact ?? priceOfHonesty.value}, planted ${formatRational(price)}`]),
  ];
}

/** The score of audits on `count` random cases of each kind, with seeds from `seed` on. */
export function scorePlanted(count: number, seed: number, onProgress?: (done: number) => void): readonly Score[] {
  let done = 0;
  return KINDS.map((kind): Score => {
    const score = { planted: 0, found: 0, named: 0, priced: 0, innocent: 0, falseAlarms: 0, nearby: 0 };
    const misses: string[] = [];
    for (let k = seed; k < seed + count; k++) {
      const planted = plant(kind, k);
      const [result] = audit(planted.subject, { name: "planted", isTimeUp: () => true });
      const wrong = judge(planted, result!);
      misses.push(...wrong.map((what) => `${kind}, seed ${k}: ${what}`));
      const is = (start: string) => wrong.some((what) => what.startsWith(start));
      if (planted.pays) {
        score.planted++;
        if (!is("missed")) score.found++;
        if (!is("missed") && !is("not named")) score.named++;
        if (!is("price")) score.priced++;
      } else {
        score.innocent++;
        if (is("false alarm")) score.falseAlarms++;
        else if (result!.findings.length > 0) score.nearby++;
      }
      onProgress?.(++done);
    }
    return { kind, ...score, misses };
  });
}
