import { z } from "zod";
import type { PermissionService } from "../../shared/domain/permissions.ts";
import { type DirectoryApi, GrantError } from "./directory-api.ts";

/** Application ids of Microsoft's services: the same in every tenant and cloud. */
const serviceIds: Readonly<Record<PermissionService, string>> = {
  graph: "00000003-0000-0000-c000-000000000000",
  exchange: "00000002-0000-0ff1-ce00-000000000000",
  sharepoint: "00000003-0000-0ff1-ce00-000000000000",
};
export const permissionServices = ["graph", "exchange", "sharepoint"] as const satisfies readonly PermissionService[];

const Principal = z.object({ id: z.string() });
const AppRole = z.object({ id: z.string(), value: z.string().nullish(), allowedMemberTypes: z.array(z.string()) });
const Service = Principal.extend({ appRoles: z.array(AppRole) });
const Assignment = z.object({ id: z.string(), resourceId: z.string(), appRoleId: z.string() });
const RoleAssignment = z.object({ roleDefinitionId: z.string(), directoryScopeId: z.string() });

/** A permission that the application has. */
export interface HeldPermission {
  readonly service: PermissionService;
  readonly permission: string;
  readonly assignmentId: string;
}

/** What the application has in the tenant now, and how to change it. */
export class TenantRights {
  readonly servicePrincipalId: string;
  readonly #api: DirectoryApi;
  readonly #services: ReadonlyMap<PermissionService, z.infer<typeof Service>>;

  private constructor(
    api: DirectoryApi,
    servicePrincipalId: string,
    services: ReadonlyMap<PermissionService, z.infer<typeof Service>>,
  ) {
    this.#api = api;
    this.servicePrincipalId = servicePrincipalId;
    this.#services = services;
  }

  /** @throws {GrantError} the tenant does not know the application */
  static async read(api: DirectoryApi, clientId: string): Promise<TenantRights> {
    const [own] = await api.list(`/servicePrincipals?$filter=appId eq '${clientId}'&$select=id,appId`, Principal);
    if (own === undefined) {
      throw new GrantError(
        `The tenant has no service principal for M365_CLIENT_ID: az ad sp create --id ${clientId}, or check the tenant that you are signed in to`,
      );
    }
    const services = new Map<PermissionService, z.infer<typeof Service>>();
    for (const service of permissionServices) {
      const filter = `$filter=appId eq '${serviceIds[service]}'&$select=id,appId,appRoles`;
      const [found] = await api.list(`/servicePrincipals?${filter}`, Service);
      if (found !== undefined) services.set(service, found);
    }
    return new TenantRights(api, own.id, services);
  }

  /** Permissions of the three services that the application has now. */
  async held(): Promise<readonly HeldPermission[]> {
    const assignments = await this.#api.list(this.#path(), Assignment);
    return assignments.flatMap(({ id, resourceId, appRoleId }) => {
      const [service, { appRoles } = { appRoles: [] }] =
        [...this.#services].find(([, one]) => one.id === resourceId) ?? [];
      const permission = appRoles.find((role) => role.id === appRoleId)?.value;
      return service === undefined || permission == null ? [] : [{ service, permission, assignmentId: id }];
    });
  }

  /** @throws {GrantError} the tenant's service offers no such permission */
  async give(service: PermissionService, permission: string): Promise<void> {
    const target = this.#services.get(service);
    const role = target?.appRoles.find(
      (one) => one.value === permission && one.allowedMemberTypes.includes("Application"),
    );
    if (target === undefined || role === undefined) {
      throw new GrantError(
        `This tenant does not offer ${permission}: check M365_CLOUD, or leave out the steps that take it`,
      );
    }
    const principalId = this.servicePrincipalId;
    await this.#api.create(this.#path(), { principalId, resourceId: target.id, appRoleId: role.id });
  }

  async take({ assignmentId }: HeldPermission): Promise<void> {
    await this.#api.remove(`${this.#path()}/${assignmentId}`);
  }

  /** Ids of the directory roles that the application holds for the whole tenant. */
  async roles(): Promise<readonly string[]> {
    const filter = `$filter=principalId eq '${this.servicePrincipalId}'`;
    const assignments = await this.#api.list(`/roleManagement/directory/roleAssignments?${filter}`, RoleAssignment);
    return assignments.filter(({ directoryScopeId }) => directoryScopeId === "/").map((one) => one.roleDefinitionId);
  }

  async giveRole(roleDefinitionId: string): Promise<void> {
    await this.#api.create("/roleManagement/directory/roleAssignments", {
      "@odata.type": "#microsoft.graph.unifiedRoleAssignment",
      principalId: this.servicePrincipalId,
      roleDefinitionId,
      directoryScopeId: "/",
    });
  }

  #path(): string {
    return `/servicePrincipals/${this.servicePrincipalId}/appRoleAssignments`;
  }
}
