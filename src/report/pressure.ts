import type { PressurePoint } from "../audit/report.ts";

/** The middle of what an item of the intent comes to at a point. */
const middle = ({ worst, best }: PressurePoint, item: number): number =>
  ((worst[item] ?? Number.NaN) + (best[item] ?? Number.NaN)) / 2;

/**
 * The places of the points that tell most of an item's curve: its two ends, where it is best and worst, and where it turns from
 * rising to falling or back; in this order.
 */
export function tellingPoints(points: readonly PressurePoint[], item: number): readonly number[] {
  const values = points.map((point) => middle(point, item));
  const last = points.length - 1;
  const telling = new Set(points.length === 0 ? [] : [0, last]);
  const finite = values.filter(Number.isFinite);
  for (const extreme of [Math.max(...finite), Math.min(...finite)])
    if (values.includes(extreme)) telling.add(values.indexOf(extreme));
  let direction = 0;
  for (let k = 1; k <= last; k++) {
    const step = Math.sign(values[k]! - values[k - 1]!);
    if (step !== 1 && step !== -1) continue;
    if (direction === -step) telling.add(k - 1);
    direction = step;
  }
  return [...telling];
}
