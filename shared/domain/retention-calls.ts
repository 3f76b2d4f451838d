import { nobodyTakesOver } from "./custodian.ts";
import type { Instant } from "./ids.ts";
import type { CallReason } from "./retention-memory.ts";

/** What a person is told who is called about a OneDrive that is left. */
export function retentionCall(
  why: CallReason,
  { deletedAt, endsAt, keepAtMostDays }: { deletedAt: Instant; endsAt: Instant | undefined; keepAtMostDays?: number },
): string {
  const day = (at: Instant | undefined) => at?.slice(0, 10) ?? "its day";
  switch (why) {
    case "nobody":
      return `The OneDrive of the deleted account goes on ${day(endsAt)}, and nobody is told. ${nobodyTakesOver}`;
    case "no-access":
      return "The custodian was made an administrator of the OneDrive and is not seen among them: do it in the SharePoint admin center, then resume (R-44)";
    case "kept-too-long":
      return `The OneDrive is still there, ${keepAtMostDays} days after the account was deleted on ${day(deletedAt)}: the most that the policy allows. End what holds it with those who placed it, or write down why it stays, then resume`;
    case "orphan":
      return `The OneDrive should have gone to the bin on ${day(endsAt)} and is still there, without a hold: most likely somebody deleted its user profile, so that no process takes it away any more. Save what is needed, then delete the site in the SharePoint admin center; never delete a profile; then resume (REQ-49, R-46)`;
    default:
      return why satisfies never;
  }
}
