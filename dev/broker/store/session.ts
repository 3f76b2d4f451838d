import type { Consumer } from "./consumers.ts";
import { ReadyMessages } from "./ready-messages.ts";

/** A receiving link that holds one session. */
export interface SessionConsumer extends Consumer {
  /** The link's name, by which `$management` requests say on whose behalf they come. */
  readonly name: string;
  /** The session's lock is over: nothing more can be settled over this link. */
  sessionLost(): void;
}

/** Who holds a session, and until when. */
export interface SessionLock {
  /** Undefined when the connection broke: nobody can use the lock, and it still lasts until it expires. */
  readonly consumer: SessionConsumer | undefined;
  readonly untilMs: number;
}

/** What the application keeps with a session. It outlives messages and receivers. */
export interface SessionState {
  readonly bytes: Buffer;
  readonly updatedAtMs: number;
}

/** The messages of one session id that are ready, its lock and its state. */
export class Session {
  readonly id: string;
  readonly ready = new ReadyMessages();
  lock: SessionLock | undefined;
  state: SessionState | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** A receiver that wants any session may get this one. */
  get isAvailable(): boolean {
    return this.lock === undefined && !this.ready.isEmpty;
  }

  /** Nothing about it needs to be remembered. */
  get isForgettable(): boolean {
    return this.lock === undefined && this.state === undefined && this.ready.isEmpty;
  }
}
