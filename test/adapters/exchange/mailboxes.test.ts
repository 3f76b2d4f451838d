import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { adapters, localTenant, settingsFor } from "../graph/local-tenant.ts";
import { allSwitches } from "./all-switches.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant();
});
afterEach(() => {
  local.tenant.faults.clear();
  expect(local.tenant.unhandled()).toEqual([]);
});
afterAll(() => local.tenant.close());

const nobody = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const thrownBy = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

describe("the mail protocols of a mailbox", () => {
  test("are shown as open, with SMTP submission at the tenant's default", async () => {
    const { mailboxes, idOf } = local;
    expect(await mailboxes.protocols(idOf("anna"))).toEqual({ ...allSwitches(true), smtpSubmission: null });
    expect(await mailboxes.protocols(idOf("hanna"))).toEqual(allSwitches(false));
  });

  test("are all closed, and given back as they were", async () => {
    const { mailboxes, idOf, tenant } = local;
    const before = await mailboxes.protocols(idOf("ben"));

    await mailboxes.setProtocols(idOf("ben"), allSwitches(false));
    expect(await mailboxes.protocols(idOf("ben"))).toEqual(allSwitches(false));
    expect(tenant.state.mailboxes.find(idOf("ben"))?.cas).toMatchObject({
      ActiveSyncEnabled: false,
      ECPEnabled: false,
      SmtpClientAuthenticationDisabled: true,
    });

    await mailboxes.setProtocols(idOf("ben"), before ?? allSwitches(true));
    expect(await mailboxes.protocols(idOf("ben"))).toEqual(before);
    await mailboxes.setProtocols(idOf("ben"), before ?? allSwitches(true));
  });

  test("do not exist where nobody has a cloud mailbox", async () => {
    const { mailboxes, idOf } = local;
    expect(await mailboxes.protocols(idOf("george"))).toBeUndefined();
    await expect(mailboxes.setProtocols(nobody, allSwitches(false))).rejects.toBeInstanceOf(NotFoundError);
  });

  test("of others stay as they are", async () => {
    const { mailboxes, idOf, tenant } = local;
    await mailboxes.setProtocols(idOf("clara"), allSwitches(false));
    const changed = tenant.effects().filter((effect) => effect.operation === "set-cas-mailbox");
    expect(new Set(changed.map((effect) => effect.personId))).toEqual(new Set([idOf("ben"), idOf("clara")]));
  });
});

describe("a disturbed Exchange", () => {
  const getting = { cmdlet: "Get-CASMailbox" };

  test.each([
    [{ status: 429, retryAfterSeconds: 90, when: "before" }, 90_000],
    [{ status: 429, when: "before" }, 10_000],
    [{ status: 503, when: "before" }, undefined],
    [{ cut: "after" }, undefined],
    [{ hang: true }, undefined],
  ] as const)(
    "is tried later after %j",
    async (action, afterMs) => {
      const { mailboxes } = adapters(settingsFor(local.tenant), 1_500);
      await mailboxes.protocols(local.idOf("anna"));
      local.tenant.faults.add({ match: getting, action });
      const error = await thrownBy(mailboxes.protocols(local.idOf("anna")));
      expect(error).toBeInstanceOf(TryLaterError);
      expect(error).toMatchObject({ afterMs });
    },
    10_000,
  );

  test("may have set what it did not confirm", async () => {
    const { mailboxes, idOf, tenant } = local;
    tenant.faults.add({ match: { cmdlet: "Set-CASMailbox" }, action: { cut: "after" }, times: 1 });
    await expect(mailboxes.setProtocols(idOf("dario"), allSwitches(false))).rejects.toBeInstanceOf(TryLaterError);
    expect(await mailboxes.protocols(idOf("dario"))).toEqual(allSwitches(false));
  });

  test("signs in again once when it refuses the token, then asks for a person", async () => {
    const { mailboxes, idOf, tenant } = local;
    tenant.faults.add({ match: getting, action: { status: 401, when: "before" }, times: 1 });
    expect(await mailboxes.protocols(idOf("anna"))).toBeDefined();
    tenant.faults.add({ match: getting, action: { status: 401, when: "before" } });
    await expect(mailboxes.protocols(idOf("anna"))).rejects.toBeInstanceOf(NeedsPersonError);
  });

  test("that refuses names the role that is missing", async () => {
    local.tenant.faults.add({ match: getting, action: { status: 403, when: "before" } });
    await expect(local.mailboxes.protocols(local.idOf("anna"))).rejects.toThrow(/Exchange.ManageAsApp/);
  });
});
