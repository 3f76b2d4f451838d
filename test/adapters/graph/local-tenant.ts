import { virtualClock } from "../../../dev/clock.ts";
import type { RecordedExchange } from "../../../dev/tenant/http/recording.ts";
import { startTenant, type Tenant } from "../../../dev/tenant/tenant.ts";
import { type TenantSettings, tenantSettings } from "../../../functions/settings/tenant.ts";
import { ExchangeAdminApi } from "../../../shared/adapters/exchange/admin-api.ts";
import { GraphClient } from "../../../shared/adapters/graph/client.ts";
import { directoryWatch } from "../../../shared/adapters/graph/directory-watch.ts";
import { microsoft365 } from "../../../shared/adapters/microsoft-365.ts";
import { SharePointSiteApi } from "../../../shared/adapters/sharepoint/site-api.ts";
import { credentialOf, SignIn } from "../../../shared/adapters/sign-in.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { trustedCertificate } from "../../trusted-certificate.ts";

/** The adapters as the app wires them, from settings. */
export function adapters(settings: TenantSettings, timeoutMs?: number) {
  const signIn = new SignIn(credentialOf(settings.application), timeoutMs);
  const patience = timeoutMs === undefined ? {} : { timeoutMs };
  const graph = new GraphClient({ endpoint: settings.endpoints.graph, signIn, ...patience });
  const { tenantId, endpoints } = settings;
  const exchange = new ExchangeAdminApi({ endpoint: endpoints.exchange, tenantId, signIn, ...patience });
  const sharepoint = new SharePointSiteApi({ local: endpoints.sharepoint, signIn, ...patience });
  return {
    signIn,
    watch: directoryWatch(graph),
    ...microsoft365({ graph, exchange, sharepoint, noticeSender: settings.noticeSender }),
  };
}

/** Settings that lead to the simulated tenant. */
export function settingsFor(tenant: Tenant, more: Readonly<Record<string, string>> = {}): TenantSettings {
  return tenantSettings({
    M365_TENANT_ID: tenant.tenantId,
    M365_CLIENT_ID: tenant.clientId,
    M365_CLIENT_SECRET: tenant.clientSecret,
    M365_CERTIFICATE: tenant.clientCertificate,
    M365_ENDPOINT: tenant.url,
    NOTICE_SENDER: "leaver-notices@kestrel.example",
    ...more,
  });
}

/** A fresh simulated tenant and adapters that talk to it. */
export async function localTenant(
  options: { grantedPermissions?: readonly string[]; record?: (exchange: RecordedExchange) => void } = {},
) {
  const tenant = await startTenant({ clock: virtualClock(), certificate: trustedCertificate(), ...options });
  return {
    tenant,
    ...adapters(settingsFor(tenant)),
    idOf: (key: string) => LeaverId.parse(tenant.state.person(key).id),
  };
}
