import { EffectLog } from "./effect-log.ts";
import { HrBook } from "./hr-book.ts";
import { Mailboxes } from "./mailboxes.ts";
import type { AuthenticationMethod, CasSettings, CaughtMail, Device, Group, Person } from "./model.ts";
import { PasswordBook } from "./password-book.ts";
import { People } from "./people.ts";
import { Replica } from "./replica.ts";
import { type SignIn, SignInLog } from "./sign-in-log.ts";

/** Everything the simulated tenant knows. Tests and the demo read it; changes go through `changes.ts`. */
export class TenantState {
  #listener: () => void = () => undefined;
  readonly #changed = () => this.#listener();
  readonly people = new People();
  readonly devices = new Map<string, Device>();
  readonly groups = new Map<string, Group>();
  readonly mailboxes = new Mailboxes();
  readonly hr = new HrBook(this.#changed);
  readonly mails: CaughtMail[] = [];
  readonly signIns = new SignInLog(this.#changed);
  readonly passwords = new PasswordBook();
  readonly effects = new EffectLog(this.#changed);
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
  };
  /** Sent mails can be found in the sender's folder this long after they were sent. Milliseconds. */
  sentItemsLagMs = 0;

  /** Calls `listener` while an effect, a sign-in or an HR record is written: what belongs to it may follow at once. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** The person with this key of the seed (`anna`) or object id; throws when there is none. */
  person(keyOrId: string): Person {
    return this.people.get(keyOrId);
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
