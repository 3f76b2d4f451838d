import { noSuchResource, refuse } from "../http/errors.ts";
import type { TenantState } from "../state.ts";
import type { Subscription } from "./subscription-book.ts";

/** The longest life of a subscription for users: 41,760 minutes. */
const longestMs = 41_760 * 60_000;
/** The clocks of caller and service may differ, and the call takes its time. */
const skewMs = 60_000;
const longestClientState = 128;

/** What a caller asks for, checked. */
export type Wanted = Omit<Subscription, "id" | "challengedAt" | "silent">;

export function newSubscription(id: string, wanted: Wanted): Subscription {
  return { ...wanted, id, challengedAt: null, silent: false };
}

/** What the body of a new subscription asks for, or a refusal. */
export function wantedIn(state: TenantState, body: Readonly<Record<string, unknown>>): Wanted {
  const { resource, changeType, clientState = null, latestSupportedTlsVersion = "v1_2" } = body;
  if (typeof resource !== "string" || resource === "") return invalid("The resource is missing.");
  if (clientState !== null && (typeof clientState !== "string" || clientState.length > longestClientState)) {
    return invalid(`The clientState has more than ${longestClientState} characters.`);
  }
  if (typeof latestSupportedTlsVersion !== "string" || !/^v1_[23]$/.test(latestSupportedTlsVersion)) {
    return invalid("The TLS version is not supported.");
  }
  return {
    resource,
    personId: personIn(state, resource),
    changeTypes: changeTypesIn(changeType),
    notificationUrl: urlIn(body.notificationUrl, "notificationUrl"),
    lifecycleNotificationUrl:
      body.lifecycleNotificationUrl === undefined || body.lifecycleNotificationUrl === null
        ? null
        : urlIn(body.lifecycleNotificationUrl, "lifecycleNotificationUrl"),
    clientState,
    latestSupportedTlsVersion,
    expiresAt: expiryIn(body.expirationDateTime),
  };
}

/** When the subscription shall end, in epoch milliseconds. */
export function expiryIn(value: unknown): number {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return invalid("The expirationDateTime is missing or no date.");
  if (at <= Date.now()) return invalid("The expirationDateTime has passed.");
  if (at > Date.now() + longestMs + skewMs) {
    return invalid(`Subscription expiration can only be ${longestMs / 60_000} minutes in the future.`);
  }
  return at;
}

function personIn(state: TenantState, resource: string): string | null {
  const [, id] = /^\/?users(?:\/([^/]+))?$/i.exec(resource) ?? invalid(`The resource ${resource} is not simulated.`);
  if (id === undefined) return null;
  return (state.people.named(id) ?? noSuchResource(id)).id;
}

/** For users there is no `created`: a new account is an update. */
function changeTypesIn(value: unknown): Subscription["changeTypes"] {
  const names = typeof value === "string" ? value.split(",").map((name) => name.trim()) : [];
  const known = (["updated", "deleted"] as const).filter((type) => names.includes(type));
  if (names.length === 0 || known.length < names.length) {
    return invalid(`The changeType ${String(value)} is not supported for users.`);
  }
  return known;
}

/** HTTPS, as the service asks for; plain HTTP on this machine only. */
function urlIn(value: unknown, property: string): string {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url?.hostname === "localhost" || url?.hostname === "127.0.0.1";
  if (url === undefined || !(url.protocol === "https:" || (url.protocol === "http:" && isLocal))) {
    return invalid(`The ${property} is missing or no HTTPS address.`);
  }
  return url.href;
}

function invalid(message: string): never {
  return refuse(400, "InvalidRequest", message);
}
