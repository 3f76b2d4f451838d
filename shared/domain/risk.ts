import { z } from "zod";
import { Instant } from "./ids.ts";

/**
 * Something that stays open after the case, for the residual-risk list. A step puts what it knows into
 * its evidence as `risks`; closing the case gathers them. Ids and facts only, no personal data.
 */
export const Risk = z.object({
  /** Rule or requirement that says why it is listed. */
  rule: z.string(),
  /** What is open, and what a person can do about it. */
  what: z.string(),
  /** The object at the service, where there is one. */
  objectId: z.string().optional(),
});
export type Risk = z.infer<typeof Risk>;

/** One seat in the money report: freed or kept, and why. A step puts what it knows into its evidence as `seats`. */
export const Seat = z.object({
  skuId: z.string(),
  state: z.enum(["freed", "kept"]),
  because: z.string().optional(),
});
export type Seat = z.infer<typeof Seat>;

/** Money that comes or stops: what for, how much, and from when. A step puts what it knows into its evidence as `costs`. */
export const Cost = z.object({
  what: z.string(),
  /** Negative: what is saved. */
  amount: z.number(),
  /** ISO 4217. */
  currency: z.string().length(3),
  per: z.enum(["once", "month"]),
  /** From this instant; undefined: from now. */
  from: Instant.optional(),
});
export type Cost = z.infer<typeof Cost>;
