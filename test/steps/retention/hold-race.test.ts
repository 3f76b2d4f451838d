import { expect, test } from "vitest";
import { setHold } from "../../../dev/tenant/sharepoint/changes.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { mailboxOf } from "../preserve/a-mailbox.ts";

const begin = aProduct();
const step = "delete-account";

/** Somebody in Purview places a hold, on the mailbox or the OneDrive. */
const holds = {
  mailbox: (product: Product, who: string) => {
    mailboxOf(product, who).litigation = { at: Date.now(), days: null, owner: "Purview", comment: "" };
  },
  OneDrive: (product: Product, who: string) => {
    const site = product.tenant.state.sites.oneDrive(product.tenant.state.person(who).id);
    if (site !== undefined) setHold(product.tenant.state, site, true);
  },
} as const;

async function standing(product: Product, number: number): Promise<Leaver> {
  const who = `extra${String(number).padStart(4, "0")}`;
  product.terminate(who);
  return await product.leaver(who).at(step, { end: "plain-deletion", deleteAfterDays: 0, approvals: [] });
}

test.each(["mailbox", "OneDrive"] as const)(
  "REQ-50, R-35: a hold on the %s in the second of the deletion, at every crossing: either nothing is deleted, or the evidence says that it had begun",
  async (what) => {
    const product = await begin({ people: 90, policy: { deletions: { people: 1_000 }, breaker: { people: 1_000 } } });
    const calm = await standing(product, 1);
    const counting = product.another();
    await counting.run(step);
    const crossings = counting.border.crossings.length;
    expect(calm.effects()).toEqual(["delete-user"]);
    expect(crossings).toBeGreaterThan(30);

    const ends: string[] = [];
    for (let at = 1; at <= crossings; at += 1) {
      const leaver = await standing(product, at + 1);
      const racing = product.another();
      const place = holds[what];
      racing.border.diesAt = (_, count) => {
        if (count === at) place(product, leaver.person.key);
        return false;
      };
      await racing.run(step);
      const log = product.tenant.effects().filter(({ personId, objectId }) => [personId, objectId].includes(leaver.id));
      const deleted = log.some(({ operation }) => operation === "delete-user");
      const { state, evidence } = await leaver.step(step);
      const seen = JSON.stringify(evidence).includes("had already begun");
      if (!deleted) {
        expect(state, `at crossing ${at}`).toBe("parked");
        ends.push("not deleted");
      } else {
        expect(state).toBe("done");
        ends.push(seen ? "begun" : "placed after everything was seen");
      }
    }

    // In this order, and nothing between: before the last look, between it and the look afterwards, after that.
    const order = ["not deleted", "begun", "placed after everything was seen"];
    const places = ends.map((end) => order.indexOf(end));
    expect(places).toEqual(places.toSorted());
    expect(new Set(ends)).toEqual(new Set(order));
    // The look afterwards is the last thing before the end is recorded: only that record may be younger than the hold.
    expect(ends.filter((end) => end === order[2]).length).toBeLessThan(12);
  },
  120_000,
);
