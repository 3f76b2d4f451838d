import { z } from "zod";
import { entity, project, selected } from "../graph/shape.ts";
import { refuse } from "../http/errors.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { setRetention } from "./lifecycle.ts";

const Change = z.strictObject({ deletedUserPersonalSiteRetentionPeriodInDays: z.int().min(30).max(3650) });

/** What the tenant decides for all OneDrives (m365-operations 9.8). */
export function addSharePointSettings(routes: Routes, state: TenantState): void {
  const path = "/v1.0/admin/sharepoint/settings";
  const anyOf = ["SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All"];
  const show = (call: RoutedCall) => {
    const { settings } = state.sites;
    const properties = {
      deletedUserPersonalSiteRetentionPeriodInDays: () => settings.retentionDays,
      personalSiteDefaultStorageLimitInMB: () => 1_048_576,
    };
    const names = selected(call.query) ?? Object.keys(properties);
    return entity(call, "admin/sharepoint/settings", project(settings, properties, "sharepointSettings", names));
  };
  routes.add("GET", path, { resource: "graph", anyOf }, show);
  routes.add("PATCH", path, { resource: "graph", anyOf: anyOf.slice(1) }, (call) => {
    const parsed = Change.safeParse(call.body);
    if (!parsed.success) return refuse(400, "invalidRequest", "The retention period is 30 to 3650 days.");
    setRetention(state, parsed.data.deletedUserPersonalSiteRetentionPeriodInDays);
    return show(call);
  });
}
