import { applications } from "../../dev/tenant/apps/seed.ts";
import { guidOf } from "../../dev/tenant/ids.ts";
import { skus } from "../../dev/tenant/licences/skus.ts";
import { assignRole, makeEligible } from "../../dev/tenant/roles/changes.ts";
import { roleDefinitionId } from "../../dev/tenant/roles/role-definitions.ts";
import { handoverLibrary } from "../../dev/tenant/sharepoint/seed.ts";
import type { StepState } from "../../shared/domain/case.ts";
import type { CaseSettingsChange } from "../../shared/domain/case-settings.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { mailboxOf } from "../steps/hand-over/mailbox-of.ts";
import { deleted, found, gone, nearItsEnd, purged } from "./left-behind.ts";

const numberOf = (key: string) => Number(key.slice("extra".length));

/** Who reports to a generated leaver: somebody generated as well, who leaves in no test. */
export const reportOf = (key: string) => `extra${String(numberOf(key) + 60).padStart(4, "0")}`;

/** What a step needs to have something to do: other settings than the usual, or something of the person's at the tenant. */
export interface Preparation {
  readonly settings?: CaseSettingsChange;
  readonly prepare?: (product: Product, leaver: Leaver) => void | Promise<void>;
  /** How an undisturbed run ends; `done` by default. */
  readonly ends?: StepState;
  /** How long the service goes on by itself after the step has begun. */
  readonly lastsMs?: number;
}

export const preparations: Readonly<Record<string, Preparation>> = {
  "remove-admin-roles": { settings: { adminRoles: "remove" }, prepare: makeAdministrator },
  "ask-on-premises": { settings: { onPremises: "agent" }, prepare: synced, ends: "waiting" },
  "wipe-managed-devices": { settings: { devices: { company: "wipe" } } },
  "hold-mailbox": { settings: { mailbox: { hold: "litigation" } } },
  "request-export": { settings: { mailbox: { export: "operator" } }, ends: "parked" },
  "remove-inbox-rules": { prepare: withMailboxLikeAnna },
  "cancel-meetings": { prepare: withMailboxLikeAnna },
  "remove-old-forwarding": { prepare: forwarding },
  "grant-send-as": { settings: { mailbox: { sendAs: "custodian" } } },
  "forward-mail": { settings: { mailbox: { forwardTo: "custodian" } }, prepare: converted },
  "transfer-group-owners": { prepare: owningGroup },
  "transfer-app-owners": { settings: { appOwners: "replace" }, prepare: owningApp },
  "reassign-direct-reports": { settings: { directReports: "reassign" }, prepare: leading },
  "unassign-phone-numbers": { prepare: withNumber },
  "leave-call-queues": { prepare: licensedForPhone },
  "copy-drive": { settings: { drive: { handOver: "copy", library: handoverLibrary } }, lastsMs: 60_000 },
  "remove-mailbox-rights": { prepare: openingManagersMailbox },
  "remove-consents": { prepare: consenting },
  "remove-app-roles": { prepare: withAppRole },
  "remove-licences": { prepare: converted },
  "recheck-lockout": { settings: { end: "living-account" }, prepare: reopened, ends: "parked" },
  "find-left-drive": { prepare: deleted },
  "share-left-drive": { prepare: found },
  "notify-custodian": { prepare: found },
  "watch-left-drive": { prepare: nearItsEnd, ends: "waiting" },
  "confirm-left-drive-purge": { prepare: gone },
  "watch-deleted-account": { prepare: purged },
  "give-sign-in": { ends: "parked" },
  "watch-restored-drive": { ends: "waiting" },
  "follow-up-restore": { ends: "parked" },
  "delete-account": { settings: { end: "plain-deletion", deleteAfterDays: 0 } },
};

function makeAdministrator({ tenant: { state } }: Product, { person }: Leaver): void {
  const directoryScopeId = "/";
  const by = "hand";
  assignRole(state, person, { roleDefinitionId: roleDefinitionId("Security Reader"), directoryScopeId }, { by });
  makeEligible(state, person, { roleDefinitionId: roleDefinitionId("Global Reader"), directoryScopeId }, { by });
}

/** With anna's rules and meetings. */
function withMailboxLikeAnna(product: Product, { person }: Leaver): void {
  const { rules, events } = structuredClone(mailboxOf(product, "anna").its);
  Object.assign(mailboxOf(product, person.key).its, { rules, events });
}

/** To an address outside, and without a copy. */
function forwarding(product: Product, { person }: Leaver): void {
  mailboxOf(product, person.key).its.forwardingSmtpAddress = `smtp:${person.key}@mail.example.org`;
}

/** The mailbox is shared by now. */
function converted(product: Product, { person }: Leaver): void {
  mailboxOf(product, person.key).mailbox.kind = "SharedMailbox";
}

/** The only owner of a team. */
function owningGroup({ tenant: { state } }: Product, { id, person }: Leaver): void {
  const kind = { kind: "unified", team: true, synced: false, rule: null } as const;
  const rest = { assignableToRole: false, restricted: false, licences: [] };
  const group = { id: guidOf(`group/of/${person.key}`), displayName: `Team of ${person.key}`, ...kind, ...rest };
  state.groups.add(group);
  state.groups.setOwner(group, id, true, 0);
}

/** The only owner of a registration. */
function owningApp({ tenant: { state } }: Product, { id: ownerId, person }: Leaver): void {
  const [id, appId, servicePrincipalId] = ["application", "application-id", "service-principal"].map((kind) =>
    guidOf(`${kind}/of/${person.key}`),
  );
  if (id === undefined || appId === undefined || servicePrincipalId === undefined) return;
  const displayName = `Tool of ${person.key}`;
  state.apps.registrations.set(id, { id, appId, servicePrincipalId, displayName, credentials: [] });
  state.apps.setOwner(id, ownerId, true);
}

/** One person reports to the leaver. */
function leading({ tenant: { state } }: Product, { id, person }: Leaver): void {
  state.person(reportOf(person.key)).managerId = id;
}

/** A number of the range that is kept free for fiction; the seed has the first and the last of it. */
function withNumber({ tenant: { state } }: Product, { id, person }: Leaver): void {
  const number = `+120255501${numberOf(person.key) + 9}`;
  const place = { city: "Berlin", country: "DE", locationId: guidOf(`location/${number}`) };
  state.telephony.numbers.set(number, { number, type: "callingPlan", category: "primary", targetId: id, ...place });
}

function licensedForPhone(_: Product, { person }: Leaver): void {
  const phone = { skuId: skus.MCOEV.skuId, skuPartNumber: "MCOEV", assignedByGroup: null } as const;
  person.licences = [...person.licences, phone];
}

function openingManagersMailbox({ tenant: { state } }: Product, { id, person }: Leaver): void {
  const mailbox = state.mailboxes.find(person.managerId ?? "");
  if (mailbox === undefined) throw new Error(`The manager of ${person.key} has no mailbox`);
  const its = state.exchange.of(mailbox);
  its.fullAccess = [...its.fullAccess, { userId: id, autoMapping: true }];
  its.sendAs = [...its.sendAs, id];
}

function consenting({ tenant: { state } }: Product, { id: principalId }: Leaver): void {
  const resourceId = applications.graph.id;
  state.apps.setConsent({ clientId: applications.tasks.id, resourceId, principalId, scope: "User.Read" }, true);
}

function withAppRole({ tenant: { state } }: Product, { id: principalId, person }: Leaver): void {
  const [id, appRoleId] = [guidOf(`app-role-assignment/of/${person.key}`), guidOf("app-role/expenses/approver")];
  const whose = { principalId, principalType: "User" } as const;
  state.apps.setAssignment({ id, ...whose, resourceId: applications.expenses.id, appRoleId }, true);
}

/** Nobody has done anything there yet. */
function synced(_: Product, { person }: Leaver): void {
  person.onPremisesSyncEnabled = true;
}

/** The sync has enabled the account again. */
function reopened(_: Product, { person }: Leaver): void {
  person.onPremisesSyncEnabled = true;
  person.accountEnabled = true;
}
