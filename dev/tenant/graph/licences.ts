import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { Licence } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Properties, page, project, selected } from "./shape.ts";
import { personAt } from "./users.ts";

const properties: Properties<Licence> = {
  id: ({ skuId }) => Buffer.from(skuId).toString("base64url"),
  skuId: ({ skuId }) => skuId,
  skuPartNumber: ({ skuPartNumber }) => skuPartNumber,
  servicePlans: () => [
    {
      servicePlanId: guidOf("plan/exchange"),
      servicePlanName: "EXCHANGE_S_ENTERPRISE",
      provisioningStatus: "Success",
      appliesTo: "User",
    },
  ],
};

/** What a person is licensed for (m365-operations 12.1). */
export function addLicences(routes: Routes, state: TenantState): void {
  const anyOf = ["LicenseAssignment.Read.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
  routes.add("GET", "/v1.0/users/:id/licenseDetails", { resource: "graph", anyOf }, (call) => {
    const person = personAt(state, call);
    const names = selected(call.query) ?? Object.keys(properties);
    const shown = person.licences.map((licence) => project(licence, properties, "licenseDetails", names));
    return page(call, `users('${person.id}')/licenseDetails`, shown);
  });
}
