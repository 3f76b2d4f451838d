import { entityDisabled, type Refusal } from "../amqp/refusal.ts";
import type { EntityStatus } from "../config/config.ts";

/** Whether an entity lets messages in and out, and the links that have to go when that changes. */
export class Gate {
  readonly #path: string;
  readonly #links = { send: new Set<(refusal: Refusal) => void>(), receive: new Set<(refusal: Refusal) => void>() };
  #status: EntityStatus;
  #gone: Refusal | undefined;
  /** Sends are refused when the entity holds this much. */
  maxBytes: number;

  readonly #configuredBytes: number;

  constructor(path: string, status: EntityStatus, maxBytes: number) {
    this.#path = path;
    this.#status = status;
    this.maxBytes = maxBytes;
    this.#configuredBytes = maxBytes;
  }

  /** Whether its size is no longer that of the configuration: a data file has to remember it. */
  get isResized(): boolean {
    return this.maxBytes !== this.#configuredBytes;
  }

  get status(): EntityStatus {
    return this.#status;
  }

  /** Closes the links that the new status does not allow. */
  setStatus(status: EntityStatus): void {
    this.#status = status;
    for (const use of ["send", "receive"] as const) {
      const refusal = this.refusal(use);
      if (refusal !== undefined) this.#closeAll(use, refusal);
    }
  }

  /** Why the entity cannot be used like this now; undefined when it can. */
  refusal(use: "send" | "receive"): Refusal | undefined {
    if (this.#gone !== undefined) return this.#gone;
    const blocked = use === "send" ? "SendDisabled" : "ReceiveDisabled";
    return this.#status === "Disabled" || this.#status === blocked ? entityDisabled(this.#path) : undefined;
  }

  /** Remembers how to close a link that is open now. Returns a function that forgets it. */
  opened(use: "send" | "receive", close: (refusal: Refusal) => void): () => void {
    this.#links[use].add(close);
    return () => this.#links[use].delete(close);
  }

  /** Closes every link, because the entity is gone. */
  closeForGood(refusal: Refusal): void {
    this.#gone = refusal;
    this.#closeAll("send", refusal);
    this.#closeAll("receive", refusal);
  }

  #closeAll(use: "send" | "receive", refusal: Refusal): void {
    const links = [...this.#links[use]];
    this.#links[use].clear();
    for (const close of links) close(refusal);
  }
}
