import { describe, expect, test } from "vitest";
import { steps } from "../../../functions/steps.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { changed, usualSettings } from "../../../shared/domain/case-settings.ts";
import { makePlan } from "../../../shared/domain/plan.ts";
import { Policy } from "../../../shared/domain/policy.ts";
import { aProduct } from "../../a-product.ts";
import { idOf } from "../../product/product.ts";
import { mailboxOf } from "./mailbox-of.ts";

const begin = aProduct();
const mine = [
  "remove-old-forwarding",
  "convert-mailbox",
  "grant-mailbox-access",
  "grant-send-as",
  "forward-mail",
  "hide-from-address-lists",
  "remove-mailbox-rights",
];

/** The steps of the mailbox that are in, and why the others are out. */
function planned(settings: CaseSettingsChange) {
  const facts = { settings: changed(usualSettings, settings), cloud: "worldwide" } as const;
  const records = makePlan(steps, Policy.parse({}), facts).steps.filter(({ name }) => mine.includes(name));
  return {
    in: records.flatMap(({ name, state }) => (state === "pending" ? [name] : [])),
    out: Object.fromEntries(records.flatMap(({ name, because }) => (because === undefined ? [] : [[name, because]]))),
  };
}

describe("what the policy leaves out", () => {
  test("usually the mailbox is converted, opened to the custodian and hidden", () => {
    const plan = planned({});

    expect(plan.in).toEqual(mine.filter((name) => name !== "grant-send-as" && name !== "forward-mail"));
    expect(plan.out).toMatchObject({ "forward-mail": "The policy forwards no mail" });
  });

  test("R-32, REQ-20, FACT-11: for an inactive mailbox nothing is promised that ends with the account", () => {
    const plan = planned({ end: "inactive-mailbox", mailbox: { forwardTo: "custodian", sendAs: "custodian" } });

    expect(plan.in).toEqual(["remove-old-forwarding", "hide-from-address-lists", "remove-mailbox-rights"]);
    expect(plan.out).toMatchObject({
      "convert-mailbox": expect.stringContaining("FACT-11"),
      "forward-mail": expect.stringContaining("R-32"),
      "grant-mailbox-access": expect.stringContaining("REQ-19"),
    });
  });

  test("R-74: a country whose policy closes the mailbox: not converted, not opened, not forwarded, not kept hidden from", () => {
    const mailbox = { convertToShared: false, fullAccess: "nobody", hideFromAddressLists: false } as const;
    const plan = planned({ mailbox });

    expect(plan.in).toEqual(["remove-old-forwarding", "remove-mailbox-rights"]);
    expect(plan.out["convert-mailbox"]).toContain("R-74");
  });

  test("R-11: a suspension touches nothing of it", () => {
    expect(planned({ end: "suspend" }).in).toEqual([]);
  });
});

test("R-17, R-31, R-33, R-40: the tenant sees protocols, meetings, old forwarding, conversion and forwarding in this order", async () => {
  const product = await begin({
    policy: { defaults: { end: "living-account", mailbox: { forwardTo: "custodian" } } },
  });
  mailboxOf(product, "anna").its.forwardingAddress = idOf("ben");
  product.terminate("anna");
  await product.told("anna");
  await product.run();
  for (let minutes = 0; minutes < 6; minutes += 1) await product.pass(60_000);

  const ofMailbox = ["set-cas-mailbox", "cancel-meeting", "convert-mailbox", "set-forwarding", "grant-full-access"];
  const seen = product
    .leaver("anna")
    .effects()
    .filter((effect) => ofMailbox.includes(effect));
  expect(seen.indexOf("set-cas-mailbox")).toBe(0);
  expect(seen.lastIndexOf("cancel-meeting")).toBeLessThan(seen.indexOf("convert-mailbox"));
  expect(seen.lastIndexOf("set-forwarding")).toBeGreaterThan(seen.indexOf("convert-mailbox"));
  expect(seen.filter((effect) => effect === "set-forwarding")).toHaveLength(2);
  expect(mailboxOf(product, "anna").its).toMatchObject({ forwardingAddress: idOf("maria") });
});
