import type { Bus, OutgoingMessage } from "../../shared/domain/ports/bus.ts";

/** The broker in memory. `beforeSend` may wait or throw, to play a slow or an absent broker. */
export class MemoryBus implements Bus {
  readonly #sent: OutgoingMessage[] = [];
  beforeSend: () => Promise<void> = async () => undefined;

  /** Everything that was sent, oldest first, without duplicate detection. */
  get sent(): readonly OutgoingMessage[] {
    return this.#sent;
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    await this.beforeSend();
    this.#sent.push(...messages);
  }
}
