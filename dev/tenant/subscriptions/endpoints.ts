import { randomUUID } from "node:crypto";
import { entity, page, seconds } from "../graph/shape.ts";
import { userReaders } from "../graph/users.ts";
import { refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { clientId } from "../ids.ts";
import type { TenantState } from "../state.ts";
import { expiryIn, newSubscription, type Wanted, wantedIn } from "./new-subscription.ts";
import type { Notifier } from "./notifier.ts";
import { handshakeProblem } from "./subscriber.ts";
import type { Subscription } from "./subscription-book.ts";

/** Subscriptions for directory resources that one application may have in one tenant. */
const quota = 100;
const expiryDue = "expire-subscription";
const challengeDue = "challenge-subscription";

/** Change notifications for users: subscribe, renew, list, end (m365-operations 3.1). */
export function addSubscriptions(routes: Routes, state: TenantState, notifier: Notifier): void {
  state.schedule.handle(expiryDue, (id) => state.subscriptions.remove(id));
  state.schedule.handle(challengeDue, (id) => {
    const subscription = state.subscriptions.find(id);
    if (subscription !== undefined) notifier.lifecycle(subscription, "reauthorizationRequired");
  });

  routes.add("POST", "/v1.0/subscriptions", userReaders, (call) => create(state, notifier, call));
  routes.add("GET", "/v1.0/subscriptions", userReaders, (call) =>
    page(call, "subscriptions", state.subscriptions.all().map(show)),
  );
  routes.add("GET", "/v1.0/subscriptions/:id", userReaders, (call) =>
    entity(call, "subscriptions/$entity", show(subscriptionAt(state, call))),
  );
  routes.add("PATCH", "/v1.0/subscriptions/:id", userReaders, (call) => renew(state, notifier, call));
  routes.add("DELETE", "/v1.0/subscriptions/:id", userReaders, (call) => {
    endSubscription(state, subscriptionAt(state, call));
    return { status: 204 };
  });
  routes.add("POST", "/v1.0/subscriptions/:id/reauthorize", userReaders, (call) => {
    keep(state, { ...subscriptionAt(state, call), challengedAt: null });
    return { status: 204 };
  });
}

/** Takes it out, with everything that was on its way to it. */
export function endSubscription(state: TenantState, { id }: Subscription): void {
  state.schedule.cancel(expiryDue, id);
  state.schedule.cancel(challengeDue, id);
  state.subscriptions.remove(id);
}

async function create(state: TenantState, notifier: Notifier, call: RoutedCall): Promise<Answer> {
  const wanted = wantedIn(state, asObject(call.body));
  if (state.subscriptions.all().length >= quota) {
    refuse(403, "Forbidden", `The limit of ${quota} subscriptions of the application in this tenant is reached.`);
  }
  await shakeHands(notifier, wanted);
  const subscription = newSubscription(randomUUID(), wanted);
  keep(state, subscription);
  return { ...entity(call, "subscriptions/$entity", show(subscription)), status: 201 };
}

/** Both places have to answer, also where they are the same. */
async function shakeHands(notifier: Notifier, { notificationUrl, lifecycleNotificationUrl }: Wanted): Promise<void> {
  for (const url of [notificationUrl, lifecycleNotificationUrl]) {
    const problem = url === null ? undefined : await handshakeProblem(url, notifier.stopped);
    if (problem !== undefined) {
      refuse(400, "ValidationError", `Subscription validation request failed. ${problem}`);
    }
  }
}

async function renew(state: TenantState, notifier: Notifier, call: RoutedCall): Promise<Answer> {
  const subscription = subscriptionAt(state, call);
  const { expirationDateTime, notificationUrl = subscription.notificationUrl, ...others } = asObject(call.body);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) refuse(400, "InvalidRequest", `Property ${unknown} cannot be updated.`);
  const expiresAt = expirationDateTime === undefined ? subscription.expiresAt : expiryIn(expirationDateTime);
  if (typeof notificationUrl !== "string") return refuse(400, "InvalidRequest", "notificationUrl is invalid.");
  if (notificationUrl !== subscription.notificationUrl) {
    await shakeHands(notifier, { ...subscription, notificationUrl });
  }
  const renewed = { ...subscription, notificationUrl, expiresAt, challengedAt: null };
  keep(state, renewed);
  return entity(call, "subscriptions/$entity", show(renewed));
}

function keep(state: TenantState, subscription: Subscription): void {
  state.subscriptions.put(subscription);
  const { id, expiresAt, lifecycleNotificationUrl } = subscription;
  state.schedule.at(expiresAt, expiryDue, id);
  // Twelve hours before the end, or after three quarters of a short life.
  const challengeAt = Math.max(expiresAt - 12 * 3_600_000, expiresAt - (expiresAt - Date.now()) / 4);
  if (lifecycleNotificationUrl !== null) state.schedule.at(challengeAt, challengeDue, id);
}

function subscriptionAt(state: TenantState, call: RoutedCall): Subscription {
  const found = state.subscriptions.find(call.params.id ?? "");
  return found ?? refuse(404, "ResourceNotFound", "The object was not found.");
}

/** As the service shows it: what the subscriber recognises notifications by is not given back. */
function show(subscription: Subscription): Record<string, unknown> {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: clientId,
    changeType: subscription.changeTypes.join(","),
    clientState: null,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    expirationDateTime: seconds(subscription.expiresAt),
    creatorId: clientId,
    includeResourceData: null,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}
