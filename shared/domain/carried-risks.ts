import { z } from "zod";
import { Risk } from "./risk.ts";

const WithRisks = z.object({ risks: z.array(Risk) });

/** The risks that are seen now, after those that were seen before the step's change and are not visible any more. */
export function carriedRisks(before: unknown, now: readonly Risk[]): Risk[] {
  const earlier = WithRisks.safeParse(before).data?.risks ?? [];
  return [...earlier.filter((risk) => !now.some((other) => isSame(risk, other))), ...now];
}

const isSame = (a: Risk, b: Risk) => a.rule === b.rule && a.what === b.what && a.objectId === b.objectId;
