import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { addAdminRest } from "./admin-rest.ts";
import { addDriveCopies } from "./graph-copies.ts";
import { addDriveReads } from "./graph-drives.ts";
import { addSharePointSettings } from "./graph-settings.ts";
import { addDriveLifecycle } from "./lifecycle.ts";
import { addSiteRest } from "./site-rest.ts";

/** OneDrive and SharePoint: through Graph, and through interfaces of their own that want a certificate. */
export function addSharePoint(routes: Routes, state: TenantState): void {
  state.lags.register("siteAdministrators", state.sites.administrators);
  addDriveLifecycle(state);
  addDriveReads(routes, state);
  addDriveCopies(routes, state);
  addSharePointSettings(routes, state);
  addSiteRest(routes, state);
  addAdminRest(routes, state);
}
