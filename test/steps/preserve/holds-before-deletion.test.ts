import { describe, expect, test } from "vitest";
import { type CaseSettingsChange, changed, usualSettings } from "../../../shared/domain/case-settings.ts";
import { holdBeforeDeletion } from "../../../shared/domain/holds.ts";
import type { Hindrance } from "../../../shared/domain/step.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product } from "../../product/product.ts";
import { clock } from "../../product/virtual-time.ts";
import { mailboxOf, withHolds } from "./a-mailbox.ts";

const begin = aProduct();
const minute = 60_000;

async function hindranceFor(
  product: Product,
  who: string,
  settings: CaseSettingsChange,
): Promise<Hindrance | undefined> {
  const { tenant, clock: time } = product.ports;
  const frozen = changed(usualSettings, settings);
  return await holdBeforeDeletion({ leaver: { id: idOf(who) }, tenant, settings: frozen, clock: time });
}

describe("an inactive mailbox", () => {
  const inactive = { end: "inactive-mailbox" } as const;

  test("R-25, R-27: the deletion waits until the hold is in force, to the minute", async () => {
    const product = await begin();
    mailboxOf(product, "anna").litigation = { at: Date.now(), days: null, owner: "Leaver", comment: "" };

    expect(await hindranceFor(product, "anna", inactive)).toMatchObject({ kind: "wait" });
    await clock.advance(239 * minute);
    expect(await hindranceFor(product, "anna", inactive)).toMatchObject({ kind: "wait" });
    await clock.advance(2 * minute);
    expect(await hindranceFor(product, "anna", inactive)).toBeUndefined();
  });

  test("R-25: a hold without a date proves nothing", async () => {
    const product = await begin();
    const input = {
      leaver: { id: idOf("anna") },
      tenant: product.ports.tenant,
      settings: changed(usualSettings, inactive),
      clock: product.ports.clock,
    };
    const undated = { litigation: { since: undefined, days: undefined }, others: [] };

    expect(await holdBeforeDeletion(withHolds(input, undated))).toMatchObject({
      kind: "person",
      because: expect.stringContaining("without a date"),
    });
  });

  test("R-25, R-27: a hold that somebody has lifted is no hold", async () => {
    const product = await begin();
    expect(await hindranceFor(product, "anna", inactive)).toMatchObject({
      kind: "person",
      because: expect.stringContaining("place a litigation hold"),
    });
  });

  test.each(["dario", "leaver01", "leaver03"])("R-27: %s is kept by something else that lasts", async (who) => {
    const product = await begin();
    expect(await hindranceFor(product, who, inactive)).toBeUndefined();
  });

  test.each(["leaver04", "leaver02"])("R-27, FACT-19: what keeps %s's mailbox does not last", async (who) => {
    const product = await begin();
    expect(await hindranceFor(product, who, inactive)).toMatchObject({ kind: "person" });
  });

  test("R-27: without a licence the mailbox would not become inactive, held or not", async () => {
    const product = await begin();
    product.tenant.state.person("leaver05").licences = [];

    expect(await hindranceFor(product, "leaver05", inactive)).toMatchObject({
      kind: "person",
      because: expect.stringContaining("R-27"),
    });
  });
});

describe("a plain deletion", () => {
  const plain = { end: "plain-deletion" } as const;

  test.each(["dario", "leaver01", "leaver03", "leaver04", "leaver05"])(
    "R-35, R-60: %s's mailbox is held: a person decides",
    async (who) => {
      const product = await begin();
      expect(await hindranceFor(product, who, plain)).toMatchObject({
        kind: "person",
        because: expect.stringContaining("R-35"),
      });
    },
  );

  test.each(["anna", "leaver02", "george"])("R-60: nothing holds %s", async (who) => {
    const product = await begin();
    expect(await hindranceFor(product, who, plain)).toBeUndefined();
  });

  test("R-35: what cannot be read counts as held: no answer of Exchange lets a deletion pass", async () => {
    const product = await begin();
    product.tenant.faults.add({ match: { cmdlet: "Get-Mailbox" }, action: { status: 503, when: "before" } });
    await expect(hindranceFor(product, "anna", plain)).rejects.toThrow(/has to wait/);
  });
});
