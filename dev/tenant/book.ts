import type { z } from "zod";

/** What one area of the tenant knows. The state file keeps `content()` across restarts and gives it back to `restore`. */
export interface Book<Content = unknown> {
  /** Shape of the content, as JSON. Another shape than an older file has: give it a default. */
  readonly schema: z.ZodType<Content>;
  content(): Content;
  /** Called at most once, before anybody moves in. Without a file it is not called at all. */
  restore(content: Content): void;
}
