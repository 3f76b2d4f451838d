import { expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();
const step = "delete-account";
const dayMs = 24 * 3_600_000;
const limit = { breaker: { people: 100, share: 1 }, deletions: { people: 2, share: 0 } };
const free = ["extra0001", "extra0002", "extra0003", "extra0004", "extra0005"];

async function due(product: Product, who: readonly string[], days: number): Promise<void> {
  for (const one of who) {
    product.terminate(one);
    await product.leaver(one).at(step, { end: "plain-deletion", deleteAfterDays: days, approvals: [] });
  }
  await product.run(step);
}

const deleted = (product: Product) =>
  product.tenant.effects().filter(({ operation }) => operation === "delete-user").length;

test("R-09: three deletions are due on one day and two may pass: all three wait for a person, the first one too", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 3), 30);

  await product.pass(30 * dayMs);

  expect(deleted(product)).toBe(0);
  for (const who of free.slice(0, 3)) {
    expect(await product.leaver(who).step(step)).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/More than 2 accounts.*approve "delete-account".*raise "deletions"/),
    });
  }
});

test("R-09: the first of a batch waits as well, although the others come after it", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 3), 30);
  await clock.advance(30 * dayMs);

  const { messageId } = await product.leaver("extra0001").message(step);
  for (const message of product.bus.takeDue((one) => one.messageId === messageId)) await product.take(message);

  expect(await product.leaver("extra0001").step(step)).toMatchObject({ state: "parked" });
  expect(deleted(product)).toBe(0);
});

test("R-09: an approval lets one go, and a policy that lets more pass lets the others go when they are resumed", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 3), 30);
  await product.pass(30 * dayMs);

  await product.leaver("extra0001").approve(step);
  await product.run(step);
  expect(deleted(product)).toBe(1);
  await product.leaver("extra0002").resume();
  await product.run(step);
  expect(deleted(product)).toBe(1);

  product.ports.policy.deletions.people = 3;
  await product.leaver("extra0002").resume();
  await product.leaver("extra0003").resume();
  await product.run(step);
  expect(deleted(product)).toBe(3);
});

test("R-09: resumed on another day, a batch is still a batch", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 3), 30);
  await product.pass(30 * dayMs);
  await product.pass(dayMs);

  for (const who of free.slice(0, 3)) {
    await product.leaver(who).resume();
    await product.run(step);
  }

  expect(deleted(product)).toBe(0);
});

test("R-09: as many as the policy lets pass are deleted without a question, and the next day has a count of its own", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 2), 30);
  await due(product, free.slice(2, 4), 31);

  await product.pass(30 * dayMs);
  expect(deleted(product)).toBe(2);
  await product.pass(dayMs);
  expect(deleted(product)).toBe(4);
});

test("R-09: what came due while nothing ran counts together: an outage does not end in a wave", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 1), 30);
  await due(product, free.slice(1, 2), 31);
  await due(product, free.slice(2, 3), 32);

  await clock.advance(40 * dayMs);
  await product.run(step);

  expect(deleted(product)).toBe(0);
});

test("R-09: a cancelled case counts no more", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, free.slice(0, 3), 30);
  await product.leaver("extra0003").cancel();

  await product.pass(30 * dayMs);

  expect(deleted(product)).toBe(2);
});

test("R-09: the share counts where it is larger than the number", async () => {
  const product = await begin({ people: 5, policy: { ...limit, deletions: { people: 2, share: 0.5 } } });
  await due(product, free.slice(0, 3), 30);

  await product.pass(30 * dayMs);

  expect(deleted(product)).toBe(3);
});

test("R-09: nothing is deleted while the register cannot be read", async () => {
  const product = await begin({ policy: limit, people: 5 });
  await due(product, ["extra0001"], 0);
  expect(deleted(product)).toBe(1);
  const broken = product.another();
  broken.border.beforeCall = (call) => {
    if (call === "deletionDays.upTo") throw new Error("storage is away");
  };
  product.terminate("extra0002");
  await broken.leaver("extra0002").at(step, { end: "plain-deletion", deleteAfterDays: 0, approvals: [] });
  await broken.run(step);
  expect(deleted(product)).toBe(1);
});

test("R-09, R-60: whoever has to approve a deletion is told that it is one of many, and each approval lets one go", async () => {
  const product = await begin({ policy: limit, people: 5 });
  for (const who of free.slice(0, 3)) {
    product.terminate(who);
    await product.leaver(who).at(step, { end: "plain-deletion", deleteAfterDays: 30 });
  }
  await product.run(step);
  await product.pass(30 * dayMs);

  for (const who of free.slice(0, 3))
    expect(await product.leaver(who).step(step)).toMatchObject({ because: expect.stringContaining("More than 2") });
  await product.leaver("extra0003").approve(step);
  await product.run(step);
  expect(deleted(product)).toBe(1);
});
