import type { Mailbox, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { hasMailboxPlan, livesUnlicensed } from "./exchange-plans.ts";
import { isKept } from "./held.ts";
import { mailLicences } from "./seed.ts";

const keptMs = 30 * 86_400_000;
const purge = "purge-mailbox";

/** What becomes of a mailbox when licences and accounts go and come back (m365-operations 7.4, 12.4, 13). */
export function addMailboxLife(state: TenantState): void {
  state.schedule.handle(purge, (guid, at) => purgeMailbox(state, guid, at));
  state.lifecycle.onArrived((person) => {
    const licences = mailLicences[person.key];
    if (licences !== undefined) person.licences = licences;
  });
  state.lifecycle.onLicencesRemoved((person, _licences, at) => {
    if (!hasMailboxPlan(person)) disconnect(state, person, at);
  });
  state.lifecycle.onDeleted((person, at) => accountDeleted(state, person, at));
  state.lifecycle.onRestored((person) => accountRestored(state, person));
  state.lifecycle.onPurged((person, at) => accountPurged(state, person, at));
}

/** The mailbox with this identity that people and applications can use now. */
export function liveMailbox(state: TenantState, identity: string): Mailbox | undefined {
  const mailbox = state.mailboxes.find(identity);
  return mailbox !== undefined && isLive(state, mailbox) ? mailbox : undefined;
}

/** Whether the mailbox can be used. One that lost its licence comes back with another one. */
export function isLive(state: TenantState, mailbox: Mailbox): boolean {
  const its = state.exchange.of(mailbox);
  const owner = state.people.named(mailbox.personId);
  if (its.life.kind === "disconnected" && owner !== undefined && hasMailboxPlan(owner)) {
    its.life = { kind: "active" };
    state.schedule.cancel(purge, mailbox.exchangeGuid);
    tell(state, mailbox, "mailbox-reconnected");
  }
  return its.life.kind === "active";
}

function disconnect(state: TenantState, person: Person, at: number): void {
  const mailbox = state.mailboxes.find(person.id);
  if (mailbox === undefined || !isLive(state, mailbox)) return;
  const its = state.exchange.of(mailbox);
  if (livesUnlicensed(mailbox, its)) return;
  its.life = { kind: "disconnected", since: at };
  state.schedule.at(at + keptMs, purge, mailbox.exchangeGuid);
  tell(state, mailbox, "mailbox-disconnected");
}

function accountDeleted(state: TenantState, person: Person, at: number): void {
  const mailbox = state.mailboxes.find(person.id);
  if (mailbox === undefined) return;
  const wasLive = isLive(state, mailbox);
  const its = state.exchange.of(mailbox);
  const licensed = wasLive && hasMailboxPlan(person);
  if (its.life.kind === "purged") return;
  if (licensed && isKept(state.exchange, its, at)) {
    its.life = { kind: "inactive", since: at };
    tell(state, mailbox, "mailbox-inactive");
    return;
  }
  its.life = { kind: "soft-deleted", since: at, licensed };
  if (state.schedule.dueAt(purge, mailbox.exchangeGuid) === undefined) {
    state.schedule.at(at + keptMs, purge, mailbox.exchangeGuid);
  }
  tell(state, mailbox, "mailbox-soft-deleted");
}

function accountRestored(state: TenantState, person: Person): void {
  const mailbox = state.mailboxes.find(person.id);
  const its = mailbox === undefined ? undefined : state.exchange.of(mailbox);
  if (mailbox === undefined || its === undefined || its.life.kind === "purged") return;
  const since = "since" in its.life ? its.life.since : Date.now();
  if (hasMailboxPlan(person) || livesUnlicensed(mailbox, its)) {
    its.life = { kind: "active" };
    state.schedule.cancel(purge, mailbox.exchangeGuid);
    tell(state, mailbox, "mailbox-reconnected");
  } else {
    its.life = { kind: "disconnected", since };
    state.changed();
  }
}

/** Only a mailbox that was licensed to the end stays for 30 more days. */
function accountPurged(state: TenantState, person: Person, at: number): void {
  const mailbox = state.mailboxes.find(person.id);
  const life = mailbox === undefined ? undefined : state.exchange.of(mailbox).life;
  if (mailbox === undefined || life?.kind !== "soft-deleted") return;
  if (life.licensed && at < life.since + keptMs) state.schedule.at(at + keptMs, purge, mailbox.exchangeGuid);
  else purgeMailbox(state, mailbox.exchangeGuid, at);
}

function purgeMailbox(state: TenantState, guid: string, at: number): void {
  const mailbox = state.mailboxes.find(guid);
  if (mailbox === undefined || isLive(state, mailbox)) return;
  state.schedule.cancel(purge, guid);
  const its = state.exchange.of(mailbox);
  its.life = { kind: "purged", since: at };
  its.rules = [];
  its.events = [];
  tell(state, mailbox, "mailbox-purged");
}

function tell(state: TenantState, mailbox: Mailbox, operation: string): void {
  const { exchangeGuid: objectId, personId } = mailbox;
  state.effects.add({ operation, objectId, personId, detail: {}, by: "service" });
}
