import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { SignIn } from "../sign-in-log.ts";
import type { TenantState } from "../state.ts";
import { conditionsIn, matches } from "./filter.ts";
import { type Properties, page, project, seconds, selected } from "./shape.ts";

const filterable = ["userId", "userPrincipalName", "createdDateTime", "status/errorCode", "appId"];

const properties: Properties<SignIn> = {
  id: ({ id }) => id,
  createdDateTime: ({ at }) => seconds(at),
  userDisplayName: ({ displayName }) => displayName,
  userPrincipalName: ({ userPrincipalName }) => userPrincipalName,
  userId: ({ personId }) => personId,
  appId: ({ appId }) => appId ?? guidOf("app/portal"),
  appDisplayName: () => "Office 365",
  ipAddress: () => "203.0.113.7",
  clientAppUsed: () => "Browser",
  conditionalAccessStatus: () => "notApplied",
  isInteractive: () => true,
  riskDetail: () => "none",
  riskState: () => "none",
  status: ({ errorCode, failureReason }) => ({ errorCode, failureReason, additionalDetails: null }),
};

/** The sign-in log, newest first. */
export function addSignIns(routes: Routes, state: TenantState): void {
  const readers = { resource: "graph", anyOf: ["AuditLog.Read.All"] } as const;
  routes.add("GET", "/v1.0/auditLogs/signIns", readers, (call) => {
    const conditions = conditionsIn(call.query, filterable);
    const all = Object.keys(properties);
    const found = state.signIns
      .visible()
      .filter((entry) => matches(conditions, project(entry, properties, "signIn", all)));
    const names = selected(call.query) ?? all;
    return page(
      call,
      "auditLogs/signIns",
      found.map((entry) => project(entry, properties, "signIn", names)),
    );
  });
}
