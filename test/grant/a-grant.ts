import { type Applied, type ApplyOptions, applyRights } from "../../dev/grant/apply-rights.ts";
import { DirectoryApi } from "../../dev/grant/directory-api.ts";
import { type Rights, rightsFor } from "../../dev/grant/rights.ts";
import { TenantRights } from "../../dev/grant/tenant-rights.ts";
import type { Tenant } from "../../dev/tenant/tenant.ts";
import { steps } from "../../functions/steps.ts";
import { Policy } from "../../shared/domain/policy.ts";

/** The rights of a policy in the worldwide cloud. */
export function rightsOf(policy: unknown): Rights {
  return rightsFor(steps, Policy.parse(policy), "worldwide");
}

/** Gives an application of a running tenant the rights of a policy, as its administrator. */
export async function given(
  tenant: Pick<Tenant, "url" | "clientId" | "administratorToken">,
  rights: Rights,
  options: Partial<ApplyOptions> = {},
): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  const api = new DirectoryApi(tenant.url, tenant.administratorToken());
  const inTenant = await TenantRights.read(api, tenant.clientId);
  const all = { mail: "everywhere", prune: false, optionalRoles: false, ...options } as const;
  await applyRights(inTenant, rights, all, (one) => applied.push(one));
  return applied;
}
