import { noSuchResource } from "../http/errors.ts";
import type { Routes } from "../http/routes.ts";
import { tenantId } from "../ids.ts";
import { domain } from "../seed.ts";
import { organisation } from "../sign-in/resources.ts";
import { lastSyncAt } from "../sync-clock.ts";
import { entity, type Properties, page, project, seconds, selected } from "./shape.ts";

const initialDomain = `${organisation}.onmicrosoft.com`;
const createdDateTime = "2021-04-01T08:00:00Z";

const organizationProperties: Properties<undefined> = {
  id: () => tenantId,
  displayName: () => "Kestrel",
  tenantType: () => "AAD",
  createdDateTime: () => createdDateTime,
  country: () => null,
  countryLetterCode: () => "DE",
  preferredLanguage: () => "en",
  technicalNotificationMails: () => [],
  onPremisesSyncEnabled: () => true,
  onPremisesLastSyncDateTime: () => seconds(lastSyncAt()),
  verifiedDomains: () =>
    [domain, initialDomain].map((name) => ({
      name,
      type: "Managed",
      capabilities: "Email, OfficeCommunicationsOnline",
      isDefault: name === domain,
      isInitial: name === initialDomain,
    })),
};

const domainProperties: Properties<string> = {
  id: (name) => name,
  authenticationType: () => "Managed",
  isAdminManaged: () => true,
  isDefault: (name) => name === domain,
  isInitial: (name) => name === initialDomain,
  isRoot: () => true,
  isVerified: () => true,
  supportedServices: () => ["Email", "OfficeCommunicationsOnline"],
  passwordNotificationWindowInDays: () => null,
  passwordValidityPeriodInDays: () => null,
};

/** What is known of the organisation as a whole: its names, domains, and when Active Directory was last read. */
export function addOrganization(routes: Routes): void {
  const anyOf = ["Organization.Read.All", "User.Read.All", "Directory.Read.All"];
  const readers = { resource: "graph", anyOf } as const;
  const names = Object.keys(organizationProperties);
  routes.add("GET", "/v1.0/organization", readers, (call) => {
    const shown = project(undefined, organizationProperties, "organization", selected(call.query) ?? names);
    return page(call, "organization", [shown]);
  });
  routes.add("GET", "/v1.0/organization/:id", readers, (call) => {
    if (call.params.id !== tenantId) noSuchResource(call.params.id ?? "");
    const shown = project(undefined, organizationProperties, "organization", selected(call.query) ?? names);
    return entity(call, "organization/$entity", shown);
  });

  const domainReaders = { resource: "graph", anyOf: ["Domain.Read.All", "Directory.Read.All"] } as const;
  routes.add("GET", "/v1.0/domains", domainReaders, (call) => {
    const shown = selected(call.query) ?? Object.keys(domainProperties);
    const domains = [domain, initialDomain].map((name) => project(name, domainProperties, "domain", shown));
    return page(call, "domains", domains);
  });
}
