import { stepRecord } from "./case.ts";
import type { StepInput } from "./step.ts";

/**
 * Whether this step has called a person already, who let it go on. A change that was announced and is in doubt does not
 * count: nobody may have read anything.
 */
export function wasAsked(name: string, { steps }: Pick<StepInput, "steps">): boolean {
  const record = stepRecord(steps, name);
  return record?.before !== undefined && (record.intent === undefined || record.intent.accepted);
}
