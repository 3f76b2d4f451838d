import { assignRole, makeEligible } from "../../dev/tenant/roles/changes.ts";
import { roleDefinitionId } from "../../dev/tenant/roles/role-definitions.ts";
import type { StepState } from "../../shared/domain/case.ts";
import type { CaseSettingsChange } from "../../shared/domain/case-settings.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";

/** What a step needs to have something to do: other settings than the usual, or something of the person's at the tenant. */
interface Preparation {
  readonly settings?: CaseSettingsChange;
  readonly prepare?: (product: Product, leaver: Leaver) => void;
  /** How an undisturbed run ends; `done` by default. */
  readonly ends?: StepState;
}

const preparations: Readonly<Record<string, Preparation>> = {
  "remove-admin-roles": { settings: { adminRoles: "remove" }, prepare: makeAdministrator },
  "ask-on-premises": { settings: { onPremises: "agent" }, prepare: synced, ends: "waiting" },
  "wipe-managed-devices": { settings: { devices: { company: "wipe" } } },
  "hold-mailbox": { settings: { mailbox: { hold: "litigation" } } },
  "request-export": { settings: { mailbox: { export: "operator" } }, ends: "parked" },
  "remove-inbox-rules": { prepare: withMailboxLikeAnna },
  "cancel-meetings": { prepare: withMailboxLikeAnna },
  "recheck-lockout": { settings: { end: "living-account" }, prepare: reopened, ends: "parked" },
  "delete-account": { settings: { end: "plain-deletion", deleteAfterDays: 0 } },
};

/** How a step ends when nothing disturbs it. */
export function endOf(name: string): StepState {
  return preparations[name]?.ends ?? "done";
}

function makeAdministrator({ tenant: { state } }: Product, { person }: Leaver): void {
  const directoryScopeId = "/";
  const by = "hand";
  assignRole(state, person, { roleDefinitionId: roleDefinitionId("Security Reader"), directoryScopeId }, { by });
  makeEligible(state, person, { roleDefinitionId: roleDefinitionId("Global Reader"), directoryScopeId }, { by });
}

/** With anna's rules and meetings. */
function withMailboxLikeAnna({ tenant: { state } }: Product, { id }: Leaver): void {
  const [mailbox, annas] = [id, state.person("anna").id].map((owner) => state.mailboxes.find(owner));
  if (mailbox === undefined || annas === undefined) return;
  const { rules, events } = structuredClone(state.exchange.of(annas));
  Object.assign(state.exchange.of(mailbox), { rules, events });
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

/** A case that stands at this step, approved as far as it needs to be, with the account as the steps before would have left it. */
export async function standing(product: Product, who: string, name: string): Promise<Leaver> {
  const { settings = {}, prepare } = preparations[name] ?? {};
  product.terminate(who);
  const leaver = await product.leaver(who).at(name, { approvals: [], ...settings });
  leaver.person.accountEnabled = ["snapshot", "remove-admin-roles", "ask-on-premises", "block-sign-in"].includes(name);
  prepare?.(product, leaver);
  return leaver;
}
