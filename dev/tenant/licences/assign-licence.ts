import { z } from "zod";
import { refuse } from "../http/errors.ts";
import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { setLicences } from "./changes.ts";
import { partNumberOf } from "./skus.ts";

const Body = z.object({
  addLicenses: z.array(z.object({ skuId: z.string(), disabledPlans: z.array(z.string()).default([]) })),
  removeLicenses: z.array(z.string()),
});

const bad = (message: string): never => refuse(400, "Request_BadRequest", message);

/** Direct licences (m365-operations 12.2). A request that is refused changes nothing. */
export function assignLicence(state: TenantState, person: Person, body: unknown): void {
  const asked =
    Body.safeParse(body).data ?? bad("One or more parameters of the operation 'assignLicense' are missing.");
  const add = asked.addLicenses.map(({ skuId, disabledPlans }) => ({ licence: directLicence(skuId), disabledPlans }));
  const remove = asked.removeLicenses.map((skuId) => skuId.toLowerCase());
  if (add.length + remove.length === 0) bad("No license changes provided.");
  for (const skuId of remove) requireDirect(person, skuId);
  const added = add.map(({ licence }) => licence);
  const isChanged = ({ skuId }: Licence) => remove.includes(skuId) || added.some((licence) => licence.skuId === skuId);
  const kept = person.licences.filter((licence) => licence.assignedByGroup !== null || !isChanged(licence));
  const same = person.licences.filter((licence) => added.some(({ skuId }) => isDirect(licence, skuId)));
  const come = added.filter(({ skuId }) => !same.some((licence) => licence.skuId === skuId));
  setLicences(state, person, [...kept, ...same, ...come]);
  for (const { licence, disabledPlans } of add) state.licences.disable(person, licence, disabledPlans);
}

const isDirect = (licence: Licence, skuId: string) => licence.skuId === skuId && licence.assignedByGroup === null;

function directLicence(asked: string): Licence {
  const skuId = asked.toLowerCase();
  const skuPartNumber = partNumberOf(skuId) ?? bad(`License ${asked} does not correspond to a valid company License.`);
  return { skuId, skuPartNumber, assignedByGroup: null };
}

function requireDirect({ licences }: Person, skuId: string): void {
  if (licences.some((licence) => isDirect(licence, skuId))) return;
  if (licences.some((licence) => licence.skuId === skuId)) {
    bad("User license is inherited from a group membership and it cannot be removed directly from the user.");
  }
  bad("User does not have a corresponding license.");
}
