import { expect, test } from "vitest";
import { casSwitches } from "../../dev/tenant/model.ts";
import { aTenant } from "./a-tenant.ts";

const allOff = Object.fromEntries(casSwitches.map((name) => [name, name === "SmtpClientAuthenticationDisabled"]));

test("all protocols are switched off once; a repetition says that nothing changed", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");

  const before = await tenant.exchange("Get-CASMailbox", { Identity: id });
  const first = await tenant.exchange("Set-CASMailbox", { Identity: id, ...allOff });
  const again = await tenant.exchange("Set-CASMailbox", { Identity: id, ...allOff });
  const after = await tenant.exchange("Get-CASMailbox", { Identity: id });

  expect(before.body).toMatchObject({
    value: [{ ExternalDirectoryObjectId: id, MAPIEnabled: true, SmtpClientAuthenticationDisabled: null }],
  });
  expect(first).toMatchObject({ status: 200, body: { value: [], "@adminapi.warnings": [] } });
  expect(again.body).toMatchObject({
    "@adminapi.warnings": [
      expect.stringMatching(/completed successfully but no settings of '.+' have been modified\.$/),
    ],
  });
  expect(after.body).toMatchObject({ value: [allOff] });
  expect(tenant.effects()).toMatchObject([{ operation: "set-cas-mailbox", personId: id, detail: allOff }]);
});

test("a mailbox shows what identifies it and what holds it", async () => {
  await using tenant = await aTenant();
  const { id, mail } = tenant.state.person("anna");

  const reply = await tenant.exchange("Get-Mailbox", { Identity: mail });

  expect(reply.body).toMatchObject({
    value: [
      {
        ExternalDirectoryObjectId: id,
        ExchangeGuid: expect.any(String),
        RecipientTypeDetails: "UserMailbox",
        LitigationHoldEnabled: false,
        InPlaceHolds: [],
        DelayHoldApplied: false,
      },
    ],
  });
});

test("who has no mailbox is not found, in the shape of the Exchange admin API", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("george");

  for (const cmdlet of ["Get-CASMailbox", "Get-Mailbox", "Set-CASMailbox"]) {
    const reply = await tenant.exchange(cmdlet, { Identity: id });
    expect(reply.status).toBe(404);
    expect(reply.headers.get("x-exceptiontype")).toBe("ManagementObjectNotFoundException");
    expect(reply.body).toMatchObject({
      error: {
        code: "NotFound",
        details: [
          {
            message: expect.stringMatching(
              /^Ex6F9304\|Microsoft\.Exchange\.Configuration\.Tasks\.ManagementObjectNotFoundException\|.*couldn't be found on/,
            ),
          },
        ],
      },
    });
  }
});

test("an empty identity returns everybody: the danger that a caller has to know", async () => {
  await using tenant = await aTenant();

  const reply = await tenant.exchange("Get-CASMailbox", { Identity: "" });
  const change = await tenant.exchange("Set-CASMailbox", { Identity: "", ...allOff });

  expect(reply.body).toMatchObject({ value: { length: tenant.state.mailboxes.all().length } });
  expect(change.status).toBe(400);
  expect(tenant.effects()).toEqual([]);
});

test("an unknown cmdlet or parameter is refused", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("anna");

  const cmdlet = await tenant.exchange("Remove-Mailbox", { Identity: id });
  const parameter = await tenant.exchange("Set-CASMailbox", { Identity: id, MapiEnabledd: false });

  expect([cmdlet.status, parameter.status]).toEqual([400, 400]);
  expect(tenant.unhandled()).toEqual(["EXO Remove-Mailbox", "EXO parameter MapiEnabledd"]);
});
