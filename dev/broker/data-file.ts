import { JsonFile } from "../json-file.ts";
import { Content } from "./data/content.ts";
import { putContent } from "./data/put-content.ts";
import { takeContent } from "./data/take-content.ts";
import type { Entities } from "./namespace/entities.ts";

/**
 * Keeps the messages of a broker across restarts: see `JsonFile` for when they are written. Locks do not outlive the
 * broker; a locked message is ready again, with its delivery counted.
 */
export class DataFile {
  readonly #file: JsonFile<Content>;
  #entities: Entities | undefined;

  constructor(path: string) {
    this.#file = new JsonFile(path, Content, () => (this.#entities === undefined ? {} : takeContent(this.#entities)));
  }

  /** Fills the entities, and keeps them from now on. */
  load(entities: Entities): void {
    putContent(entities, this.#file.read() ?? {});
    this.keep(entities);
  }

  /** Keeps these entities from now on, in place of others. */
  keep(entities: Entities): void {
    this.#entities = entities;
  }

  changed(): void {
    this.#file.changed();
  }

  close(): void {
    this.#file.write();
  }
}
