import { z } from "zod";
import type { Book } from "../book.ts";
import { Replica } from "../replica.ts";
import { ManagedDevice } from "./managed-device.ts";

const Content = z.object({ licensed: z.boolean(), devices: z.record(z.string(), z.array(ManagedDevice)) });
type Content = z.infer<typeof Content>;

/** What Intune manages, worked out for each person when it is first asked for. */
export class IntuneBook implements Book<Content> {
  readonly schema = Content;
  /** Whether the tenant has Intune at all. */
  licensed = true;
  /** What lists show, by person. A device that is asked for by its own id is shown as it stands. */
  readonly replica = new Replica<readonly ManagedDevice[]>();
  readonly #devices = new Map<string, readonly ManagedDevice[]>();
  readonly #first: (personId: string) => readonly ManagedDevice[];
  readonly #everyone: () => readonly string[];

  /**
   * @param first what somebody has before anything happened to it
   * @param everyone object ids of all people
   */
  constructor(first: (personId: string) => readonly ManagedDevice[], everyone: () => readonly string[]) {
    this.#first = first;
    this.#everyone = everyone;
  }

  /** The devices of a person as they stand. */
  of(personId: string): readonly ManagedDevice[] {
    const known = this.#devices.get(personId);
    if (known !== undefined) return known;
    const first = this.#first(personId);
    this.#devices.set(personId, first);
    return first;
  }

  /** The devices of a person as lists show them. */
  listed(personId: string): readonly ManagedDevice[] {
    return this.replica.shown(personId, this.of(personId));
  }

  everyone(): readonly string[] {
    return this.#everyone();
  }

  find(id: string): ManagedDevice | undefined {
    const isIt = (device: ManagedDevice) => device.id === id;
    for (const devices of this.#devices.values()) {
      const found = devices.find(isIt);
      if (found !== undefined) return found;
    }
    return this.#everyone()
      .flatMap((personId) => this.of(personId))
      .find(isIt);
  }

  /** Puts the device in the place of the one with its id, or takes that one out. */
  replace(before: ManagedDevice, after: ManagedDevice | undefined): void {
    const devices = this.of(before.userId);
    this.replica.replacing(before.userId, devices);
    const next = devices.flatMap((device) => (device.id === before.id ? (after ?? []) : device));
    this.#devices.set(before.userId, next);
  }

  content(): Content {
    const devices = [...this.#devices].map(([id, list]) => [id, [...list]]);
    return { licensed: this.licensed, devices: Object.fromEntries(devices) };
  }

  restore({ licensed, devices }: Content): void {
    this.licensed = licensed;
    for (const [personId, list] of Object.entries(devices)) this.#devices.set(personId, list);
  }
}
