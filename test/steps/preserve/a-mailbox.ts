import type { MailboxState } from "../../../dev/tenant/exchange/mailbox-state.ts";
import type { TenantState } from "../../../dev/tenant/state.ts";
import type { MailboxHolds } from "../../../shared/domain/ports/holds.ts";
import type { Tenant } from "../../../shared/domain/tenant.ts";

/** The mailbox of somebody as it really stands. */
export function mailboxOf(
  { tenant: { state } }: { readonly tenant: { readonly state: TenantState } },
  who: string,
): MailboxState {
  const mailbox = state.mailboxes.find(state.person(who).id);
  if (mailbox === undefined) throw new Error(`${who} has no mailbox`);
  return state.exchange.of(mailbox);
}

/** The same input, with a mailbox that shows these holds: for what the simulated Exchange never shows. */
export function withHolds<Input extends { readonly tenant: Tenant }>(input: Input, shown: MailboxHolds): Input {
  const holds = {
    of: async () => shown,
    plan: async () => "with-hold" as const,
    afterDeletion: async () => "none" as const,
    placeLitigationHold: async () => undefined,
    liftLitigationHold: async () => undefined,
  };
  return { ...input, tenant: { ...input.tenant, holds } };
}
