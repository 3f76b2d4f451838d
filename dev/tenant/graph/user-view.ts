import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Properties, project, seconds } from "./shape.ts";

/** What Graph returns when `$select` is absent. */
const usual = [
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
export function userProperties({ replicas }: TenantState): Properties<Person> {
  const synced = <T>(person: Person, value: T) => (person.onPremisesSyncEnabled === true ? value : null);
  return {
    id: ({ id }) => id,
    userPrincipalName: ({ userPrincipalName }) => userPrincipalName,
    displayName: ({ displayName }) => displayName,
    givenName: ({ givenName }) => givenName,
    surname: ({ surname }) => surname,
    mail: ({ mail }) => mail,
    otherMails: () => [],
    proxyAddresses: ({ mail }) => (mail === null ? [] : [`SMTP:${mail}`]),
    mailNickname: ({ userPrincipalName }) => userPrincipalName.split("@")[0],
    businessPhones: () => [],
    mobilePhone: () => null,
    jobTitle: () => null,
    preferredLanguage: () => null,
    accountEnabled: ({ id, accountEnabled }) => replicas.accountEnabled.shown(id, accountEnabled),
    userType: ({ userType }) => userType,
    employeeId: ({ employeeId }) => employeeId,
    employeeType: () => null,
    employeeHireDate: () => null,
    employeeLeaveDateTime: () => null,
    usageLocation: ({ usageLocation }) => usageLocation,
    country: () => null,
    companyName: () => null,
    department: ({ department }) => department,
    officeLocation: ({ officeLocation }) => officeLocation,
    onPremisesSyncEnabled: ({ onPremisesSyncEnabled }) => onPremisesSyncEnabled,
    onPremisesImmutableId: (person) => synced(person, Buffer.from(guidOf(person.key)).toString("base64").slice(0, 22)),
    onPremisesLastSyncDateTime: (person) => synced(person, seconds(Date.now() - 600_000)),
    onPremisesSamAccountName: (person) => synced(person, person.key),
    onPremisesDistinguishedName: (person) => synced(person, `CN=${person.displayName},OU=People,DC=kestrel,DC=example`),
    assignedLicenses: ({ licences }) => licences.map(({ skuId }) => ({ skuId, disabledPlans: [] })),
    licenseAssignmentStates: ({ licences, createdAt }) =>
      licences.map(({ skuId, assignedByGroup }) => ({
        skuId,
        assignedByGroup,
        disabledPlans: [],
        state: "Active",
        error: "None",
        lastUpdatedDateTime: seconds(createdAt),
      })),
    isResourceAccount: ({ isResourceAccount }) => isResourceAccount,
    isManagementRestricted: () => null,
    showInAddressList: () => null,
    signInSessionsValidFromDateTime: ({ id, sessionsValidFrom }) =>
      seconds(replicas.signInSessionsValidFromDateTime.shown(id, sessionsValidFrom)),
    lastPasswordChangeDateTime: ({ id, passwordChangedAt }) =>
      seconds(replicas.lastPasswordChangeDateTime.shown(id, passwordChangedAt)),
    passwordPolicies: () => null,
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
  return project(person, properties, "user", names ?? usual);
}
