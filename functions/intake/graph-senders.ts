import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { secretHash } from "../../shared/domain/keep-subscription.ts";
import type { SubscriptionState } from "../../shared/domain/ports/subscriptions.ts";

/** What every item carries, whatever it tells. */
const Item = z.looseObject({
  subscriptionId: z.string().max(200),
  clientState: z.string().max(200),
  tenantId: z.string().max(200),
});
export type Item = z.infer<typeof Item>;

/** Why an item is dropped: for the log alone. */
export type Doubt = "malformed" | "unknown-subscription" | "client-state" | "other-tenant";

/**
 * Who sent an item: it has to name our subscription and our tenant, and to know the secret that only Graph was given
 * (section 5.3). Compared as hashes, in constant time.
 */
export function sentByGraph(item: unknown, state: SubscriptionState, tenantId: string): Item | Doubt {
  const { data } = Item.safeParse(item);
  if (data === undefined) return "malformed";
  const { current, making } = state;
  // One that is being made has a secret already, and its id comes with the answer.
  const expected = current?.id === data.subscriptionId ? current.secretHash : making?.secretHash;
  if (expected === undefined) return "unknown-subscription";
  if (!same(secretHash(data.clientState), expected)) {
    return current?.id === data.subscriptionId ? "client-state" : "unknown-subscription";
  }
  return data.tenantId.toLowerCase() === tenantId ? data : "other-tenant";
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, "hex"), Buffer.from(other, "hex")];
  return a.length === b.length && timingSafeEqual(a, b);
}
