import { z } from "zod";

/** An id as HR systems write it, text or number; control characters have no place in one. */
export const SourceId = z.union([z.string().regex(/^[^\p{C}]{1,128}$/u), z.int().nonnegative().transform(String)]);
