import { guidOf } from "../ids.ts";
import { type PartNumber, skus } from "../licences/skus.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Group } from "./group.ts";

interface GroupSeed extends Partial<Omit<Group, "id" | "displayName" | "kind" | "licences">> {
  readonly name: string;
  readonly kind: Group["kind"];
  readonly licences?: readonly PartNumber[];
  /** Keys of the people who own it, or manage it where it is a list of Exchange. */
  readonly owners?: readonly string[];
  /** Keys of members besides those whom the company's list puts in. */
  readonly members?: readonly string[];
}

const groups: Readonly<Record<string, GroupSeed>> = {
  everyone: { name: "Everyone at Kestrel", kind: "security", owners: ["freja"] },
  sales: { name: "Sales", kind: "unified", team: true, owners: ["maria", "clara"], members: ["maria", "clara"] },
  berlin: { name: "Berlin office", kind: "distribution", owners: ["oskar", "leaver01"] },
  crm: { name: "CRM users", kind: "security", owners: ["maria"], members: ["clara"] },
  news: { name: "Newsletter authors", kind: "distribution", owners: ["clara"] },
  "m365-e5": {
    name: "Licence: Microsoft 365 E5",
    kind: "security",
    licences: ["SPE_E5"],
    members: ["leaver01", "leaver03"],
  },
  kite: { name: "Project Kite", kind: "unified", team: true, owners: ["ben"], members: ["ben", "leaver02"] },
  vpn: { name: "VPN testers", kind: "security", owners: ["ben"], members: ["ben"] },
  support: { name: "Support", kind: "distribution", owners: ["ben"], members: ["ben", "oskar"] },
  secure: { name: "Safe room", kind: "mail-security", owners: ["oskar"], members: ["ben"] },
  dublin: {
    name: "People in Dublin",
    kind: "security",
    rule: '(user.physicalDeliveryOfficeName -eq "Dublin")',
    members: ["ben", "leaver02", "oskar"],
  },
  plant: { name: "Plant access", kind: "security", synced: true, members: ["ben", "erik"] },
  "plant-news": { name: "Plant news", kind: "distribution", synced: true, members: ["erik"] },
  vault: { name: "Board vault", kind: "security", restricted: true, members: ["leaver04"] },
  // Its members hold a role: the area of roles says which, and puts people in.
  helpdesk: { name: "Helpdesk administrators", kind: "security", assignableToRole: true },
  phones: { name: "Licence: Teams Phone", kind: "security", licences: ["MCOEV"], members: ["clara", "leaver04"] },
  "field-e5": {
    name: "Licence: E5 by department",
    kind: "security",
    licences: ["SPE_E5"],
    rule: '(user.department -eq "Field")',
    members: ["leaver05"],
  },
};

/** Groups of the company, their owners and members. Generated people are in `everyone` only. */
export function seedGroups(state: TenantState): void {
  for (const [key, { name, kind, licences = [], owners: _, members: __, ...rest }] of Object.entries(groups)) {
    const usual = { team: false, synced: false, rule: null, assignableToRole: false, restricted: false };
    const licenceIds = licences.map((sku) => skus[sku].skuId);
    state.groups.add({ id: guidOf(`group/${key}`), displayName: name, kind, licences: licenceIds, ...usual, ...rest });
  }
  state.lifecycle.onArrived((person) => arrive(state, person));
}

function arrive(state: TenantState, person: Person): void {
  for (const [key, { owners = [], members = [] }] of Object.entries(groups)) {
    const group = state.groups.find(guidOf(`group/${key}`));
    if (group === undefined) continue;
    if (owners.includes(person.key)) state.groups.setOwner(group, person.id, true, 0);
    if (members.includes(person.key)) state.groups.setMember(person, group, true);
  }
  state.groups.arrived(person);
}
