import { z } from "zod";

/** BambooHR's own number of an employee. Never 0: in the API that means the owner of the API key. */
export const BambooHrId = z.string().regex(/^[1-9]\d{0,17}$/);
