import { guidOf } from "../ids.ts";
import { assignedLicences, assignmentStates } from "../licences/licence-view.ts";
import type { Person } from "../model.ts";
import type { OrdinaryProperties } from "../ordinary-properties.ts";
import type { TenantState } from "../state.ts";
import { lastSyncAt } from "../sync-clock.ts";
import { type Properties, project, seconds } from "./shape.ts";

/** What Graph returns when `$select` is absent. */
export const usualUserProperties = [
  "businessPhones",
  "displayName",
  "givenName",
  "jobTitle",
  "mail",
  "mobilePhone",
  "officeLocation",
  "preferredLanguage",
  "surname",
  "userPrincipalName",
  "id",
];

/** The properties of a user that Leaver may ask for (m365-operations 4.1), as a read shows them now. */
export function userProperties(state: TenantState): Properties<Person> {
  const { replicas } = state;
  const now = (person: Person): OrdinaryProperties => replicas.user.shown(person.id, person);
  const facts = (...names: readonly string[]): Properties<Person> =>
    Object.fromEntries(names.map((name) => [name, (person: Person) => now(person).facts[name] ?? null]));
  const synced = <T>(person: Person, value: T) => (person.onPremisesSyncEnabled === true ? value : null);
  return {
    id: ({ id }) => id,
    userPrincipalName: (person) => now(person).userPrincipalName,
    displayName: (person) => now(person).displayName,
    givenName: (person) => now(person).givenName,
    surname: (person) => now(person).surname,
    mail: ({ mail }) => mail,
    otherMails: (person) => now(person).facts.otherMails ?? [],
    proxyAddresses: ({ proxyAddresses }) => proxyAddresses,
    mailNickname: ({ facts, userPrincipalName }) => facts.mailNickname ?? userPrincipalName.split("@")[0],
    businessPhones: (person) => now(person).facts.businessPhones ?? [],
    ...facts("mobilePhone", "jobTitle", "preferredLanguage"),
    accountEnabled: ({ id, accountEnabled }) => replicas.accountEnabled.shown(id, accountEnabled),
    userType: ({ userType }) => userType,
    externalUserState: ({ userType, facts }) => facts.externalUserState ?? (userType === "Guest" ? "Accepted" : null),
    employeeId: ({ employeeId }) => employeeId,
    ...facts("employeeType", "employeeHireDate", "employeeLeaveDateTime"),
    usageLocation: (person) => now(person).usageLocation,
    ...facts("country", "companyName"),
    department: (person) => now(person).department,
    officeLocation: (person) => now(person).officeLocation,
    onPremisesSyncEnabled: ({ onPremisesSyncEnabled }) => onPremisesSyncEnabled,
    onPremisesImmutableId: (person) => synced(person, Buffer.from(guidOf(person.key)).toString("base64").slice(0, 22)),
    onPremisesLastSyncDateTime: (person) => synced(person, seconds(lastSyncAt())),
    onPremisesSamAccountName: (person) => synced(person, person.key),
    onPremisesDistinguishedName: (person) => synced(person, `CN=${person.displayName},OU=People,DC=kestrel,DC=example`),
    assignedLicenses: (person) => assignedLicences(state, person),
    licenseAssignmentStates: (person) => assignmentStates(state, person),
    isResourceAccount: ({ isResourceAccount }) => isResourceAccount,
    isManagementRestricted: () => null,
    ...facts("showInAddressList"),
    signInSessionsValidFromDateTime: ({ id, sessionsValidFrom }) =>
      seconds(replicas.signInSessionsValidFromDateTime.shown(id, sessionsValidFrom)),
    lastPasswordChangeDateTime: ({ id, passwordChangedAt }) =>
      seconds(replicas.lastPasswordChangeDateTime.shown(id, passwordChangedAt)),
    ...facts("passwordPolicies"),
    serviceProvisioningErrors: () => [],
    createdDateTime: ({ createdAt }) => seconds(createdAt),
  };
}

/** A user as Graph shows it, with the asked-for properties or the usual ones. */
export function showUser(
  properties: Properties<Person>,
  person: Person,
  names: readonly string[] | undefined,
): Record<string, unknown> {
  return project(person, properties, "user", names ?? usualUserProperties);
}
