import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { z } from "zod";

const WRITE_AFTER_MS = 250;

/** A file of the local stack cannot be read. The message names it and says what to do about it. */
export class JsonFileError extends Error {
  override readonly name = "JsonFileError";
}

/**
 * What one part of the local stack keeps across restarts, as JSON. A process that is killed may forget what happened in
 * the last 250 ms, one that ends with `write` forgets nothing.
 */
export class JsonFile<Content> {
  readonly #path: string;
  readonly #schema: z.ZodType<Content>;
  readonly #content: () => Content;
  #timer: NodeJS.Timeout | undefined;

  /** @param content called for every write */
  constructor(path: string, schema: z.ZodType<Content>, content: () => Content) {
    this.#path = path;
    this.#schema = schema;
    this.#content = content;
  }

  /** What was kept; undefined when there is no file. @throws {JsonFileError} no JSON, or of another shape */
  read(): Content | undefined {
    if (!existsSync(this.#path)) return undefined;
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(this.#path, "utf8"));
    } catch (error) {
      throw this.#unusable("it is not JSON", error);
    }
    const content = this.#schema.safeParse(json);
    if (content.success) return content.data;
    const [issue] = content.error.issues;
    throw this.#unusable(`at ${issue?.path.join(".") || "its top"}: ${issue?.message}`, content.error);
  }

  /** Writes soon: at most once in 250 ms, however often this is called. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.write(), WRITE_AFTER_MS);
  }

  /** Writes now. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Another name first, so that a crash in the middle leaves the last complete file.
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(this.#content(), undefined, 2)}\n`);
    renameSync(`${this.#path}.new`, this.#path);
  }

  #unusable(because: string, cause: unknown): JsonFileError {
    const remedy =
      "Delete its folder to start afresh, or the file alone to forget only what it keeps: the parts may then disagree.";
    const message = `${this.#path} is damaged or was written by another version (${because}). ${remedy}`;
    return new JsonFileError(message, { cause });
  }
}
