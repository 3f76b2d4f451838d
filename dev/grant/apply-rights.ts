import { asAppRoles, type MailScope, type Rights } from "./rights.ts";
import { permissionServices, type TenantRights } from "./tenant-rights.ts";

export interface ApplyOptions {
  readonly mail: MailScope;
  /** Takes away permissions of the three services that the policy does not need. */
  readonly prune: boolean;
  readonly optionalRoles: boolean;
}

/** One right and what became of it. `surplus`: left where it is, because pruning was not asked for. */
export interface Applied {
  readonly what: "had" | "given" | "taken away" | "surplus";
  readonly right: string;
}

/**
 * Brings the application to exactly these rights. What is there already is not given again, so that it can be run as often
 * as one likes; nothing is taken away without `prune`. What is given comes first: a right that replaces another one must
 * be there before that one goes.
 */
export async function applyRights(
  tenant: TenantRights,
  rights: Rights,
  options: ApplyOptions,
  tell: (applied: Applied) => void,
): Promise<void> {
  const held = await tenant.held();
  const wanted = permissionServices.flatMap((service) => asAppRoles(rights, service, options.mail));
  for (const { service, permission } of wanted) {
    const has = held.some((one) => one.service === service && one.permission === permission);
    if (!has) await tenant.give(service, permission);
    tell({ what: has ? "had" : "given", right: `${service} ${permission}` });
  }
  await applyRoles(tenant, rights, options, tell);
  for (const one of held) {
    if (wanted.some(({ service, permission }) => one.service === service && one.permission === permission)) continue;
    if (options.prune) await tenant.take(one);
    tell({ what: options.prune ? "taken away" : "surplus", right: `${one.service} ${one.permission}` });
  }
}

/** Roles are never taken away here: somebody may have given them for something else. */
async function applyRoles(
  tenant: TenantRights,
  { roles }: Rights,
  { optionalRoles }: ApplyOptions,
  tell: (applied: Applied) => void,
): Promise<void> {
  const held = await tenant.roles();
  for (const { name, roleDefinitionId, optional } of roles) {
    const has = held.includes(roleDefinitionId);
    if (!has && optional && !optionalRoles) continue;
    if (!has) await tenant.giveRole(roleDefinitionId);
    tell({ what: has ? "had" : "given", right: `directory role ${name}` });
  }
  const others = held.filter((id) => !roles.some(({ roleDefinitionId }) => roleDefinitionId === id));
  for (const id of others) tell({ what: "surplus", right: `directory role ${id}` });
}
