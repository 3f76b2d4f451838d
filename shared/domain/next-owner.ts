import type { LeaverId } from "./ids.ts";
import type { StepInput } from "./step.ts";

/** Whether somebody other than the leaver owns a thing and will go on doing so. */
export async function hasOtherOwner(
  owners: readonly { readonly id: LeaverId; readonly enabled: boolean }[],
  { leaver, leaving }: Pick<StepInput, "leaver" | "leaving">,
): Promise<boolean> {
  for (const { id, enabled } of owners) {
    if (id !== leaver.id && enabled && !(await leaving(id))) return true;
  }
  return false;
}
