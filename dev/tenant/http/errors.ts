import { randomUUID } from "node:crypto";
import { type Answer, Refusal } from "./exchange.ts";

/** A Graph error body with the service's casing (m365-operations 2.4). */
export function graphError(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): Answer & { readonly body: { readonly error: Readonly<Record<string, unknown>> } } {
  const requestId = randomUUID();
  const date = new Date().toISOString().slice(0, 19);
  const innerError = { date, "request-id": requestId, "client-request-id": requestId };
  return { status, ...(headers && { headers }), body: { error: { code, message, innerError } } };
}

export function refuse(status: number, code: string, message: string): never {
  throw new Refusal(graphError(status, code, message));
}

/** 404 of the directory, with its wording. */
export function noSuchResource(id: string): never {
  return refuse(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** 403: permission or role is missing, or the target is protected. */
export function deny(): never {
  return refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

/** 400 for what Active Directory masters. */
export function masteredOnPremises(): never {
  return refuse(
    400,
    "Request_BadRequest",
    "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
  );
}

const names: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["Request_BadRequest", "Invalid request."],
  401: ["InvalidAuthenticationToken", "Access token has expired or is not yet valid."],
  403: ["Authorization_RequestDenied", "Insufficient privileges to complete the operation."],
  404: [
    "Request_ResourceNotFound",
    "Resource does not exist or one of its queried reference-property objects are not present.",
  ],
  409: [
    "Directory_ConcurrencyViolation",
    "A conflicting object with one or more of the specified property values is present in the directory.",
  ],
  429: [
    "TooManyRequests",
    "You have reached the maximum number of concurrent requests per tenant. Please wait and try again",
  ],
  500: ["InternalServerError", "Internal server error."],
  502: ["BadGateway", "Bad gateway."],
  503: ["ServiceUnavailable", "Service temporarily unavailable. Please try again later."],
  504: ["GatewayTimeout", "The server did not respond in time."],
};

/** The body for a status that a fault rule orders; `Retry-After` in seconds, or none as some services do. */
export function faultAnswer(status: number, retryAfterSeconds: number | undefined): Answer {
  const [code, message] = names[status] ?? ["UnknownError", "Unknown error."];
  const headers = retryAfterSeconds === undefined ? undefined : { "retry-after": String(retryAfterSeconds) };
  return graphError(status, code, message, headers);
}
