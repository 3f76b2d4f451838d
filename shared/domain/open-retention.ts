import { hashOf } from "./hash.ts";
import type { CaseId, Instant, LeaverId } from "./ids.ts";
import { type OpenPorts, refused, type Verdict } from "./intake.ts";
import { openNew } from "./new-case.ts";
import { makePlan } from "./plan.ts";
import { isProtected, settingsFor } from "./policy.ts";
import type { DeletedPerson } from "./ports/deleted-people.ts";
import type { AccountEvent } from "./ports/directory-events.ts";

/** Names one deletion of one account: told again, it is the same. */
export function deletionKey(id: LeaverId, deletedAt: Instant): string {
  return hashOf("deletion", id, deletedAt);
}

/**
 * Opens the case of an account that somebody deleted without telling Leaver: nothing is left to lock or to hand over, but
 * what the person leaves behind has its clocks running (REQ-41, REQ-51). The policy goes by what the bin still shows.
 *
 * @param insteadOf the ended case that holds the person now, if any
 */
export async function openRetention(
  event: AccountEvent,
  deleted: DeletedPerson,
  insteadOf: CaseId | undefined,
  ports: OpenPorts,
): Promise<Verdict> {
  if (isProtected(ports.policy, deleted.id) || deleted.resourceAccount) {
    ports.log({ event: "security-protected-account-deleted", security: true, leaverId: deleted.id });
    return refused("the deleted account is protected, or is no person");
  }
  const { kind, department, country } = deleted;
  const usual = settingsFor(ports.policy, { userType: kind, department, country });
  // A guest's mail and files are at home, unless the policy has other plans for guests.
  if (kind === "guest" && usual.end === "suspend") return refused("a guest leaves nothing behind here (R-21)");
  const settings = { ...usual, end: "plain-deletion" as const };
  const plan = makePlan(ports.steps, ports.policy, { kind: "retention", settings, cloud: ports.cloud });
  if (!plan.steps.some(({ state }) => state === "pending")) return refused("the policy follows no deleted account");
  return await openNew(
    {
      kind: "retention",
      status: "running",
      leaverId: deleted.id,
      userType: kind,
      source: event.source,
      employeeRef: deleted.employeeId ?? deleted.id,
      employmentKey: deletionKey(deleted.id, deleted.deletedAt),
      acceptedAt: event.receivedAt,
      settings,
      because: `the account was deleted elsewhere at ${deleted.deletedAt}`,
    },
    plan,
    { insteadOf, actor: "leaver" },
    ports,
  );
}
