import { z } from "zod";
import type { Refusal } from "../../amqp/refusal.ts";
import type { Entity } from "../../namespace/entity.ts";

export interface ManagementRequest {
  readonly entity: Entity;
  readonly body: unknown;
  /** The receiving link on whose behalf the client asks, when it says so. */
  readonly linkName: string | undefined;
}

export type ManagementResult = { readonly status: 200 | 204; readonly body?: unknown } | { readonly refusal: Refusal };

/** One operation of a `$management` node. A body that cannot be read may throw; the caller refuses the request. */
export type ManagementOperation = (request: ManagementRequest) => ManagementResult;

/** An AMQP long as rhea decodes it: a number, or eight bytes when it is beyond 2^53. */
export const Long = z
  .union([z.number(), z.instanceof(Buffer).transform((bytes) => Number(bytes.readBigInt64BE(0)))])
  .pipe(z.number().int());
