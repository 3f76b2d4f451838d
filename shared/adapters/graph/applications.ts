import type { LeaverId } from "../../domain/ids.ts";
import type { Applications, AppRole, AppSecret, Consent } from "../../domain/ports/applications.ts";
import type { Owner } from "../../domain/ports/groups.ts";
import { refusalBehind, type ServiceAnswer } from "../service-answer.ts";
import { AppRoleAnswer, ConsentAnswer, OwnedAppAnswer, SecretsAnswer } from "./application-answers.ts";
import * as operations from "./application-operations.ts";
import type { GraphClient } from "./client.ts";
import { isGone } from "./errors.ts";
import { OwnerAnswer, present } from "./group-answers.ts";
import { isThere } from "./groups.ts";
import { linksOf, linkTo } from "./links.ts";
import { path } from "./path.ts";

/** Consents, app roles and app registrations behind Microsoft Graph v1.0. */
export class GraphApplications implements Applications {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  consentsOf(id: LeaverId): Promise<readonly Consent[]> {
    return this.#graph.list(path`users/${id}/oauth2PermissionGrants`, ConsentAnswer, operations.readConsents);
  }

  removeConsent(consentId: string): Promise<void> {
    const address = path`oauth2PermissionGrants/${consentId}`;
    return unless(isGone, this.#graph.delete(address, operations.setConsent));
  }

  giveConsent(id: LeaverId, { clientId, resourceId, scope }: Consent): Promise<void> {
    const body = { clientId, consentType: "Principal", principalId: id, resourceId, scope };
    return unless(isGiven, this.#graph.post("oauth2PermissionGrants", body, operations.setConsent));
  }

  async rolesOf(id: LeaverId): Promise<readonly AppRole[]> {
    const all = await this.#graph.list(path`users/${id}/appRoleAssignments`, AppRoleAnswer, operations.readRoles);
    return all.map(({ principalId, ...role }) => ({
      ...role,
      throughGroup: principalId === id ? undefined : principalId,
    }));
  }

  removeRole({ id, resourceId }: AppRole): Promise<void> {
    const address = path`servicePrincipals/${resourceId}/appRoleAssignedTo/${id}`;
    return unless(isGone, this.#graph.delete(address, operations.setRole));
  }

  giveRole(id: LeaverId, { resourceId, appRoleId }: AppRole): Promise<void> {
    const address = path`servicePrincipals/${resourceId}/appRoleAssignedTo`;
    return unless(isGiven, this.#graph.post(address, { principalId: id, resourceId, appRoleId }, operations.setRole));
  }

  async ownedBy(id: LeaverId): Promise<readonly string[]> {
    const all = path`users/${id}/ownedObjects?$select=id&$top=999`;
    return present(await this.#graph.list(all, OwnedAppAnswer, operations.readOwned));
  }

  async owners(appId: string): Promise<readonly Owner[]> {
    const all = path`applications/${appId}/owners?$select=id,accountEnabled&$top=999`;
    return present(await this.#graph.list(all, OwnerAnswer, operations.readApplication));
  }

  secretsOf(appId: string): Promise<readonly AppSecret[]> {
    const application = path`applications/${appId}?$select=id,passwordCredentials,keyCredentials`;
    return this.#graph.get(application, SecretsAnswer, operations.readApplication);
  }

  addOwner(appId: string, id: LeaverId): Promise<void> {
    const address = linksOf("applications", appId, "owners");
    return unless(isThere, this.#graph.post(address, this.#graph.referenceTo(id), operations.setAppOwner));
  }

  removeOwner(appId: string, id: LeaverId): Promise<void> {
    return unless(isGone, this.#graph.delete(linkTo("applications", appId, "owners", id), operations.setAppOwner));
  }
}

/** Some refusals say that everything is as wanted. */
async function unless(isFine: (answer: ServiceAnswer | undefined) => boolean, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isFine(refusalBehind(error))) throw error;
  }
}

/** It was given back already. The words differ by kind, and the codes are the general ones. */
function isGiven(answer: ServiceAnswer | undefined): boolean {
  return (answer?.status === 400 || answer?.status === 409) && /already exists/i.test(answer.text());
}
