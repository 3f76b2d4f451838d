import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { Application } from "../sign-in/application.ts";
import type { Resource } from "../sign-in/tokens.ts";
import { appRoleId, ownServicePrincipal, servicePrincipalOf, services } from "./services.ts";

/** A permission that Leaver's application has, as an assignment of an app role. */
export interface GrantedPermission {
  readonly id: string;
  readonly resource: Resource;
  readonly permission: string;
}

/** The application's permissions, read and written as app role assignments: they follow from what the application has. */
export class Granted {
  readonly #application: Application;
  readonly #routes: Routes;

  constructor(application: Application, routes: Routes) {
    this.#application = application;
    this.#routes = routes;
  }

  /** Permissions that the service offers: what some endpoint asks for, and what somebody has. */
  offered(resource: Resource): readonly string[] {
    return [...new Set([...this.#routes.permissions(resource), ...this.of(resource)])].toSorted();
  }

  /** Permissions in the application's tokens for the service. */
  of(resource: Resource): readonly string[] {
    return this.#application.permissionsOf(resource) ?? this.#routes.permissions(resource);
  }

  all(): readonly GrantedPermission[] {
    return services.flatMap(({ resource }) =>
      this.of(resource).map((permission) => ({ id: guidOf(`grant/${resource}/${permission}`), resource, permission })),
    );
  }

  find(id: string): GrantedPermission | undefined {
    return this.all().find((one) => one.id === id);
  }

  /** @returns undefined: there is no such permission */
  give(resource: Resource, roleId: string): GrantedPermission | undefined {
    const permission = this.offered(resource).find((one) => appRoleId(resource, one) === roleId);
    if (permission === undefined) return undefined;
    this.#application.setPermissions(resource, [...new Set([...this.of(resource), permission])]);
    return this.all().find((one) => one.resource === resource && one.permission === permission);
  }

  take({ resource, permission }: GrantedPermission): void {
    this.#application.setPermissions(
      resource,
      this.of(resource).filter((one) => one !== permission),
    );
  }
}

export function showGranted({ id, resource, permission }: GrantedPermission): Record<string, unknown> {
  const service = services.find((one) => one.resource === resource);
  return {
    id,
    appRoleId: appRoleId(resource, permission),
    principalId: ownServicePrincipal,
    principalType: "ServicePrincipal",
    principalDisplayName: "Leaver",
    resourceId: servicePrincipalOf(resource),
    resourceDisplayName: service?.displayName ?? null,
  };
}
