import { z } from "zod";

/** The Microsoft clouds that are in service, as Leaver names them. */
export const Cloud = z.enum(["worldwide", "us-gov-l4", "us-gov-l5", "china"]);
export type Cloud = z.infer<typeof Cloud>;
