import { setTimeout as delay } from "node:timers/promises";
import { HttpRequest } from "@azure/functions";
import { describe, expect, test } from "vitest";
import { type GraphAnswerLimits, graphEndpoint } from "../../functions/intake/graph-endpoint.ts";
import { graphLifecycle } from "../../functions/intake/graph-lifecycle.ts";
import { graphNotifications } from "../../functions/intake/graph-notifications.ts";
import { TryLaterError } from "../../shared/domain/errors.ts";
import { instant } from "../../shared/domain/ids.ts";
import { secretHash } from "../../shared/domain/keep-subscription.ts";
import type { SubscriptionState } from "../../shared/domain/ports/subscriptions.ts";
import { MemoryBus } from "../fakes/memory-bus.ts";
import { MemoryInbox } from "../fakes/memory-inbox.ts";

const tenantId = "11111111-1111-4111-8111-111111111111";
const subscriptionId = "22222222-2222-4222-8222-222222222222";
const clientState = "a-secret-that-only-graph-was-given";
const leaverId = "33333333-3333-4333-8333-333333333333";
const at = instant(Date.parse("2026-03-31T12:00:00Z"));
const current = {
  id: subscriptionId,
  secretHash: secretHash(clientState),
  notificationUrl: "https://leaver.example/api/graph/notifications",
  madeAt: at,
  renewedAt: at,
  expiresAt: at,
};

interface Wishes {
  readonly state?: SubscriptionState;
  readonly limits?: GraphAnswerLimits;
}

/** Both addresses with everything around them in memory. */
function anEndpoint({ state = { current }, limits }: Wishes = {}) {
  const inbox = new MemoryInbox();
  const bus = new MemoryBus();
  const logged: Record<string, unknown>[] = [];
  const reads = { count: 0, fail: false };
  const deps = {
    inbox,
    bus,
    tenantId,
    log: (entry: Record<string, unknown>) => logged.push(entry),
    clock: { now: () => at },
    subscriptionStore: {
      async read() {
        reads.count += 1;
        if (reads.fail) throw new TryLaterError("Table Storage did not answer");
        return { state, etag: "1" };
      },
    },
    ...(limits && { limits }),
  };
  return { inbox, bus, logged, reads, notify: graphNotifications(deps), lifecycle: graphLifecycle(deps), deps };
}

function item(changes: object = {}) {
  return {
    id: "44444444-4444-4444-8444-444444444444",
    subscriptionId,
    clientState,
    tenantId,
    changeType: "updated",
    resource: `Users/${leaverId}`,
    resourceData: { "@odata.type": "#Microsoft.Graph.User", id: leaverId, sequenceNumber: 638_000_000_128 },
    ...changes,
  };
}

function post(body: unknown, more: { method?: string; query?: Record<string, string>; type?: string } = {}) {
  const { method = "POST", query = {}, type = "application/json; charset=utf-8" } = more;
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const url = "https://leaver.example/api/graph/notifications";
  return new HttpRequest({ method, url, query, headers: { "content-type": type }, body: { bytes } });
}

const value = (...items: readonly object[]) => post({ value: items });

describe("the handshake (RULE 10)", () => {
  test.each(["notify", "lifecycle"] as const)("%s gives the token back as text and nothing else", async (address) => {
    const here = anEndpoint();
    const validationToken = "Validation: Testing client application reachability for subscription Request-Id: 1&2=3%4";

    const answer = await here[address](post("", { query: { validationToken }, type: "text/plain" }));

    expect(answer).toEqual({
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
      body: validationToken,
    });
    expect(here.reads.count, "nothing is looked up for it").toBe(0);
    expect(here.inbox.stored).toEqual([]);
  });

  test("a hostile token is no page", async () => {
    const validationToken = "<script>alert(1)</script>";

    const { body } = await anEndpoint().notify(post("", { query: { validationToken } }));

    expect(body).toBe("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test.each(["", "x".repeat(2_049)])("a token of no length or too much is refused", async (validationToken) => {
    expect((await anEndpoint().notify(post("", { query: { validationToken } }))).status).toBe(400);
  });
});

describe("a notification", () => {
  test("is stored as one row, announced, and answered with 202", async () => {
    const { inbox, bus, notify, logged } = anEndpoint();

    expect(await notify(value(item()))).toEqual({ status: 202 });

    expect(inbox.stored).toMatchObject([
      { events: [{ source: "directory", kind: "account.changed", leaverId, by: "notification", receivedAt: at }] },
    ]);
    expect(bus.sent).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  test("R-07: `deleted` is the end for good", async () => {
    const { inbox, notify } = anEndpoint();

    await notify(value(item({ changeType: "deleted" })));

    expect(inbox.stored).toMatchObject([{ events: [{ kind: "account.purged" }] }]);
  });

  test("told again is the same row, through another subscription too; another change is another one", async () => {
    const making = { secretHash: secretHash("the-next-secret"), at };
    const { inbox, notify } = anEndpoint({ state: { current, making } });
    const next = { subscriptionId: "55555555-5555-4555-8555-555555555555", clientState: "the-next-secret", id: "6" };
    const { resourceData } = item();

    await notify(value(item(), item()));
    await notify(value(item({ id: "told once more" })));
    await notify(value(item(next)));
    expect(inbox.stored).toHaveLength(1);

    await notify(value(item({ resourceData: { ...resourceData, sequenceNumber: 638_000_000_256 } })));
    expect(inbox.stored).toHaveLength(2);
  });

  test("many at once share rows, and none is lost", async () => {
    const { inbox, notify } = anEndpoint();
    const ids = Array.from({ length: 250 }, (_, index) => `33333333-3333-4333-8333-${String(index).padStart(12, "0")}`);

    await notify(value(...ids.map((id) => item({ resourceData: { id, sequenceNumber: 1 } }))));

    expect(inbox.stored.length).toBeLessThanOrEqual(40);
    const told = inbox.stored.flatMap(({ events }) =>
      events.map((event) => ("leaverId" in event ? event.leaverId : "")),
    );
    expect(new Set(told)).toEqual(new Set(ids));
  });

  test("the path in the body is never used, and neither is an id that is none", async () => {
    const { inbox, notify, logged } = anEndpoint();

    await notify(value(item({ resourceData: { id: "../organization", sequenceNumber: 1 } })));
    await notify(value(item({ resource: "Users/somebody-else" })));

    expect(inbox.stored).toMatchObject([{ events: [{ leaverId }] }]);
    expect(logged).toMatchObject([{ event: "graph-notification-dropped", security: true, because: "malformed" }]);
  });
});

describe("what Graph did not send for our subscription (section 5.3)", () => {
  test.each([
    ["client-state", { clientState: "guessed" }],
    ["client-state", { clientState: "" }],
    ["unknown-subscription", { subscriptionId: "99999999-9999-4999-8999-999999999999" }],
    ["other-tenant", { tenantId: "99999999-9999-4999-8999-999999999999" }],
    ["malformed", { clientState: null }],
    ["malformed", { tenantId: undefined }],
    ["malformed", { subscriptionId: 7 }],
    ["malformed", { changeType: "created" }],
    ["malformed", { resourceData: null }],
  ])("%s: dropped with a security event, answered with 202, and nothing is stored", async (because, changes) => {
    const { inbox, bus, notify, logged } = anEndpoint();

    expect(await notify(value(item(changes)))).toEqual({ status: 202 });

    expect(inbox.stored).toEqual([]);
    expect(bus.sent).toEqual([]);
    expect(logged).toEqual([{ event: "graph-notification-dropped", security: true, because, items: 1 }]);
  });

  test("without a subscription nothing is taken", async () => {
    const { inbox, notify, logged } = anEndpoint({ state: {} });

    expect((await notify(value(item()))).status).toBe(202);

    expect(inbox.stored).toEqual([]);
    expect(logged).toMatchObject([{ because: "unknown-subscription" }]);
  });

  test("one that is being made is known by its secret, before its id is known here", async () => {
    const { inbox, notify } = anEndpoint({ state: { making: { secretHash: secretHash(clientState), at } } });

    await notify(value(item(), item({ clientState: "guessed", id: "other", resourceData: { id: leaverId } })));

    expect(inbox.stored).toHaveLength(1);
  });

  test("every item of a body is judged alone", async () => {
    const { inbox, notify, logged } = anEndpoint();

    await notify(value(item({ clientState: "guessed" }), item(), item({ tenantId: "x" }), item({ tenantId: "y" })));

    expect(inbox.stored).toHaveLength(1);
    expect(logged).toMatchObject([
      { because: "client-state", items: 1 },
      { because: "other-tenant", items: 2 },
    ]);
  });

  test("the secret is in no log line and no row", async () => {
    const { inbox, notify, logged } = anEndpoint();

    await notify(value(item(), item({ tenantId: "x" })));

    expect(JSON.stringify([logged, inbox.stored])).not.toContain(clientState);
  });
});

describe("an answer that is no 202 (RULE 1)", () => {
  test.each([
    ["not JSON", post("{ not json"), 400],
    ["no list", post({ value: {} }), 400],
    ["another type", post("a=b", { type: "application/x-www-form-urlencoded" }), 400],
    ["too large", post("x".repeat(262_145)), 413],
    ["read", post("", { method: "GET" }), 405],
    ["replaced", post({ value: [] }, { method: "PUT" }), 405],
  ])("%s", async (_, request, status) => {
    const { inbox, notify } = anEndpoint();

    const answer = await notify(request);

    expect(answer.status).toBe(status);
    expect(inbox.stored).toEqual([]);
    if (status === 405) expect(answer.headers).toMatchObject({ allow: "POST" });
  });

  test("storage that is away has Graph come again, whichever part of it is", async () => {
    const { inbox, reads, notify } = anEndpoint();
    reads.fail = true;
    expect(await notify(value(item()))).toMatchObject({ status: 503, headers: { "retry-after": "60" } });

    reads.fail = false;
    inbox.beforeStore = async () => {
      throw new TryLaterError("Table Storage did not answer");
    };
    expect((await notify(value(item()))).status).toBe(503);
  });

  test("storage that is slow is not waited for longer than Graph waits", async () => {
    const { inbox, notify } = anEndpoint({ limits: { storeMs: 50, sendMs: 50 } });
    inbox.beforeStore = async () => await delay(400);

    expect((await notify(value(item()))).status).toBe(503);
  });

  test("a broker that is slow costs no answer its second", async () => {
    const { bus, notify, logged } = anEndpoint();
    bus.beforeSend = async () => await delay(5_000, undefined, { ref: false });
    const startedAt = performance.now();

    expect((await notify(value(item()))).status).toBe(202);

    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(logged).toMatchObject([{ event: "graph-notifications-wait-for-sweep" }]);
  });
});

describe("a lifecycle event (section 5.5)", () => {
  test.each([
    ["reauthorizationRequired", "subscription.reauthorize"],
    ["subscriptionRemoved", "subscription.removed"],
    ["missed", "subscription.missed"],
  ])("%s is stored once a minute", async (lifecycleEvent, kind) => {
    const { inbox, lifecycle } = anEndpoint();

    await lifecycle(value({ subscriptionId, tenantId, clientState, lifecycleEvent }));
    await lifecycle(value({ subscriptionId, tenantId, clientState, lifecycleEvent }));

    expect(inbox.stored).toMatchObject([{ events: [{ source: "directory", kind, receivedAt: at }] }]);
  });

  test("one that nobody knows, or that Graph did not send, does nothing", async () => {
    const { inbox, lifecycle, logged } = anEndpoint();

    await lifecycle(value({ subscriptionId, tenantId, clientState, lifecycleEvent: "exploded" }));
    await lifecycle(value({ subscriptionId, tenantId, clientState: "guessed", lifecycleEvent: "missed" }));

    expect(inbox.stored).toEqual([]);
    expect(logged).toMatchObject([{ because: "malformed" }, { because: "client-state" }]);
  });

  test("an endpoint takes what its reader finds, and nothing else", async () => {
    const { inbox, deps } = anEndpoint();

    await graphEndpoint(() => undefined, deps)(value(item()));

    expect(inbox.stored).toEqual([]);
  });
});
