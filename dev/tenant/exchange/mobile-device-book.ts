import { z } from "zod";
import type { Book } from "../book.ts";
import type { Mailbox } from "../model.ts";
import { Replica } from "../replica.ts";

const Wipe = z.object({
  at: z.number(),
  /** False: the client resets the whole phone. */
  accountOnly: z.boolean(),
  /** When the client said that it has done it; null: not yet. */
  acknowledgedAt: z.number().nullable(),
});

/** A partnership between a mailbox and a mail client (m365-operations 6.3). Replaced as a whole by every change. */
export const MobileDevice = z.object({
  /** `Guid`. */
  id: z.string(),
  deviceId: z.string(),
  model: z.string(),
  /** `native`: the phone's own mail app, over ActiveSync. */
  client: z.enum(["native", "outlook"]),
  /** Switched off, or lost: it never syncs. */
  offline: z.boolean(),
  firstSyncAt: z.number(),
  wipe: Wipe.nullable(),
});
export type MobileDevice = z.infer<typeof MobileDevice>;

const Partnerships = z.object({ devices: z.array(MobileDevice), blockedIds: z.array(z.string()) });
/** The clients of one mailbox, and the device ids that may not connect to it. */
export type Partnerships = z.infer<typeof Partnerships>;

const Content = z.record(z.string(), Partnerships);
type Content = z.infer<typeof Content>;

/** Mail clients of mailboxes, worked out for each when it is first asked for. */
export class MobileDeviceBook implements Book<Content> {
  readonly schema = Content;
  /** What reads show, by mailbox: `mobileDevices`. */
  readonly replica = new Replica<Partnerships>();
  readonly #mailboxes = new Map<string, Partnerships>();
  /** Mailbox of each client that was asked for, by the client's id. */
  readonly #holders = new Map<string, string>();
  readonly #first: (mailbox: Mailbox) => Partnerships;

  /** @param first what a mailbox has before anything happened to it */
  constructor(first: (mailbox: Mailbox) => Partnerships) {
    this.#first = first;
  }

  of(mailbox: Mailbox): Partnerships {
    const known = this.#mailboxes.get(mailbox.exchangeGuid);
    if (known !== undefined) return known;
    const first = this.#first(mailbox);
    this.#keep(mailbox.exchangeGuid, first);
    return first;
  }

  shown(mailbox: Mailbox): Partnerships {
    return this.replica.shown(mailbox.exchangeGuid, this.of(mailbox));
  }

  set(mailbox: Mailbox, partnerships: Partnerships): void {
    this.replica.replacing(mailbox.exchangeGuid, this.of(mailbox));
    this.#mailboxes.set(mailbox.exchangeGuid, partnerships);
  }

  /** `ExchangeGuid` of the mailbox that this client reads; undefined also when nobody asked for its mailbox yet. */
  holderOf(id: string): string | undefined {
    return this.#holders.get(id);
  }

  content(): Content {
    return Object.fromEntries(this.#mailboxes);
  }

  restore(content: Content): void {
    for (const [guid, partnerships] of Object.entries(content)) this.#keep(guid, partnerships);
  }

  #keep(guid: string, partnerships: Partnerships): void {
    this.#mailboxes.set(guid, partnerships);
    for (const { id } of partnerships.devices) this.#holders.set(id, guid);
  }
}
