import { randomUUID } from "node:crypto";
import type { Effect } from "./effect-log.ts";
import { writeProperty } from "./graph/writable-properties.ts";
import type { AuthenticationMethod, CasSettings, CaughtMail, Device, Mailbox, Person } from "./model.ts";
import { casSwitches } from "./model.ts";
import { ordinaryProperties } from "./ordinary-properties.ts";
import { classesOf } from "./password-book.ts";
import type { TenantState } from "./state.ts";

/** Who made a change, when it was not the application: a person, synchronisation, or the service itself. */
export type OtherAuthor = NonNullable<Effect["by"]>;

/** The service keeps these times in whole seconds. */
const wholeSecond = (): number => Math.floor(Date.now() / 1000) * 1000;
const author = (by: OtherAuthor | undefined) => (by === undefined ? {} : { by });

export function setAccountEnabled(state: TenantState, person: Person, enabled: boolean, by?: OtherAuthor): void {
  if (person.accountEnabled === enabled) return;
  state.replicas.accountEnabled.replacing(person.id, person.accountEnabled);
  person.accountEnabled = enabled;
  state.touched(person, ["accountEnabled"]);
  const operation = enabled ? "allow-sign-in" : "block-sign-in";
  state.effects.add({ operation, objectId: person.id, personId: person.id, detail: {}, ...author(by) });
}

/** Every reset is an effect, also with the same value: it ends what the old password was good for. */
export function setPassword(state: TenantState, person: Person, password: string, mustChange: boolean): void {
  state.replicas.lastPasswordChangeDateTime.replacing(person.id, person.passwordChangedAt);
  person.passwordChangedAt = wholeSecond();
  person.knowsPassword = false;
  state.passwords.set(person.id, password);
  state.touched(person, ["lastPasswordChangeDateTime"]);
  const detail = { length: password.length, classes: classesOf(password), mustChange };
  state.effects.add({ operation: "reset-password", objectId: person.id, personId: person.id, detail });
}

/** Every revocation is an effect: it moves the time forward. */
export function revokeSessions(state: TenantState, person: Person): void {
  state.replicas.signInSessionsValidFromDateTime.replacing(person.id, person.sessionsValidFrom);
  person.sessionsValidFrom = wholeSecond();
  state.touched(person, ["signInSessionsValidFromDateTime"]);
  state.effects.add({ operation: "revoke-sessions", objectId: person.id, personId: person.id, detail: {} });
}

export function removeMethod(state: TenantState, person: Person, method: AuthenticationMethod): void {
  state.replicas.authenticationMethods.replacing(person.id, person.methods);
  person.methods = person.methods.filter((kept) => kept !== method);
  state.effects.add({
    operation: "delete-authentication-method",
    // Phone methods have the same id for everybody, so the id alone names nothing.
    objectId: `${person.id}/${method.id}`,
    personId: person.id,
    detail: { type: method.type },
  });
}

/** A new pass takes the place of an earlier one. @param pass what is shown once, to whoever made it */
export function makePass(state: TenantState, person: Person, method: AuthenticationMethod, pass: string): void {
  state.replicas.authenticationMethods.replacing(person.id, person.methods);
  person.methods = [...person.methods.filter(({ type }) => type !== method.type), method];
  state.passwords.made(pass);
  const objectId = `${person.id}/${method.id}`;
  state.effects.add({ operation: "make-access-pass", objectId, personId: person.id, detail: {} });
}

export function setDeviceEnabled(state: TenantState, device: Device, enabled: boolean, by?: OtherAuthor): void {
  if (device.accountEnabled === enabled) return;
  state.replicas.deviceEnabled.replacing(device.id, device.accountEnabled);
  device.accountEnabled = enabled;
  const operation = enabled ? "enable-device" : "disable-device";
  state.effects.add({ operation, objectId: device.id, personId: device.ownerId, detail: {}, ...author(by) });
}

/**
 * What an administrator does in Active Directory for somebody who leaves, as it shows here after the next sync: account
 * and devices disabled, password reset.
 */
export function disableOnPremises(state: TenantState, person: Person): void {
  setAccountEnabled(state, person, false, "sync");
  for (const device of person.deviceIds.flatMap((id) => state.devices.get(id) ?? []))
    setDeviceEnabled(state, device, false, "sync");
  state.replicas.lastPasswordChangeDateTime.replacing(person.id, person.passwordChangedAt);
  person.passwordChangedAt = wholeSecond();
  person.knowsPassword = false;
  state.touched(person, ["lastPasswordChangeDateTime"]);
}

/** Somebody new, who knows the password. */
export function createUser(state: TenantState, person: Person, password: string): void {
  state.replicas.existence.replacing(person.id, false);
  state.people.add(person);
  state.passwords.set(person.id, password);
  state.userJournal.add({ at: Date.now(), personId: person.id, kind: "created", properties: [] });
  state.effects.add({ operation: "create-user", objectId: person.id, personId: person.id, detail: {} });
  state.lifecycle.arrived(person);
}

/** Another sign-in name. Addresses stay. */
export function rename(state: TenantState, person: Person, userPrincipalName: string): void {
  if (person.userPrincipalName === userPrincipalName) return;
  state.replicas.user.replacing(person.id, ordinaryProperties(person));
  state.people.hide(person);
  person.userPrincipalName = userPrincipalName;
  state.people.add(person);
  state.touched(person, ["userPrincipalName"]);
  state.effects.add({ operation: "rename-user", objectId: person.id, personId: person.id, detail: {} });
}

/** Ordinary properties, by Graph's names. The effect tells which were written, not what they are. */
export function updateUser(state: TenantState, person: Person, values: Readonly<Record<string, unknown>>): void {
  const before = ordinaryProperties(person);
  const changed = Object.entries(values).filter(([name, value]) => writeProperty(person, name, value));
  if (changed.length === 0) return;
  state.replicas.user.replacing(person.id, before);
  const properties = changed.map(([name]) => name);
  state.touched(person, properties);
  state.effects.add({ operation: "update-user", objectId: person.id, personId: person.id, detail: { properties } });
}

export function setManager(state: TenantState, person: Person, manager: Person | undefined): void {
  if (person.managerId === manager?.id) return;
  const before = person.managerId;
  state.replicas.manager.replacing(person.id, before);
  person.managerId = manager?.id;
  state.touched(person, ["manager"]);
  const detail = { before: before ?? null, after: manager?.id ?? null };
  state.effects.add({ operation: "set-manager", objectId: person.id, personId: person.id, detail });
}

/** @returns whether anything changed. */
export function setCas(state: TenantState, mailbox: Mailbox, wanted: Partial<CasSettings>): boolean {
  const changed = casSwitches.filter((name) => wanted[name] !== undefined && wanted[name] !== mailbox.cas[name]);
  if (changed.length === 0) return false;
  state.replicas.casMailbox.replacing(mailbox.exchangeGuid, mailbox.cas);
  mailbox.cas = { ...mailbox.cas, ...Object.fromEntries(changed.map((name) => [name, wanted[name]])) };
  state.effects.add({
    operation: "set-cas-mailbox",
    objectId: mailbox.exchangeGuid,
    personId: mailbox.personId,
    detail: Object.fromEntries(changed.map((name) => [name, mailbox.cas[name]])),
  });
  return true;
}

export function catchMail(state: TenantState, sender: Person, mail: Omit<CaughtMail, "id" | "at" | "senderId">): void {
  const caught: CaughtMail = {
    ...mail,
    id: `AAMk${randomUUID().replaceAll("-", "")}`,
    at: new Date().toISOString(),
    senderId: sender.id,
  };
  state.mails.push(caught);
  state.effects.add({
    operation: "send-mail",
    objectId: sender.id,
    personId: sender.id,
    detail: { mailId: caught.id, headers: Object.fromEntries(mail.headers.map(({ name, value }) => [name, value])) },
  });
}
