import { ClientCertificateCredential } from "@azure/identity";
import { guidOf } from "../../dev/tenant/ids.ts";
import type { Site } from "../../dev/tenant/sharepoint/model.ts";
import type { TenantOptions } from "../../dev/tenant/tenant.ts";
import { aTenant, type Reply, request, type TestTenant } from "./a-tenant.ts";

/** A tenant whose SharePoint can be called: the application signs in with its certificate there. */
export interface SharePointTenant extends TestTenant {
  sharepoint(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Somebody's OneDrive as it really stands. */
  site(key: string): Site;
}

export async function aSharePointTenant(options: Partial<TenantOptions> = {}): Promise<SharePointTenant> {
  const tenant = await aTenant(options);
  const credential = new ClientCertificateCredential(
    tenant.tenantId,
    tenant.clientId,
    { certificate: tenant.clientCertificate },
    { authorityHost: tenant.url, disableInstanceDiscovery: true },
  );
  return {
    ...tenant,
    async sharepoint(method, path, body, headers = {}) {
      const { token } = await credential.getToken("https://kestrel-my.sharepoint.com/.default");
      return request(`${tenant.url}/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
    site(key) {
      const site = tenant.state.sites.oneDrive(guidOf(`person/${key}`));
      if (site === undefined) throw new Error(`${key} has no OneDrive`);
      return site;
    },
  };
}
