import { guidOf, tenantId } from "../ids.ts";
import type { TenantState } from "../state.ts";
import { type Sku, skus } from "./skus.ts";

/** Seats that the company has and uses (m365-operations 12.1). Somebody with the same product twice uses one. */
export function subscribedSkus(state: TenantState): Record<string, unknown>[] {
  const used = new Map<string, number>();
  for (const person of state.people.all()) {
    const working = person.licences.filter((licence) => state.licences.works(person, licence));
    for (const skuId of new Set(working.map((licence) => licence.skuId))) used.set(skuId, (used.get(skuId) ?? 0) + 1);
  }
  return Object.entries<Sku>(skus).map(([skuPartNumber, { skuId, seats, plans }]) => {
    const consumedUnits = used.get(skuId) ?? 0;
    return {
      id: `${tenantId}_${skuId}`,
      skuId,
      skuPartNumber,
      accountId: tenantId,
      accountName: "kestrel",
      appliesTo: "User",
      capabilityStatus: "Enabled",
      consumedUnits,
      // A company of any size has bought enough.
      prepaidUnits: { enabled: Math.max(seats, consumedUnits), suspended: 0, warning: 0, lockedOut: 0 },
      servicePlans: plans.map(({ id, name }) => ({
        servicePlanId: id,
        servicePlanName: name,
        provisioningStatus: "Success",
        appliesTo: "User",
      })),
      subscriptionIds: [guidOf(`subscription/${skuPartNumber}`)],
    };
  });
}
