import { AppBook } from "./apps/app-book.ts";
import type { Book } from "./book.ts";
import { Bin } from "./deletion/bin.ts";
import { Lifecycle } from "./deletion/lifecycle.ts";
import { UserJournal } from "./delta/user-journal.ts";
import { EffectLog } from "./effect-log.ts";
import { EvidenceBook } from "./evidence/evidence-book.ts";
import { ExchangeBook } from "./exchange/exchange-book.ts";
import { MobileDeviceBook } from "./exchange/mobile-device-book.ts";
import { mobileSeed } from "./exchange/mobile-seed.ts";
import { mailboxSeed } from "./exchange/seed.ts";
import { GroupBook } from "./groups/group-book.ts";
import { HrBook } from "./hr-book.ts";
import { IntuneBook } from "./intune/intune-book.ts";
import { managedSeed } from "./intune/seed.ts";
import { type Lagging, Lags } from "./lag/lags.ts";
import { LicenceBook } from "./licences/licence-book.ts";
import { Mailboxes } from "./mailboxes.ts";
import type { AuthenticationMethod, CasSettings, CaughtMail, Device, Person } from "./model.ts";
import { lagName, type OrdinaryProperties } from "./ordinary-properties.ts";
import { PasswordBook } from "./password-book.ts";
import { People } from "./people.ts";
import { Replica } from "./replica.ts";
import { RolesBook } from "./roles/roles-book.ts";
import { Schedule } from "./schedule.ts";
import { domain } from "./seed.ts";
import { SiteBook } from "./sharepoint/site-book.ts";
import { type SignIn, SignInLog } from "./sign-in-log.ts";

import { DeliveryQueue } from "./subscriptions/delivery-queue.ts";
import { SubscriptionBook } from "./subscriptions/subscription-book.ts";
import { TelephonyBook } from "./telephony/telephony-book.ts";

/**
 * Everything the simulated tenant knows. Tests and the demo read it; changes go through `changes.ts` and its like.
 *
 * An area of the tenant (roles, managed devices, sites, …) is a folder `dev/tenant/<area>/` with
 *
 * - `<area>-book.ts`: a class that holds its state and implements `Book`, so that the state file keeps it. It is one
 *   field here and one line in `books`; nothing else in the state file has to change.
 * - `seed.ts`: what the people of the company have of it, keyed by person key. It is laid out in
 *   `state.lifecycle.onArrived((person) => …)`, which is called for whoever is new and not for whom the file brings back.
 *   What every one of 50,000 generated people has is worked out when it is asked for, not there.
 * - `changes.ts`: one function per change. It changes the book, adds an effect (`state.effects.add`, any operation
 *   name) and, where a property of the user changes with it, says `state.touched(person, ["assignedLicenses"])`, which
 *   feeds delta queries and notifications. A change that is no effect says `state.changed()`, so that it gets into the file.
 * - endpoints, registered by one function `add<Area>(routes, state)`, which is one line in `tenant.ts`. There it also says
 *   what becomes of its things: `state.lifecycle.onDeleted(…)`, `onRestored`, `onPurged`, `onLicencesRemoved`;
 *   what happens later: `state.schedule.handle("purge-mailbox", (id, at) => …)`, appointed with
 *   `state.schedule.at(epochMs, "purge-mailbox", id)`; whom an application cannot reach: `state.protections.push(…)`;
 *   what can lag: `state.lags.register("managedDevices", replica)`.
 * - the calls of its endpoints in `test/tenant/every-endpoint/<area>.ts`.
 */
export class TenantState {
  #listener: () => void = () => undefined;
  /** Something was written: the state file follows. Effects, the schedule and `touched` say it by themselves. */
  readonly changed = () => this.#listener();
  readonly people = new People();
  readonly devices = new Map<string, Device>();
  readonly groups = new GroupBook(() => this.people.everyone());
  readonly roles = new RolesBook();
  readonly licences = new LicenceBook();
  readonly apps = new AppBook();
  readonly telephony = new TelephonyBook();
  readonly mailboxes = new Mailboxes();
  readonly exchange = new ExchangeBook([domain], (mailbox) => mailboxSeed(this.people.get(mailbox.personId)));
  readonly mobileDevices = new MobileDeviceBook((mailbox) => {
    const { personId } = mailbox;
    return mobileSeed(this.people.get(personId), this.devicesOf(personId));
  });
  readonly intune = new IntuneBook(
    (personId) => managedSeed(this.people.get(personId), this.devicesOf(personId)),
    () => this.people.all().map(({ id }) => id),
  );
  readonly evidence = new EvidenceBook();
  readonly hr = new HrBook(this.changed);
  readonly mails: CaughtMail[] = [];
  readonly signIns = new SignInLog(this.changed);
  readonly passwords = new PasswordBook();
  readonly effects = new EffectLog(this.changed);
  readonly lifecycle = new Lifecycle();
  readonly bin = new Bin();
  readonly schedule = new Schedule(this.changed);
  readonly sites = new SiteBook((id) => this.people.deleted(id) ?? this.people.named(id));
  /** Reasons why a person is out of reach for an application without a directory role of its own. */
  readonly protections: ((person: Person) => boolean)[] = [({ roles }) => roles.length > 0];
  /** Who else has mail addresses, such as groups: whether this one, in lower case, is one of theirs. */
  readonly addressHolders: ((address: string) => boolean)[] = [];
  /** Requests that no endpoint understood, as `METHOD path`. A test asserts that it is empty. */
  readonly unhandled: string[] = [];
  /** What reads show; see `faults.lag`. */
  readonly replicas = {
    accountEnabled: new Replica<boolean>(),
    lastPasswordChangeDateTime: new Replica<number>(),
    signInSessionsValidFromDateTime: new Replica<number>(),
    authenticationMethods: new Replica<readonly AuthenticationMethod[]>(),
    deviceEnabled: new Replica<boolean>(),
    casMailbox: new Replica<CasSettings>(),
    /** Whether a person is among the living; false for a while after a restore, true after a deletion. */
    existence: new Replica<boolean>(),
    manager: new Replica<string | undefined>(),
    /** Names and ordinary properties. */
    user: new Replica<OrdinaryProperties>(),
  };
  /** Sent mails can be found in the sender's folder so long after they were sent. */
  readonly sentItems: Lagging = { lagMs: 0 };
  readonly lags = new Lags({
    ...this.replicas,
    signIns: this.signIns,
    sentItems: this.sentItems,
    delta: { lagMs: 0 },
    notifications: { lagMs: 0 },
  });
  readonly subscriptions = new SubscriptionBook(this.changed);
  readonly deliveries = new DeliveryQueue(this.changed);
  readonly userJournal = new UserJournal((property) => this.lags.of(lagName(property)), this.changed);
  /** What the state file keeps of each area, by its name there. */
  readonly books: Readonly<Record<string, Book>> = {
    schedule: this.schedule,
    sites: this.sites,
    exchange: this.exchange,
    mobileDevices: this.mobileDevices,
    intune: this.intune,
    evidence: this.evidence,
    groups: this.groups,
    roles: this.roles,
    licences: this.licences,
    apps: this.apps,
    telephony: this.telephony,
    bin: this.bin,
    userJournal: this.userJournal,
    subscriptions: this.subscriptions,
    deliveries: this.deliveries,
  };

  /** Calls `listener` while something is written: what belongs to it may follow at once. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** Says which properties of the user were changed, by Graph's names: delta queries and notifications follow. */
  touched(person: Person, properties: readonly string[]): void {
    this.userJournal.add({ at: Date.now(), personId: person.id, kind: "changed", properties: [...properties] });
  }

  /** Whether an application without a directory role of its own is refused sensitive changes (m365-operations 2.10). */
  isProtected(person: Person): boolean {
    return this.protections.some((reason) => reason(person));
  }

  /**
   * The person with this key of the seed (`anna`) or object id, also in the bin or gone for good; throws when there
   * never was one.
   */
  person(keyOrId: string): Person {
    return this.bin.gone(keyOrId) ?? this.people.get(keyOrId);
  }

  devicesOf(keyOrId: string): readonly Device[] {
    return this.person(keyOrId).deviceIds.flatMap((id) => this.devices.get(id) ?? []);
  }

  /** The person signs in, or fails to, as the account allows now. `errorCode` overrides; 0 is a success. */
  signIn(keyOrId: string, errorCode?: number): SignIn {
    return this.signIns.attempt(this.person(keyOrId), errorCode);
  }

  /** Whether the application has set a new password. */
  passwordWasSet(keyOrId: string): boolean {
    return this.passwords.wasSet(this.person(keyOrId).id);
  }

  /** Every password that was sent here, in memory only: canaries for tests. */
  passwordsSeen(): readonly string[] {
    return this.passwords.seen();
  }
}
