import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { isSame } from "./changes.ts";
import { licencesOfGroups } from "./group-licences.ts";
import { type PartNumber, skus } from "./skus.ts";

/** Assigned directly, besides what everybody has. */
const direct: Readonly<Record<string, readonly PartNumber[]>> = {
  clara: ["POWER_BI_PRO"],
  leaver01: ["SPE_E5"],
  erik: ["MCOEV"],
  leaver07: ["VISIOCLIENT"],
};

/** Plans that are switched off in the direct assignment of a product. */
const switchedOff: Readonly<Record<string, { readonly product: PartNumber; readonly plan: string }>> = {
  leaver02: { product: "ENTERPRISEPACK", plan: "FLOW_O365_P2" },
};

/** Assignments of groups that do not work. */
const broken: Readonly<Record<string, { readonly product: PartNumber; readonly error: string }>> = {
  leaver03: { product: "SPE_E5", error: "CountViolation" },
};

/** What somebody has who moves in: the usual, their own, and what their groups give. */
export function arrive(state: TenantState, person: Person): void {
  const own = (direct[person.key] ?? []).map(
    (product): Licence => ({ skuId: skus[product].skuId, skuPartNumber: product, assignedByGroup: null }),
  );
  const more = [...own, ...licencesOfGroups(state, person)];
  person.licences = [...person.licences, ...more.filter((licence) => !person.licences.some(isSame(licence)))];
  const off = switchedOff[person.key];
  const failing = broken[person.key];
  for (const licence of person.licences) {
    if (off?.product === licence.skuPartNumber) state.licences.disable(person, licence, planIds(off));
    if (failing?.product === licence.skuPartNumber) state.licences.fail(person, licence, failing.error);
  }
}

function planIds({ product, plan }: { readonly product: PartNumber; readonly plan: string }): readonly string[] {
  return skus[product].plans.flatMap(({ id, name }) => (name === plan ? [id] : []));
}
