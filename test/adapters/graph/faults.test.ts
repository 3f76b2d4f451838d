import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { virtualClock } from "../../../dev/clock.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { adapters, localTenant, settingsFor } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant();
});
afterEach(() => local.tenant.faults.clear());
afterAll(() => local.tenant.close());

const thrownBy = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
/** Long enough for an answer on a busy machine. */
const impatientMs = 1_500;
const asksForToken = (request: { path: string }) => /oauth2.*token/.test(request.path);
const users = { path: /^\/v1\.0\/users/ };

describe("an overloaded Graph", () => {
  test.each([
    [120, 120_000],
    [undefined, 10_000],
  ])("that says Retry-After %s makes the step wait, not the process", async (retryAfterSeconds, afterMs) => {
    local.tenant.faults.add({ match: users, action: { status: 429, retryAfterSeconds, when: "before" } });
    const before = local.tenant.requests().length;

    const error = await thrownBy(local.directory.account(local.idOf("anna")));

    expect(error).toBeInstanceOf(TryLaterError);
    expect(error).toMatchObject({ afterMs });
    expect(
      local.tenant
        .requests()
        .slice(before)
        .filter((request) => request.status === 429),
    ).toHaveLength(1);
  });

  test.each([500, 502, 503, 504, 408])("that answers %s is tried later", async (status) => {
    local.tenant.faults.add({ match: users, action: { status, when: "before" } });
    const error = await thrownBy(local.directory.account(local.idOf("anna")));
    expect(error).toBeInstanceOf(TryLaterError);
    expect(error).toMatchObject({ afterMs: undefined });
  });

  test("may have done what it did not confirm", async () => {
    const { directory, idOf, tenant } = local;
    tenant.faults.add({ match: { method: "PATCH" }, action: { status: 503, when: "after" }, times: 1 });
    expect(await thrownBy(directory.blockSignIn(idOf("leaver03")))).toBeInstanceOf(TryLaterError);
    expect((await directory.account(idOf("leaver03"))).enabled).toBe(false);
  });

  test("is tried later when two changes met", async () => {
    local.tenant.faults.add({ match: { method: "PATCH" }, action: { status: 409, when: "before" } });
    expect(await thrownBy(local.directory.blockSignIn(local.idOf("leaver04")))).toBeInstanceOf(TryLaterError);
  });
});

describe("a broken line", () => {
  test.each([{ cut: "before" }, { cut: "after" }, { hang: true }] as const)(
    "%j is tried later",
    async (action) => {
      const { directory } = adapters(settingsFor(local.tenant), impatientMs);
      await directory.account(local.idOf("anna"));
      local.tenant.faults.add({ match: users, action });
      const error = await thrownBy(directory.account(local.idOf("anna")));
      expect(error).toBeInstanceOf(TryLaterError);
      expect(String(error)).not.toContain(local.idOf("anna"));
    },
    10_000,
  );

  test("does not make a change twice", async () => {
    const { directory, idOf, tenant } = local;
    tenant.faults.add({ match: { method: "POST", path: /revoke/ }, action: { cut: "after" }, times: 1 });
    expect(await thrownBy(directory.revokeSessions(idOf("leaver05")))).toBeInstanceOf(TryLaterError);
    const revocations = tenant.effects().filter((effect) => effect.personId === idOf("leaver05"));
    expect(revocations).toHaveLength(1);
  });
});

describe("signing in", () => {
  test("happens once for many calls at a time", async () => {
    const { directory } = adapters(settingsFor(local.tenant));
    const before = local.tenant.requests().length;
    await Promise.all(["anna", "ben", "clara", "dario"].map((key) => directory.account(local.idOf(key))));
    const signIns = local.tenant.requests().slice(before).filter(asksForToken);
    expect(signIns).toHaveLength(1);
  });

  test("is repeated once when Graph refuses the token", async () => {
    const { directory, idOf, tenant } = local;
    tenant.faults.add({ match: users, action: { status: 401, when: "before" }, times: 1 });
    expect((await directory.account(idOf("anna"))).id).toBe(idOf("anna"));
    tenant.faults.add({ match: users, action: { status: 401, when: "before" } });
    expect(await thrownBy(directory.account(idOf("anna")))).toBeInstanceOf(NeedsPersonError);
  });

  test.each([
    [{ status: 503, when: "before" }, 2],
    [{ cut: "before" }, 2],
    [{ hang: true }, 1],
  ] as const)(
    "is tried later when the sign-in service says %j to every question, of which there are %s",
    async (action, questions) => {
      const { directory } = adapters(settingsFor(local.tenant), impatientMs);
      local.tenant.faults.add({ match: { path: /oauth2/ }, action });
      const before = local.tenant.requests().length;
      const error = await thrownBy(directory.account(local.idOf("anna")));
      expect(error).toBeInstanceOf(TryLaterError);
      const attempts = local.tenant.requests().slice(before).filter(asksForToken);
      expect(attempts).toHaveLength(questions);
    },
    10_000,
  );

  test.each([{ status: 503, when: "before" }, { cut: "after" }] as const)(
    "goes on when the sign-in service says %j once; the next time within a minute it is tried later",
    async (action) => {
      const { directory, signIn } = adapters(settingsFor(local.tenant));
      const stumbles = () => local.tenant.faults.add({ match: { path: /oauth2.*token/ }, action, times: 1 });
      stumbles();
      expect((await directory.account(local.idOf("anna"))).id).toBe(local.idOf("anna"));

      signIn.renew();
      stumbles();
      expect(await thrownBy(directory.account(local.idOf("anna")))).toBeInstanceOf(TryLaterError);

      signIn.renew();
      await virtualClock().advance(60_000);
      stumbles();
      expect((await directory.account(local.idOf("anna"))).id).toBe(local.idOf("anna"));
    },
  );

  test("gets a new token when the old one has expired", async () => {
    const { directory, idOf } = local;
    await directory.account(idOf("anna"));
    await virtualClock().advance(2 * 3_600_000);
    const before = local.tenant.requests().length;
    await directory.account(idOf("anna"));
    const requests = local.tenant.requests().slice(before);
    expect(requests.map((request) => request.status)).not.toContain(401);
    expect(requests.length).toBeGreaterThan(1);
  });

  test("with a wrong secret asks for a person and does not repeat the secret", async () => {
    const secret = "canary-secret";
    const { directory } = adapters(settingsFor(local.tenant, { M365_CLIENT_SECRET: secret, M365_CERTIFICATE: "" }));
    const error = await thrownBy(directory.account(local.idOf("anna")));
    expect(error).toBeInstanceOf(NeedsPersonError);
    const { inspect } = await import("node:util");
    expect(inspect(error, { depth: 10 })).not.toContain(secret);
  });
});
