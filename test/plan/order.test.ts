import { describe, expect, test } from "vitest";
import type { Effect } from "../../dev/tenant/effect-log.ts";
import type { CaseSettingsChange } from "../../shared/domain/case-settings.ts";
import type { Policy } from "../../shared/domain/policy.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();
const hour = 3_600_000;

/** Lets time pass until the cases of these people are over. */
async function untilOver(product: Product, people: readonly string[]): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    await product.run();
    const open = await Promise.all(
      people.map(async (who) => (await product.leaver(who).record()).status === "running"),
    );
    if (!open.includes(true)) return;
    await clock.advance(12 * hour);
    await product.sweep();
  }
}

/** Everything that Leaver did to one person, in the order in which the tenant saw it. */
type Log = readonly Effect["operation"][];

/** The last of the first before the first of the second; both have to be there. */
function ordered(log: Log, first: string, then: string): void {
  expect(log).toContain(first);
  expect(log).toContain(then);
  expect(log.lastIndexOf(first), `${first} before ${then}`).toBeLessThan(log.indexOf(then));
}

/** The stories are over before the tests look: each looks at the tenant's log, and at nothing of the product's. */
async function play(): Promise<ReadonlyMap<string, Log>> {
  const rules: Policy["rules"] = [
    { because: "Legal keeps", when: { department: ["Legal"] }, set: legal },
    {
      because: "Customers are answered",
      when: { department: ["Customer service"] },
      set: { mailbox: { forwardTo: "custodian" } },
    },
    { because: "IT has roles", when: { department: ["IT"] }, set: { adminRoles: "remove" } },
  ];
  const product = await begin({ policy: { defaults, rules, fallbackContact: idOf("petra") } });
  const people = ["anna", "ben", "ivan", "leaver01", "leaver02"];
  for (const who of people) {
    product.terminate(who);
    await product.told(who);
  }
  await untilOver(product, people);
  return new Map(people.map((who) => [who, product.leaver(who).effects()]));
}

const legal: CaseSettingsChange = { end: "inactive-mailbox", mailbox: { hold: "litigation" } };
const defaults: CaseSettingsChange = { end: "living-account", deleteAfterDays: 0, approvals: [] };

// Played once, in the test that asks first.
let played: Promise<ReadonlyMap<string, Log>> | undefined;
const logs = async (): Promise<ReadonlyMap<string, Log>> => {
  played ??= play();
  return await played;
};
const logOf = async (who: string): Promise<Log> => (await logs()).get(who) ?? [];

describe("the lockout, in the tenant's own log", () => {
  test.each(["anna", "ben", "leaver01", "leaver02", "ivan"])(
    "R-12: %s is blocked before any session is revoked",
    async (who) => {
      ordered(await logOf(who), "block-sign-in", "revoke-sessions");
    },
  );

  test.each(["anna", "ben", "leaver02"])(
    "R-13, R-14: %s's password changed before the second revocation",
    async (who) => {
      const log = await logOf(who);
      expect(log.filter((operation) => operation === "revoke-sessions")).toHaveLength(2);
      expect(log.indexOf("reset-password")).toBeLessThan(log.lastIndexOf("revoke-sessions"));
    },
  );

  test("R-17: the mail protocols are closed after the block and before the conversion", async () => {
    ordered(await logOf("anna"), "block-sign-in", "set-cas-mailbox");
    ordered(await logOf("anna"), "set-cas-mailbox", "convert-mailbox");
  });

  test("R-19: ivan's roles go before his account is blocked", async () => {
    ordered(await logOf("ivan"), "remove-directory-role", "block-sign-in");
    ordered(await logOf("ivan"), "end-eligibility", "block-sign-in");
  });

  test("R-20: devices are disabled after the account", async () => {
    ordered(await logOf("anna"), "block-sign-in", "disable-device");
  });

  test("R-15: nothing that keeps or hands over came before the block", async () => {
    for (const [who, log] of await logs()) {
      const before = log.slice(0, log.indexOf("block-sign-in"));
      const allowed = [
        "remove-directory-role",
        "end-eligibility",
        "leave-group",
        "revoke-full-access",
        "revoke-send-on-behalf",
      ];
      expect(
        before.filter((operation) => !allowed.includes(operation)),
        who,
      ).toEqual([]);
    }
  });
});

describe("what is kept, before what is lost", () => {
  test("R-31: the meetings are cancelled before the mailbox is converted and before a licence goes", async () => {
    ordered(await logOf("anna"), "cancel-meeting", "convert-mailbox");
    ordered(await logOf("anna"), "cancel-meeting", "remove-licence");
  });

  test("R-36, R-56, R-57: converted first, then the licences and the groups that give them", async () => {
    const log = await logOf("anna");
    ordered(log, "convert-mailbox", "remove-licence");
    expect(log.lastIndexOf("leave-group")).toBeGreaterThan(log.indexOf("convert-mailbox"));
  });

  test("R-40: mail is forwarded after the conversion", async () => {
    ordered(await logOf("leaver02"), "convert-mailbox", "set-forwarding");
  });

  test("R-51: the phone number goes before the licence", async () => {
    ordered(await logOf("anna"), "unassign-phone-number", "remove-licence");
  });

  test("R-45: the OneDrive is handed over before the licence goes", async () => {
    ordered(await logOf("anna"), "add-site-administrator", "remove-licence");
  });

  test("R-23: consents and app roles go before the licence, after the block", async () => {
    ordered(await logOf("anna"), "block-sign-in", "remove-consent");
    ordered(await logOf("anna"), "remove-app-role", "remove-licence");
  });

  test("R-53, REQ-28: the wipe is ordered before the device is shut out", async () => {
    ordered(await logOf("anna"), "account-only-wipe", "block-mobile-devices");
  });

  test("R-25, R-27, FACT-11: leaver01 is held, then deleted while licensed", async () => {
    ordered(await logOf("leaver01"), "place-litigation-hold", "delete-user");
    expect(await logOf("leaver01")).not.toContain("remove-licence");
  });

  test("R-47, R-58, R-60: everything that hands over came before the deletion", async () => {
    for (const operation of ["remove-group-owner", "add-site-administrator", "account-only-wipe", "revoke-sessions"])
      ordered(await logOf("leaver01"), operation, "delete-user");
  });

  test("R-37: nobody's account is deleted behind a converted mailbox", async () => {
    for (const [who, log] of await logs())
      if (log.includes("convert-mailbox")) expect(log, who).not.toContain("delete-user");
  });
});
