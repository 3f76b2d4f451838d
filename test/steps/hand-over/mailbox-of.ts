import { expect } from "vitest";
import type { MailboxState } from "../../../dev/tenant/exchange/mailbox-state.ts";
import type { Mailbox } from "../../../dev/tenant/model.ts";
import type { StepRecord } from "../../../shared/domain/case.ts";
import { idOf, type Product } from "../../product/product.ts";

/** Somebody's mailbox as it really stands, whatever reads show meanwhile; to be changed in place. */
export function mailboxOf(product: Product, who: string): { readonly mailbox: Mailbox; readonly its: MailboxState } {
  const mailbox = product.tenant.state.mailboxes.find(idOf(who));
  if (mailbox === undefined) throw new Error(`${who} has no mailbox`);
  return { mailbox, its: product.tenant.state.exchange.of(mailbox) };
}

/** Nothing on the step's row names anybody of the company, and no address is there. */
export function expectNoPersonalData(product: Product, { before, evidence, because }: StepRecord): void {
  const text = JSON.stringify([before, evidence, because]);
  expect(text).not.toContain("@");
  for (const { displayName } of product.tenant.state.people.all()) expect(text).not.toContain(displayName);
}
