import type { TestTenant } from "../a-tenant.ts";

/** What a call may need to know: the tenant, ids of its people, and what earlier calls of the list were answered. */
export interface World {
  readonly tenant: TestTenant;
  /** Object id of somebody of the company. */
  id(key: string): string;
  /** Where a subscriber listens. */
  readonly subscriberUrl: string;
  /** The answer to the last call of this route in the list. */
  answerTo(route: string): unknown;
}

export interface EndpointRequest {
  /** From the host on: `/v1.0/users?$top=1`. */
  readonly path: string;
  /** JSON, or a form for sign-in. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One call of a registered endpoint. The calls of a list run in its order against one tenant of their own, signed in
 * with a certificate and with every permission.
 */
export interface EndpointCall {
  /** As registered, with method: `DELETE /v1.0/users/:id`. */
  readonly route: string;
  readonly request: (world: World) => EndpointRequest | Promise<EndpointRequest>;
  /** What the service answers; 200 unless told. Errors are welcome too: their shape is checked. */
  readonly status?: number;
}
