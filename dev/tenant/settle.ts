import { guidOf } from "./ids.ts";
import { allProtocolsOff, allProtocolsOn } from "./mailboxes.ts";
import type { Device, Licence, Person } from "./model.ts";
import { roleDefinitionId } from "./roles/role-definitions.ts";
import { company, type DeviceKind, domain, generatePeople, noticesAddress, type PersonSeed, sites } from "./seed.ts";
import { methodsOf, usualMethods } from "./sign-in-methods.ts";
import type { TenantState } from "./state.ts";

const dayMs = 86_400_000;

/** Office 365 E3 and Microsoft 365 E5, with Microsoft's published ids. */
const e3: Licence = {
  skuId: "6fd2c87f-b296-42f0-b197-1e91e994b900",
  skuPartNumber: "ENTERPRISEPACK",
  assignedByGroup: null,
};
const e5: Licence = {
  skuId: "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
  skuPartNumber: "SPE_E5",
  assignedByGroup: guidOf("group/m365-e5"),
};

/** Fills the tenant with the company and `extra` generated people. Whoever is there already stays as they are. */
export function settle(state: TenantState, extra: number): void {
  company.forEach((seed, index) => {
    if (isNew(state, seed.key)) addPerson(state, seed, 1001 + index, 101 + index);
  });
  generatePeople(extra).forEach((seed, index) => {
    if (isNew(state, seed.key)) addPerson(state, seed, 2001 + index, 1101 + index);
  });
}

/** Neither here already nor gone for good. */
const isNew = (state: TenantState, key: string) => !state.people.has(key) && state.bin.gone(key) === undefined;

/** Adds one person with everything that belongs to them, and their employment. */
export function addPerson(state: TenantState, seed: PersonSeed, employeeNumber: number, hrNumber: number): Person {
  const id = guidOf(`person/${seed.key}`);
  const site = seed.site ?? "Berlin";
  const address = seed.nobody === "shared-mailbox" ? noticesAddress : addressOf(seed.name);
  const hasMailbox = (seed.mailbox ?? "user") !== "none";
  const employed = seed.nobody === undefined && seed.guest === undefined;
  // A guest may work here for somebody else: HR knows them, and owns nothing of what follows.
  const inHr = seed.nobody === undefined;
  const devices = (seed.devices ?? ["laptop", "phone"]).map((kind) => deviceOf(seed, id, kind));
  const [givenName = null, ...rest] = seed.name.split(" ");
  const person: Person = {
    key: seed.key,
    id,
    employeeId: inHr ? `E-${employeeNumber}` : null,
    hrId: inHr ? String(hrNumber) : null,
    userPrincipalName: seed.guest ? `${address.replace("@", "_")}#EXT#@${domain}` : address,
    displayName: seed.name,
    givenName: employed ? givenName : null,
    surname: employed ? rest.join(" ") : null,
    mail: hasMailbox || seed.guest ? address : null,
    proxyAddresses: hasMailbox ? [`SMTP:${address}`] : [],
    department: seed.department ?? (employed ? "Sales" : null),
    officeLocation: employed ? site : null,
    usageLocation: sites[site].code,
    facts: {},
    userType: seed.guest ? "Guest" : "Member",
    isResourceAccount: seed.nobody === "room" ? true : null,
    createdAt: Date.now() - 400 * dayMs,
    onPremisesSyncEnabled: seed.synced ?? null,
    managerId: seed.manager === undefined ? undefined : guidOf(`person/${seed.manager}`),
    accountEnabled: seed.lockedOut === undefined && seed.nobody === undefined,
    sessionsValidFrom: wholeSecond(Date.now() - (seed.lockedOut ? 1 : 90) * dayMs),
    passwordChangedAt: wholeSecond(Date.now() - (seed.lockedOut ? 1 : 90) * dayMs),
    knowsPassword: seed.lockedOut === undefined && seed.nobody === undefined,
    methods: methodsOf(seed.key, seed.lockedOut || !employed ? [] : (seed.methods ?? usualMethods)),
    roles: (seed.roles ?? []).map((roleName) => ({
      id: guidOf(`role-assignment/${seed.key}/${roleName}`),
      roleDefinitionId: roleDefinitionId(roleName),
      roleName,
    })),
    licences: !employed ? [] : seed.groups?.includes("m365-e5") ? [e3, e5] : [e3],
    groupIds: employed ? ["everyone", ...(seed.groups ?? [])].map((group) => guidOf(`group/${group}`)) : [],
    deviceIds: devices.map((device) => device.id),
    deletedAt: undefined,
  };
  state.people.add(person);
  for (const device of devices) state.devices.set(device.id, device);
  if (hasMailbox) {
    state.mailboxes.add({
      personId: id,
      exchangeGuid: guidOf(`mailbox/${seed.key}`),
      address,
      displayName: seed.name,
      kind: seed.mailbox === "shared" ? "SharedMailbox" : "UserMailbox",
      cas: seed.lockedOut ? allProtocolsOff : allProtocolsOn,
    });
  }
  if (inHr) employ(state, seed, person);
  state.lifecycle.arrived(person);
  return person;
}

function employ(state: TenantState, seed: PersonSeed, person: Person): void {
  if (person.hrId === null || person.employeeId === null) return;
  const site = seed.site ?? "Berlin";
  state.hr.add({
    hrId: person.hrId,
    employeeId: person.employeeId,
    employmentId: `${person.employeeId}-2021-04-01`,
    hireDate: "2021-04-01",
    site,
    country: sites[site].country,
    ...(person.department !== null && { department: person.department }),
    timeZone: sites[site].timeZone,
    workEmail: person.mail,
    supervisorHrId: hrIdOf(seed.manager),
    termination: undefined,
  });
}

/** Managers stand anywhere in the lists, so the number is worked out from the key. */
function hrIdOf(key: string | undefined): string | undefined {
  const place = company.findIndex((seed) => seed.key === key);
  if (place >= 0) return String(101 + place);
  const generated = /^extra(\d+)$/.exec(key ?? "")?.[1];
  return generated === undefined ? undefined : String(1100 + Number(generated));
}

const trustTypes = {
  laptop: "AzureAd",
  phone: "Workplace",
  "hybrid-laptop": "ServerAd",
  "private-laptop": "Workplace",
} as const;

function deviceOf(seed: PersonSeed, ownerId: string, kind: DeviceKind): Device {
  return {
    id: guidOf(`device/${seed.key}/${kind}`),
    deviceId: guidOf(`device-id/${seed.key}/${kind}`),
    ownerId,
    displayName: `${seed.key.toUpperCase()}-${kind.toUpperCase()}`,
    operatingSystem: kind === "phone" ? "iOS" : "Windows",
    trustType: trustTypes[kind],
    lastSignInAt: Date.now() - dayMs,
    accountEnabled: seed.lockedOut === undefined,
  };
}

/** `Milan Kovač` to `milan.kovac@…`: letters without marks, words joined by dots. */
function addressOf(name: string): string {
  const plain = name.normalize("NFD").replace(/[^a-zA-Z0-9 -]/g, "");
  return `${plain.toLowerCase().replaceAll(" ", ".")}@${domain}`;
}

const wholeSecond = (epochMs: number): number => Math.floor(epochMs / 1000) * 1000;
