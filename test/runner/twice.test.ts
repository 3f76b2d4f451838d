import { describe, expect, test } from "vitest";
import type { MessageBody } from "../../shared/domain/ports/bus.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();
const once = ["block-sign-in", "revoke-sessions", "reset-password", "block-mail-protocols", "disable-devices"] as const;

describe.each(once)("P3: %s has its effect once", (name) => {
  test("although the message arrives twice, one after another", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(name);
    const { body } = await anna.message(name);
    await product.run(name);
    const first = [anna.effects(), await anna.history()];

    await product.deliver(body);
    await product.another().deliver(body);

    expect([anna.effects(), await anna.history()]).toEqual(first);
    expect(new Set(anna.effects()).size).toBe(1);
  });

  test.each([
    ["in one process", false],
    ["in two processes", true],
  ])("although the message arrives twice at the same time %s", async (_, two) => {
    const product = await begin();
    const calm = await product.leaver("ben").at(name);
    await product.run(name);
    const anna = await product.leaver("anna").at(name);
    const { body } = await anna.message(name);
    const second = two ? product.another() : product;

    await Promise.all([product.deliver(body), second.deliver(body), second.deliver(body)]);
    await product.pass(61_000, name);

    expect(anna.effects()).toEqual(calm.effects());
    expect((await anna.step(name)).state).toBe("done");
    expect(await anna.history()).toEqual(["case.opened", "step.intended", "step.done"]);
    expect(await anna.faults()).toEqual([]);
  });
});

test("a second delivery that looks after the first has changed records a change, not that there was nothing to do", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("block-sign-in");
  const { body } = await anna.message("block-sign-in");
  const changed = Promise.withResolvers<void>();
  const [first, second] = [product.another(), product.another()];
  first.border.diesAt = (crossing) => {
    if (crossing === "after directory.blockSignIn") changed.resolve();
    return crossing === "after directory.blockSignIn";
  };
  second.border.beforeCall = async (call) => (call === "directory.account" ? await changed.promise : undefined);

  const late = second.deliver(body);
  await Promise.race([first.deliver(body), first.border.death]);
  await late;

  expect((await anna.step("block-sign-in")).state).toBe("done");
});

/** A process that stands still between its announcement and its change, until it is woken. */
async function standingStill(product: Product, body: MessageBody) {
  const process = product.another();
  const [announced, awake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  process.border.afterCall = async (call) => {
    if (call !== "ledger.commit") return;
    announced.resolve();
    await awake.promise;
  };
  const handled = process.deliver(body);
  await announced.promise;
  return async () => {
    awake.resolve();
    await handled;
  };
}

test("a second delivery leaves the change to the process that announced it a moment ago", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("reset-password");
  const { body } = await anna.message("reset-password");
  const goOn = await standingStill(product, body);

  await product.deliver(body);
  expect(anna.effects()).toEqual([]);
  await goOn();
  await product.pass(31_000, "reset-password");

  expect([(await anna.step("reset-password")).state, anna.effects()]).toEqual(["done", ["reset-password"]]);
});

test("a process that stood still after its announcement, while another took over, does not make the change as well", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("reset-password");
  const { body } = await anna.message("reset-password");
  const goOn = await standingStill(product, body);

  await product.deliver(body);
  await product.pass(31_000, "reset-password");
  await goOn();

  expect([(await anna.step("reset-password")).state, anna.effects()]).toEqual(["done", ["reset-password"]]);
  expect(await anna.faults()).toEqual([]);
});

test("P3: the whole lockout with every message three times in two processes makes each effect once", async () => {
  const product = await begin();
  const other = product.another();
  product.terminate("anna");
  await product.told("anna");

  for (let round = 0; round < 40 && product.bus.waiting.length > 0; round += 1) {
    const due = product.bus.takeDue();
    await Promise.all(due.flatMap(({ body }) => [product.deliver(body), other.deliver(body), other.deliver(body)]));
    await clock.advance(5_000);
  }

  const anna = product.leaver("anna");
  expect((await anna.record()).status).toBe("done");
  expect(anna.effects().toSorted()).toEqual([
    "block-sign-in",
    "delete-authentication-method",
    "delete-authentication-method",
    "delete-authentication-method",
    "disable-device",
    "disable-device",
    "reset-password",
    "revoke-sessions",
    "revoke-sessions",
    "set-cas-mailbox",
  ]);
  expect(await anna.mails()).toBe(1);
  expect(await anna.faults()).toEqual([]);
});
