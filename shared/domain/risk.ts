import { z } from "zod";

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
