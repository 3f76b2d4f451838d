import { entity, type Properties, page, project, selected } from "../graph/shape.ts";
import { userProperties, usualUserProperties } from "../graph/user-view.ts";
import { personAt } from "../graph/users.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { assignLicence } from "./assign-licence.ts";
import { addGroupLicences, processGroups } from "./group-licences.ts";
import { shown } from "./licence-view.ts";
import { arrive } from "./seed.ts";
import { partNumberOf, type ServicePlan, skus } from "./skus.ts";
import { subscribedSkus } from "./subscribed-skus.ts";

/** Licences of people and of the company (m365-operations 12). Registered after groups, as those give some. */
export function addLicences(routes: Routes, state: TenantState): void {
  state.lags.register("licences", state.licences.replica);
  state.lags.register("groupLicences", state.licences.processing);
  addGroupLicences(state);
  state.lifecycle.onArrived((person) => arrive(state, person));

  const anyOf = ["LicenseAssignment.Read.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
  routes.add("GET", "/v1.0/users/:id/licenseDetails", { resource: "graph", anyOf }, (call) =>
    licenceDetails(state, call),
  );

  const reporters = {
    resource: "graph",
    anyOf: ["LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All"],
  } as const;
  routes.add("GET", "/v1.0/subscribedSkus", reporters, (call) => page(call, "subscribedSkus", subscribedSkus(state)));

  const writers = { resource: "graph", anyOf: ["LicenseAssignment.ReadWrite.All", "User.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/users/:id/assignLicense", writers, (call) => {
    const person = personAt(state, call);
    assignLicence(state, person, call.body);
    return userAnswer(state, call, person);
  });

  const reprocessors = { resource: "graph", anyOf: ["User.ReadWrite.All", "Directory.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/users/:id/reprocessLicenseAssignment", reprocessors, (call) => {
    const person = personAt(state, call);
    processGroups(state, person);
    return userAnswer(state, call, person);
  });
}

function userAnswer(state: TenantState, call: RoutedCall, person: Person): Answer {
  return entity(call, "users/$entity", project(person, userProperties(state), "user", usualUserProperties));
}

function licenceDetails(state: TenantState, call: RoutedCall): Answer {
  const person = personAt(state, call);
  const properties = detailProperties(state, person);
  const names = selected(call.query) ?? Object.keys(properties);
  const working = shown(state, person).filter((licence) => state.licences.works(person, licence));
  const once = [...new Map(working.map((licence) => [licence.skuId, licence])).values()];
  const details = once.map((licence) => project(licence, properties, "licenseDetails", names));
  return page(call, `users('${person.id}')/licenseDetails`, details);
}

function detailProperties(state: TenantState, person: Person): Properties<Licence> {
  return {
    id: ({ skuId }) => Buffer.from(`${person.id}${skuId}`).toString("base64url"),
    skuId: ({ skuId }) => skuId,
    skuPartNumber: ({ skuPartNumber }) => skuPartNumber,
    servicePlans: (licence) => {
      const off = state.licences.disabledPlans(person, licence);
      return plansOf(licence).map(({ id, name }) => ({
        servicePlanId: id,
        servicePlanName: name,
        provisioningStatus: off.includes(id) ? "Disabled" : "Success",
        appliesTo: "User",
      }));
    },
  };
}

function plansOf({ skuId }: Licence): readonly ServicePlan[] {
  const part = partNumberOf(skuId);
  return part === undefined ? [] : skus[part].plans;
}
