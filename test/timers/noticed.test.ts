import { expect, test } from "vitest";
import { deleteUser, purgeUser, restoreUser } from "../../dev/tenant/deletion/changes.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";
import { aWatch, type Watch } from "./a-watch.ts";

const begin = aProduct();
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A product that has watched for a while, with its subscription made and its place taken. */
async function watching(): Promise<{ product: Product; watch: Watch }> {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await watch.heard();
  await clock.advance(minuteMs);
  return { product, watch };
}

function deleteAtPortal({ tenant }: Product, who: string): void {
  deleteUser(tenant.state, tenant.state.person(who), "hand");
}

/** How often each thing stands in the history of the person's case. */
async function opened(product: Product, who: string): Promise<number> {
  return (await product.leaver(who).history()).filter((what) => what === "case.opened").length;
}

test("REQ-41, R-07: a deletion at the portal is told as an update, and opens the case of its retention", async () => {
  const { product, watch } = await watching();

  deleteAtPortal(product, "clara");
  await watch.heard();

  const record = await product.leaver("clara").record();
  expect(record).toMatchObject({
    kind: "retention",
    source: "directory",
    userType: "member",
  });
  expect(record.settings?.end).toBe("plain-deletion");
  expect(await product.leaver("clara").events()).toContain("case.opened");
  expect(await product.leaver("clara").faults()).toEqual([]);
});

test("REQ-51: an account that is only disabled, renamed or used opens nothing", async () => {
  const { product, watch } = await watching();
  const person = product.tenant.state.person("clara");

  await product.ports.directory.revokeSessions(product.leaver("clara").id);
  await product.ports.tenant.directory.blockSignIn(product.leaver("clara").id);
  await watch.heard();
  await watch.delta();
  await product.run();

  expect(person.accountEnabled).toBe(false);
  expect(product.tenant.notifier.log.length).toBeGreaterThan(0);
  expect(await product.caseIds()).toEqual([]);
  expect((await product.deliveries()).every(({ bucket }) => bucket === undefined || bucket === "refused")).toBe(true);
});

test("R-08: notifications are lost for days, and the delta query finds what they did not tell", async () => {
  const { product, watch } = await watching();
  product.tenant.notifier.disorder({ drop: 1 });
  await clock.advance(3 * dayMs);
  deleteAtPortal(product, "clara");
  await clock.advance(2 * dayMs);

  await watch.heard();
  expect(await product.caseIds()).toEqual([]);
  await watch.delta();
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("the same deletion told by two notifications and a delta query is one case with one opening", async () => {
  const { product, watch } = await watching();
  product.tenant.notifier.disorder({ duplicate: 1 });

  deleteAtPortal(product, "clara");
  await watch.heard();
  await watch.delta();
  await product.run();
  await clock.advance(20 * minuteMs);
  await watch.delta();
  await product.run();

  expect(await product.caseIds()).toHaveLength(1);
  expect(await opened(product, "clara")).toBe(1);
  const buckets = (await product.deliveries()).flatMap(({ bucket }) => (bucket === undefined ? [] : [bucket]));
  expect(buckets.filter((bucket) => bucket === "opened")).toHaveLength(1);
});

test("told by a notification and by delta queries of two processes at once, it is one case", async () => {
  const { product, watch } = await watching();
  const other = product.another();
  const second = await aWatch(other);
  deleteAtPortal(product, "clara");

  await Promise.all([watch.delta(), second.delta(), watch.heard()]);
  await Promise.all([product.run(), other.run()]);

  expect(await product.caseIds()).toHaveLength(1);
  expect(await opened(product, "clara")).toBe(1);
  expect(await product.leaver("clara").faults()).toEqual([]);
});

test("an account that comes back within its 30 days ends the case, and other systems are told", async () => {
  const { product, watch } = await watching();
  deleteAtPortal(product, "clara");
  await watch.heard();
  await clock.advance(3 * dayMs);

  restoreUser(product.tenant.state, product.tenant.state.person("clara"), {}, "hand");
  await watch.heard();

  expect(await product.leaver("clara").record()).toMatchObject({
    status: "cancelled",
    because: "the account was restored elsewhere: nothing is left to retain",
  });
  expect(await product.leaver("clara").events()).toContain("case.account-restored-elsewhere");
});

test("R-08: that it came back is found by the delta query, when no notification tells", async () => {
  const { product, watch } = await watching();
  deleteAtPortal(product, "clara");
  await watch.heard();
  product.tenant.notifier.disorder({ drop: 1 });
  await clock.advance(3 * dayMs);
  await watch.delta();
  restoreUser(product.tenant.state, product.tenant.state.person("clara"), {}, "hand");

  await watch.delta();
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ status: "cancelled" });
});

test("deleted, restored and deleted again: two deletions are two cases, the second follows the first", async () => {
  const { product, watch } = await watching();
  deleteAtPortal(product, "clara");
  await watch.heard();
  const first = await product.leaver("clara").record();
  await clock.advance(dayMs);
  restoreUser(product.tenant.state, product.tenant.state.person("clara"), {}, "hand");
  await watch.heard();
  await clock.advance(dayMs);
  deleteAtPortal(product, "clara");
  await watch.heard();

  const second = await product.leaver("clara").record();
  expect(second).toMatchObject({ kind: "retention", follows: first.caseId });
  expect(await product.caseIds()).toHaveLength(2);
});

test("an account that is gone for good before anybody heard of it opens nothing, and is logged", async () => {
  const { product, watch } = await watching();
  const clara = product.tenant.state.person("clara");
  product.tenant.notifier.disorder({ drop: 1 });
  deleteAtPortal(product, "clara");
  purgeUser(product.tenant.state, clara, Date.now(), "hand");

  await watch.delta();
  await product.run();

  expect(await product.caseIds()).toEqual([]);
  expect(watch.logged("account-purged-without-case")).toHaveLength(1);
});

test("P7: nobody follows a protected account, and security is told", async () => {
  const product = await begin({ policy: { protected: [(await begin()).leaver("clara").id] } });
  const watch = await aWatch(product);
  await watch.subscriptions();

  deleteAtPortal(product, "clara");
  await watch.heard();

  expect(await product.caseIds()).toEqual([]);
  expect(watch.logged("security-protected-account-deleted")).toHaveLength(1);
});

test("P1: a notification whose message was lost is found by the sweep", async () => {
  const { product, watch } = await watching();
  product.bus.beforeSend = async () => {
    throw new Error("the broker is away");
  };
  deleteAtPortal(product, "clara");
  await watch.heard();
  product.bus.beforeSend = async () => undefined;
  expect(await product.caseIds()).toEqual([]);

  await clock.advance(2 * minuteMs);
  await product.sweep();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("section 5.3: forged notifications are answered over a real socket, read nothing at the tenant and store nothing", async () => {
  const { product, watch } = await watching();
  const [subscription] = product.tenant.state.subscriptions.all();
  deleteAtPortal(product, "clara");
  await watch.heard();
  const before = { rows: await product.deliveries(), requests: product.tenant.requests().length };
  const genuine = {
    subscriptionId: subscription?.id,
    clientState: subscription?.clientState,
    tenantId: product.tenant.tenantId,
    changeType: "updated",
    resourceData: { id: product.leaver("ben").id, sequenceNumber: 1 },
  };
  const forged = [
    { ...genuine, clientState: "guessed" },
    { ...genuine, subscriptionId: "99999999-9999-4999-8999-999999999999" },
    { ...genuine, tenantId: "99999999-9999-4999-8999-999999999999" },
  ];

  for (const item of forged) {
    const answer = await fetch(`${watch.origin}/api/graph/notifications`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ value: [item] }),
    });
    expect(answer.status).toBe(202);
  }
  await product.run();

  expect(await product.deliveries()).toEqual(before.rows);
  expect(product.tenant.requests()).toHaveLength(before.requests);
  expect(watch.logged("graph-notification-dropped")).toMatchObject([
    { security: true, because: "client-state" },
    { security: true, because: "unknown-subscription" },
    { security: true, because: "other-tenant" },
  ]);
});
