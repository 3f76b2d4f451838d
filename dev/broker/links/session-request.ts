import type { Sender } from "rhea";
import { z } from "zod";

/** The source filter by which a receiver asks for a session. */
export const SESSION_FILTER = "com.microsoft:session-filter";

const TIMEOUT = "com.microsoft:timeout";
/** How long the real service waits for a session when the receiver does not say. */
const DEFAULT_WAIT_MS = 65_000;

/** What a receiver wants. */
export interface SessionRequest {
  /** Undefined asks for any session with messages. */
  readonly id: string | undefined;
  /** How long to wait for any session. */
  readonly waitMs: number;
}

// Some clients describe the filter by its own name; the value is what counts.
const Id = z.union([z.string(), z.object({ value: z.string().nullish() }).transform(({ value }) => value)]).nullish();
const Filter = z.object({ [SESSION_FILTER]: Id });
const Properties = z.object({ [TIMEOUT]: z.number().positive().default(DEFAULT_WAIT_MS) }).prefault({});

/** The session that a receiving link asks for; undefined when it asks for none. */
export function sessionRequest(link: Sender): SessionRequest | undefined {
  const filter: unknown = link.source?.filter;
  if (typeof filter !== "object" || filter === null || !(SESSION_FILTER in filter)) return undefined;
  const id = Filter.parse(filter)[SESSION_FILTER] ?? undefined;
  const properties = Properties.safeParse(link.properties ?? {});
  return { id, waitMs: properties.success ? properties.data[TIMEOUT] : DEFAULT_WAIT_MS };
}
