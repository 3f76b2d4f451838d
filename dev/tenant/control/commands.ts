import { disableOnPremises, setAccountEnabled } from "../changes.ts";
import { deleteUser, purgeUser, restoreUser } from "../deletion/changes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { endSubscription } from "../subscriptions/endpoints.ts";
import type { Subscription } from "../subscriptions/subscription-book.ts";
import { disableDue } from "../sync.ts";
import { lastSyncAt, syncEveryMs } from "../sync-clock.ts";
import { changeApplication } from "./application.ts";
import { type Command, command } from "./command.ts";
import {
  ApplicationOrder,
  DisorderOrder,
  FaultOrder,
  LifecycleOrder,
  Milliseconds,
  Nothing,
  orderFault,
  SyncOrder,
  TerminateOrder,
  ThrottlingOrder,
} from "./orders.ts";

/** What can be ordered of the tenant's core. An area adds its own list in `all-commands.ts`. */
export const coreCommands: readonly Command[] = [
  command("clock/advance", 'moves virtual time on: {"ms": 86400000}', Milliseconds, ({ clock }, _, { ms }) =>
    clock.advance(ms),
  ),
  command("latency", 'real time that every request takes: {"ms": 200}', Milliseconds, ({ setLatency }, _, { ms }) =>
    setLatency(ms),
  ),
  command(
    "faults",
    'a rule {"match": {"path": "/users/"}, "action": {"status": 503, "when": "after"}, "times": 1}, a share of everything {"share": 0.05, "seed": 7}, a lag {"lag": {"property": "accountEnabled", "ms": 60000}}, or {"clear": true}',
    FaultOrder,
    ({ faults }, _, order) => orderFault(faults, order),
  ),
  command(
    "throttling",
    'the documented limits, or others: {"on": true, "limits": {"identity": {"limit": 50, "windowMs": 10000}}}',
    ThrottlingOrder,
    ({ throttle }, _, { on, limits }) => (on ? throttle.on(limits) : throttle.off()),
  ),
  command(
    "notifications",
    'disorder of change notifications: {"drop": 0.1, "duplicate": 0.1, "delay": {"share": 0.5, "ms": 60000}, "reorder": true, "seed": 7}; {} ends it',
    DisorderOrder,
    ({ notifier }, _, order) => notifier.disorder(order),
  ),
  command(
    "subscriptions/:key/silence",
    "lets a subscription die silently: listed, nothing is sent: {}",
    Nothing,
    silence,
  ),
  command("subscriptions/:key/remove", "takes a subscription out without a word: {}", Nothing, ({ state }, key) =>
    endSubscription(state, subscription(state, key)),
  ),
  command(
    "subscriptions/:key/lifecycle",
    'sends a lifecycle event: {"event": "reauthorizationRequired"}',
    LifecycleOrder,
    ({ state, notifier }, key, { event }) => notifier.lifecycle(subscription(state, key), event),
  ),
  command(
    "application",
    'changes the app registration: {"enabled": false}, {"revokeSecret": "…"}, {"graphPermissions": ["User.Read.All"]}, {"directoryRoles": [], "addCertificate": "PEM"}',
    ApplicationOrder,
    ({ application }, _, order) => changeApplication(application, order),
  ),
  command(
    "hr/:key/terminate",
    'records that the employment with this HR id ends: {"lastDay": "2026-03-31"}',
    TerminateOrder,
    ({ state }, key, { lastDay, type }) => state.hr.terminate(key, { lastDay, ...(type !== undefined && { type }) }),
  ),
  command("hr/:key/rescind", "takes the termination back: {}", Nothing, ({ state }, key) => state.hr.rescind(key)),
  command(
    "people/:key/disable-on-premises",
    'what an administrator of Active Directory does for a leaver: {} shows it at once, {"atNextSync": true} on the next half hour',
    SyncOrder,
    ({ state }, key, { atNextSync }) => {
      const person = synced(state, key);
      if (atNextSync) state.schedule.at(lastSyncAt() + syncEveryMs, disableDue, person.id);
      else disableOnPremises(state, person);
    },
  ),
  command("people/:key/block", "blocks sign-in at the portal: {}", Nothing, ({ state }, key) =>
    setAccountEnabled(state, state.person(key), false, "hand"),
  ),
  command("people/:key/allow", "allows sign-in at the portal: {}", Nothing, ({ state }, key) =>
    setAccountEnabled(state, state.person(key), true, "hand"),
  ),
  command("people/:key/delete", "deletes the account at the portal: {}", Nothing, ({ state }, key) =>
    deleteUser(state, state.person(key), "hand"),
  ),
  command("people/:key/restore", "restores the account at the portal: {}", Nothing, ({ state }, key) =>
    restoreUser(state, state.person(key), {}, "hand"),
  ),
  command("people/:key/purge", "deletes a deleted account for good: {}", Nothing, ({ state }, key) =>
    purgeUser(state, state.person(key), Date.now(), "hand"),
  ),
  command("people/:key/sign-in", "lets the person try to sign in: {}", Nothing, ({ state }, key) => {
    state.signIn(key);
  }),
];

function silence({ state }: { readonly state: TenantState }, key: string): void {
  state.subscriptions.put({ ...subscription(state, key), silent: true });
}

function subscription(state: TenantState, id: string): Subscription {
  const found = state.subscriptions.find(id);
  if (found === undefined) throw new RangeError(`No subscription ${id}`);
  return found;
}

/** Only who is mastered in Active Directory can be disabled there. */
function synced(state: TenantState, key: string): Person {
  const person = state.person(key);
  if (!person.onPremisesSyncEnabled) throw new RangeError(`${key} is not mastered in Active Directory`);
  return person;
}
