import { deleteUser } from "../../../dev/tenant/deletion/changes.ts";
import type { Site } from "../../../dev/tenant/sharepoint/model.ts";
import { steps } from "../../../functions/steps.ts";
import type { StepRecord } from "../../../shared/domain/case.ts";
import {
  type CaseSettings,
  type CaseSettingsChange,
  changed,
  usualSettings,
} from "../../../shared/domain/case-settings.ts";
import { stepMessage } from "../../../shared/domain/messages.ts";
import { makePlan } from "../../../shared/domain/plan.ts";
import { readySteps } from "../../../shared/domain/progress.ts";
import { aRecord } from "../../a-case.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { clock, now } from "../../product/virtual-time.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Somebody whose case stands right before the deletion of the account, with the plan that follows it. */
export async function atDeletion(product: Product, who: string, change: CaseSettingsChange = {}): Promise<Leaver> {
  product.terminate(who);
  const settings = changed(usualSettings, { end: "plain-deletion", deleteAfterDays: 0, approvals: [], ...change });
  return await standing(product, who, { kind: "leaver", first: "delete-account", settings });
}

/** A case of retention alone, as it is opened for an account that somebody else deleted. */
export async function followed(product: Product, who: string, change: CaseSettingsChange = {}): Promise<Leaver> {
  const settings = changed(usualSettings, { end: "plain-deletion", ...change });
  return await standing(product, who, { kind: "retention", first: "find-left-drive", settings });
}

async function standing(
  product: Product,
  who: string,
  { kind, first, settings }: { kind: "leaver" | "retention"; first: string; settings: CaseSettings },
): Promise<Leaver> {
  const leaver = product.leaver(who);
  const { subjects, ledger, bus, policy, cloud } = product.ports;
  const at = now();
  const employeeRef = leaver.person.hrId ?? "nobody";
  const record = aRecord({
    kind,
    leaverId: leaver.id,
    employeeRef,
    acceptedAt: at,
    openedAt: at,
    startedAt: at,
    settings,
  });
  const plan = makePlan(steps, policy, { kind, settings, cloud }).steps;
  const order = plan.find(({ name }) => name === first)?.order ?? 0;
  const earlier = plan.map((step): StepRecord => {
    const isBefore = step.order < order || step.name === "read-drive-clocks";
    return isBefore ? { ...step, state: "skipped", because: "not part of this story" } : step;
  });
  const ready = readySteps(earlier, at);
  const all = earlier.map((step) => ready.find(({ name }) => name === step.name) ?? step);
  const send = ready.map((step) => stepMessage(record.caseId, step));
  await subjects.claim(leaver.id, record.caseId, undefined);
  await ledger.open(record, { steps: all, audit: { actor: "leaver", what: "case.opened" }, send });
  await bus.send(send);
  return leaver;
}

/** The same, with the account deleted and everything done that follows at once. */
export async function deleted(product: Product, who: string, settings: CaseSettingsChange = {}): Promise<Leaver> {
  const leaver = await atDeletion(product, who, settings);
  await product.run();
  return leaver;
}

/** An administrator deletes somebody's account in a portal. */
export function deletedByHand({ tenant: { state } }: Product, who: string): void {
  deleteUser(state, state.person(who), "hand");
}

/** Days pass in steps of some hours, with whatever is due in each. */
export async function live(product: Product, days: number, stepHours = 6): Promise<void> {
  for (let hours = 0; hours < days * 24; hours += stepHours) await product.pass(stepHours * hourMs);
}

/** Somebody's OneDrive as it really stands. */
export function siteOf({ tenant: { state } }: Product, who: string): Site {
  const site = state.sites.oneDrive(state.person(who).id);
  if (site === undefined) throw new Error(`${who} has no OneDrive`);
  return site;
}

/** A mail of Leaver's as it lies in the catcher. */
export interface Caught {
  readonly kind: string;
  readonly to: string;
  readonly day: number;
  readonly text: string;
  readonly notice: string;
}

/** Leaver's mails about a case in the order in which they came, with whole days since `from`. */
export async function mailsAbout(product: Product, leaver: Leaver, from: number): Promise<readonly Caught[]> {
  const { caseId } = await leaver.record();
  const { mails, people } = product.tenant.state;
  return mails.flatMap((mail) => {
    const notice = mail.headers.find(({ name }) => name === "x-leaver-notice")?.value;
    if (notice === undefined || !notice.startsWith(caseId)) return [];
    const kind = /^(custodian-first|custodian-second|hold-placed|hold-lifted|manager-after)/.exec(
      notice.slice(caseId.length + 1),
    );
    const to = people.everyone().find((person) => person.mail !== null && mail.to.includes(person.mail))?.key ?? "?";
    const day = Math.floor((Date.parse(mail.at) - from) / dayMs);
    return [{ kind: kind?.[0] ?? "?", to, day, text: mail.content, notice }];
  });
}

/** Which, whom and when, for short. */
export const brief = (mails: readonly Caught[]): readonly string[] =>
  mails.map(({ kind, to, day }) => `${kind} to ${to} on day ${day}`);

export { clock };
