import * as z from "zod";

/**
 * JSON has no NaN and no infinities: they are written as strings and read back as numbers.
 *
 * @internal
 */
export const number = z
  .union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])
  .meta({ id: "Number" })
  .transform((written) => (typeof written === "number" ? written : Number(written)));
/** @internal */
export const whole = z.int().min(0);
/** @internal */
export const text = z.string();
/** @internal */
export const texts = z.array(text).readonly();
