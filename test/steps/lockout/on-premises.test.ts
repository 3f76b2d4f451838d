import { describe, expect, test } from "vitest";
import { disableOnPremises, setAccountEnabled } from "../../../dev/tenant/changes.ts";
import type { MessageBody } from "../../../shared/domain/ports/bus.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { clock } from "../../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;
const hour = 60 * minute;
const agent = { policy: { defaults: { onPremises: "agent" } } } as const;

async function terminated(product: Product, who: string) {
  product.terminate(who);
  await product.told(who);
  await product.run();
  return product.leaver(who);
}

/** What an administrator or an agent does on premises, after the next sync. */
async function doneInActiveDirectory(product: Product, who: string): Promise<void> {
  await clock.advance(30 * minute);
  disableOnPremises(product.tenant.state, product.tenant.state.person(who));
}

/** Every request to the customer's agent that went out, without what the broker dropped as known. */
function requests(product: Product): readonly Extract<MessageBody, { kind: "event" }>[] {
  const sent = new Map(product.bus.sent.map((message) => [message.messageId, message.body]));
  return [...sent.values()].flatMap((body) =>
    body.kind === "event" && body.type === "on-premises.requested" ? [body] : [],
  );
}

describe("erik, who is mastered in Active Directory: a person is asked", () => {
  test("REQ-13, R-61: one task with everything in it; the other steps stand behind it, and the cloud goes on", async () => {
    const product = await begin();

    const erik = await terminated(product, "erik");

    const { state, because = "" } = await erik.step("ask-on-premises");
    expect(state).toBe("parked");
    for (const asked of ["disable the account", "reset its password (twice", "disable its computers", "resume"]) {
      expect(because).toContain(asked);
    }
    const { status, because: todo } = await erik.record();
    expect([status, todo]).toEqual(["parked", `ask-on-premises: ${because}`]);
    const behind = { state: "pending", because: expect.stringContaining("ask-on-premises asks") };
    for (const name of ["block-sign-in", "reset-password", "disable-devices"]) {
      expect(await erik.step(name)).toMatchObject(behind);
    }
    expect(await erik.states()).toMatchObject({ "block-mail-protocols": "done", "remove-sign-in-methods": "done" });
    expect(erik.effects().toSorted()).toEqual([
      ...Array(3).fill("delete-authentication-method"),
      "disable-device",
      "set-cas-mailbox",
    ]);
    expect(requests(product)).toEqual([]);
  });

  test("R-12: sessions are not revoked while the account is enabled, and nobody says locked out", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");

    await product.pass(2 * hour);
    await product.sweep();

    expect(erik.effects()).not.toContain("revoke-sessions");
    expect(await erik.states()).toMatchObject({ "revoke-sessions": "pending", "confirm-lockout": "pending" });
    expect(await erik.events()).not.toContain("case.locked-out");
  });

  test("REQ-13: done in Active Directory and resumed, the lockout completes and the case closes", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");

    await doneInActiveDirectory(product, "erik");
    await erik.resume();
    await product.run();

    expect(await erik.record()).toMatchObject({ status: "done", lockedOutAt: expect.any(String) });
    expect(erik.effects().filter((effect) => effect === "revoke-sessions")).toHaveLength(2);
    for (const refused of ["block-sign-in", "reset-password"]) expect(erik.effects()).not.toContain(refused);
    const seen = ["ask-on-premises", "block-sign-in", "reset-password", "disable-devices"];
    expect(await erik.states()).toMatchObject(Object.fromEntries(seen.map((name) => [name, "done"])));
    expect(await erik.faults()).toEqual([]);
  });

  test("REQ-13: resumed too early, it parks again with the same task, and nothing is made twice", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");
    const [before, { because }] = [erik.effects(), await erik.step("ask-on-premises")];

    await erik.resume();
    await product.run();

    expect(await erik.step("ask-on-premises")).toMatchObject({ state: "parked", because });
    expect([erik.effects(), (await erik.record()).status]).toEqual([before, "parked"]);
  });

  test("R-12, R-14: only disabled there: sessions end at once, and the old password still keeps the lockout open", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");

    setAccountEnabled(product.tenant.state, erik.person, false, "sync");
    await erik.resume();
    await product.run();
    expect(await erik.states()).toMatchObject({ "block-sign-in": "done", "revoke-sessions": "done" });
    expect(await erik.states()).toMatchObject({ "reset-password": "waiting", "disable-devices": "waiting" });

    for (let passed = 0; passed < 6; passed += 1) await product.pass(10 * minute);

    expect(await erik.step("reset-password")).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/Reset the password in Active Directory, twice/),
    });
    expect(await erik.step("disable-devices")).toMatchObject({ state: "parked" });
    expect(await erik.states()).toMatchObject({ "confirm-lockout": "pending" });
    expect((await erik.record()).lockedOutAt).toBeUndefined();
  });

  test("R-14: a password that was changed before the case began is not taken for the one that was asked for", async () => {
    const product = await begin();
    product.tenant.state.person("erik").passwordChangedAt = Math.floor(clock.now() / 1_000) * 1_000 - 60_000;
    const erik = await terminated(product, "erik");

    setAccountEnabled(product.tenant.state, erik.person, false, "sync");
    for (const device of product.tenant.state.devicesOf("erik")) device.accountEnabled = false;
    await erik.resume();
    await product.run();

    expect(await erik.states()).toMatchObject({ "disable-devices": "done", "reset-password": "waiting" });
  });

  test("R-20: the computers show later than the account: waited for through a cycle of the sync", async () => {
    const product = await begin();
    const erik = await terminated(product, "erik");
    product.tenant.faults.lag("deviceEnabled", 25 * minute);
    await doneInActiveDirectory(product, "erik");
    await erik.resume();
    await product.run();
    expect(await erik.states()).toMatchObject({ "disable-devices": "waiting", "reset-password": "done" });

    for (let passed = 0; passed < 3; passed += 1) await product.pass(10 * minute);

    expect(await erik.record()).toMatchObject({ status: "done", lockedOutAt: expect.any(String) });
  });

  test("R-20, P9: only computers of Active Directory are left: no change is announced that the cloud cannot make", async () => {
    const product = await begin();
    const erik = await product.leaver("erik").at("disable-devices");
    await product.run("disable-devices");
    const announced = async () => (await erik.history()).filter((what) => what === "step.intended").length;
    expect([erik.effects(), await announced()]).toEqual([["disable-device"], 1]);

    await erik.resume();
    await product.run("disable-devices");

    expect(await erik.step("disable-devices")).toMatchObject({ state: "parked" });
    expect([erik.effects(), await announced()]).toEqual([["disable-device"], 1]);
  });

  test("a policy that leaves the question out: each step says itself what has to be done", async () => {
    const product = await begin({ policy: { skip: { "ask-on-premises": "we have a list of our own" } } });

    const erik = await terminated(product, "erik");

    for (const name of ["block-sign-in", "reset-password", "disable-devices"]) {
      expect(await erik.step(name)).toMatchObject({ state: "parked", because: expect.stringMatching(/resume|R-14/) });
    }
  });
});

describe("erik: the customer's agent is asked", () => {
  test("REQ-13: one event with ids and what is asked; done there, the lockout completes without a person", async () => {
    const product = await begin(agent);
    const erik = await terminated(product, "erik");
    const [computer] = product.tenant.state.devicesOf("erik");

    const [request] = requests(product);
    expect(request?.data).toEqual({
      objectId: erik.id,
      asks: [
        { what: "disable-account" },
        { what: "reset-password", times: 2 },
        { what: "disable-computers", objectIds: [computer?.id] },
      ],
    });
    expect((await erik.record()).status).toBe("running");

    await doneInActiveDirectory(product, "erik");
    await product.run();

    expect(await erik.record()).toMatchObject({ status: "done", lockedOutAt: expect.any(String) });
    expect(requests(product)).toHaveLength(1);
    expect(await erik.events()).not.toContain("case.parked");
    expect(await erik.faults()).toEqual([]);
  });

  test("P10: the event names nobody", async () => {
    const product = await begin(agent);
    const erik = await terminated(product, "erik");

    const text = JSON.stringify(requests(product));
    for (const personal of [erik.person.displayName, erik.person.userPrincipalName, "Sandberg"]) {
      expect(text).not.toContain(personal);
    }
  });

  test("REQ-11: a silent agent has four hours; then a person is called, and the question went out once", async () => {
    const product = await begin(agent);
    const erik = await terminated(product, "erik");

    for (let passed = 0; passed < 23; passed += 1) await product.pass(10 * minute);
    expect(await erik.step("ask-on-premises")).toMatchObject({ state: "waiting" });
    for (let passed = 0; passed < 3; passed += 1) await product.pass(10 * minute);

    expect(await erik.step("ask-on-premises")).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/In Active Directory, disable the account.*resume/),
    });
    expect(requests(product)).toHaveLength(1);

    await erik.resume();
    await product.run();
    expect(requests(product), "a person asks again").toHaveLength(2);
  });

  test("P1, P3: a process that dies before it could send leaves the question in the outbox; it is sent once", async () => {
    const product = await begin(agent);
    const erik = await product.leaver("erik").at("ask-on-premises", { onPremises: "agent" });
    const doomed = product.another();
    let commits = 0;
    doomed.border.diesAt = (crossing) => crossing === "after ledger.commit" && ++commits === 2;

    await doomed.run("ask-on-premises");
    expect([doomed.border.dead, requests(product)]).toEqual([true, []]);
    const { caseId } = await erik.record();
    await product.deliver({ kind: "wake", caseId, dueKey: (await erik.record()).dueKey ?? "none" });
    await product.run("ask-on-premises");
    await product.pass(2 * minute, "ask-on-premises");

    expect(requests(product)).toHaveLength(1);
  });

  test("P1, R-14: a process that dies before it could ask is not taken for the question, though the account is disabled", async () => {
    const product = await begin(agent);
    setAccountEnabled(product.tenant.state, product.tenant.state.person("erik"), false, "sync");
    const erik = await product.leaver("erik").at("ask-on-premises", { onPremises: "agent" });
    const doomed = product.another();
    doomed.border.diesAt = (crossing) => crossing === "after ledger.commit";

    await doomed.run("ask-on-premises");
    expect([doomed.border.dead, (await erik.step("ask-on-premises")).state]).toEqual([true, "changing"]);
    await product.pass(2 * minute, "ask-on-premises");
    await product.pass(2 * minute, "ask-on-premises");

    expect(requests(product)).toHaveLength(1);
    expect((await erik.step("ask-on-premises")).state).toBe("done");
  });

  test("R-14: an account that was disabled there already is asked for all the same, for its password", async () => {
    const product = await begin(agent);
    setAccountEnabled(product.tenant.state, product.tenant.state.person("erik"), false, "sync");

    const erik = await terminated(product, "erik");
    await product.pass(10_000);

    expect(requests(product)).toHaveLength(1);
    expect(await erik.states()).toMatchObject({ "ask-on-premises": "done", "reset-password": "waiting" });
  });

  test("P6: cancelled while the agent is at it: nothing is asked any more", async () => {
    const product = await begin(agent);
    const erik = await terminated(product, "erik");

    await erik.cancel();
    await product.pass(hour);

    expect([requests(product).length, await erik.faults()]).toEqual([1, []]);
  });
});

test("R-61: who is mastered in the cloud is no question for Active Directory", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("ask-on-premises");

  await product.run("ask-on-premises");

  expect(await anna.step("ask-on-premises")).toMatchObject({
    state: "skipped",
    because: "the account is mastered in the cloud (R-61)",
  });
  expect([requests(product), product.writes()]).toEqual([[], []]);
});
