import { skus } from "../../../dev/tenant/licences/skus.ts";
import type { EndpointCall } from "./endpoint-call.ts";

const { ENTERPRISEPACK: e3, SPE_E5: e5, VISIOCLIENT: visio } = skus;

function assign(who: string, body: object, status = 200): EndpointCall {
  return {
    route: "POST /v1.0/users/:id/assignLicense",
    request: ({ id }) => ({ path: `/v1.0/users/${id(who)}/assignLicense`, body }),
    status,
  };
}

/** Licences of people, and seats. */
export const licenceCalls: readonly EndpointCall[] = [
  {
    route: "GET /v1.0/users/:id",
    request: ({ id }) => ({ path: `/v1.0/users/${id("leaver03")}?$select=assignedLicenses,licenseAssignmentStates` }),
  },
  {
    route: "GET /v1.0/users/:id/licenseDetails",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/licenseDetails?$select=skuId,servicePlans` }),
  },
  { route: "GET /v1.0/subscribedSkus", request: () => ({ path: "/v1.0/subscribedSkus" }) },
  assign("anna", { addLicenses: [], removeLicenses: [e5.skuId] }, 400),
  assign("anna", { addLicenses: [], removeLicenses: [visio.skuId] }, 400),
  assign("anna", { addLicenses: [], removeLicenses: [] }, 400),
  assign("anna", { addLicenses: [], removeLicenses: [e3.skuId] }),
  assign("anna", { addLicenses: [{ skuId: visio.skuId, disabledPlans: [] }], removeLicenses: [] }),
  {
    route: "POST /v1.0/users/:id/reprocessLicenseAssignment",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/reprocessLicenseAssignment` }),
  },
];
