import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import { clock } from "../../product/virtual-time.ts";

const begin = aProduct();

test("R-21: gwen, a guest with an employment: blocked, locked out on what can be seen, and the case closes", async () => {
  const product = await begin({ policy: { defaults: { end: "living-account" } } });
  product.terminate("guest");
  await product.told("guest");

  await product.run();

  const gwen = product.leaver("guest");
  expect(await gwen.record()).toMatchObject({ status: "done", userType: "guest", lockedOutAt: expect.any(String) });
  expect(gwen.effects()).toEqual(["block-sign-in"]);
  const home = { state: "skipped", because: expect.stringContaining("home tenant (R-21)") };
  for (const name of ["revoke-sessions", "reset-password", "revoke-sessions-again"]) {
    expect(await gwen.step(name)).toMatchObject(home);
  }
  expect(await gwen.step("block-mail-protocols")).toMatchObject({ because: "the leaver has no cloud mailbox" });
  expect(await gwen.states()).toMatchObject({ "remove-sign-in-methods": "unchanged", "disable-devices": "unchanged" });
  expect(await gwen.step("confirm-lockout")).toMatchObject({
    state: "done",
    evidence: { enabled: false, signInsSinceBlock: 0 },
  });
  expect(await gwen.events()).toContain("case.locked-out");
  expect(await gwen.faults()).toEqual([]);
});

test("R-16, R-21: a guest who signs in after the block is not locked out", async () => {
  const product = await begin();
  product.terminate("guest");
  await product.told("guest");
  await product.runUntil("confirm-lockout");
  await clock.advance(1_000);
  product.tenant.state.signIn("guest", 0);

  await product.run("confirm-lockout");

  const gwen = product.leaver("guest");
  expect(await gwen.step("confirm-lockout")).toMatchObject({ state: "waiting" });
  expect((await gwen.record()).lockedOutAt).toBeUndefined();
});

test("R-16: a sign-in in the very second of the block counts, although the log has whole seconds", async () => {
  const product = await begin();
  product.terminate("guest");
  await product.told("guest");
  await product.runUntil("confirm-lockout");
  const gwen = product.leaver("guest");
  const { finishedAt = "" } = await gwen.step("block-sign-in");
  product.tenant.state.signIns.visited(gwen.person, "some-app", Date.parse(`${finishedAt.slice(0, 19)}Z`));

  await product.run("confirm-lockout");

  expect(await gwen.step("confirm-lockout")).toMatchObject({
    state: "waiting",
    because: expect.stringContaining("signed in after the block"),
  });
});

test("R-19, R-21: a guest with a role is on the privileged path like any other", async () => {
  const product = await begin();
  const { state } = product.tenant;
  const id = "5d6b6bb7-de71-4623-b4af-96380a352509";
  state.person("guest").roles = [{ id: "role-of-gwen", roleDefinitionId: id, roleName: "Security Reader" }];
  product.terminate("guest");
  await product.told("guest");

  await product.run();

  expect(await product.leaver("guest").step("remove-admin-roles")).toMatchObject({
    state: "parked",
    because: expect.stringContaining(id),
  });
});

test("R-21: an external member is told by the home tenant as well, and not by the kind of account", async () => {
  const product = await begin();
  product.tenant.state.person("leaver01").facts = { externalUserState: "Accepted" };
  product.terminate("leaver01");
  await product.told("leaver01");

  await product.run();

  const karl = product.leaver("leaver01");
  expect(await karl.record()).toMatchObject({ status: "done", userType: "member", lockedOutAt: expect.any(String) });
  expect(await karl.states()).toMatchObject({ "revoke-sessions": "skipped", "reset-password": "skipped" });
});

test("R-21: a guest whose account was made here has sessions and a password here", async () => {
  const product = await begin();
  product.tenant.state.person("guest").facts = { externalUserState: "" };
  product.terminate("guest");
  await product.told("guest");

  await product.run();

  expect(await product.leaver("guest").states()).toMatchObject({ "revoke-sessions": "done", "reset-password": "done" });
});
