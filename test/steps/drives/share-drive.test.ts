import { describe, expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { setLock } from "../../../dev/tenant/sharepoint/changes.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "share-drive";
const [add, remove] = ["add-site-administrator", "remove-site-administrator"];

function siteOf(product: Product, who: string) {
  const site = product.tenant.state.sites.oneDrive(idOf(who));
  if (site === undefined) throw new Error(`${who} has no OneDrive`);
  return site;
}

describe("the OneDrive is handed over", () => {
  test("R-44, REQ-33: anna's manager becomes an administrator of her OneDrive, once, and is read back as one", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);

    await product.run(step);

    expect(anna.effects()).toEqual([add]);
    expect(siteOf(product, "anna").administrators).toEqual([anna.id, idOf("maria")]);
    expect(await anna.step(step)).toMatchObject({
      state: "done",
      before: { granted: false, administrators: 1, to: idOf("maria"), lock: "open" },
      evidence: { granted: true, administrators: 2 },
    });
    expect(await anna.faults()).toEqual([]);
  });

  test("R-44: a manager who administers it already: unchanged", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    siteOf(product, "anna").administrators.push(idOf("maria"));

    await product.run(step);

    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["unchanged", []]);
  });

  test("R-44: an administrator that does not show yet is looked for, and not made a second time", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    product.tenant.faults.lag("siteAdministrators", 90_000);

    await product.run(step);
    expect((await anna.step(step)).state).toBe("waiting");
    await product.pass(300_000, step);

    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", [add]]);
  });

  test("P3: an answer that was lost on its way does not make two", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    product.tenant.faults.add({ match: { path: /getuserbyid/ }, action: { cut: "after" }, times: 1 });

    await product.run(step);
    await product.pass(300_000, step);

    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", [add]]);
  });

  test("leaver09 never opened a OneDrive: skipped with that reason", async () => {
    const product = await begin();
    const samir = await product.leaver("leaver09").at(step);

    await product.run(step);

    expect(await samir.step(step)).toMatchObject({ state: "skipped", because: "the leaver has no OneDrive" });
    expect(product.tenant.unhandled()).toEqual([]);
  });

  test("R-72: the ledger holds no name, no address and no sign-in name", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    await product.run(step);

    const kept = JSON.stringify([await anna.file(), product.world.logs]).toLowerCase();
    for (const canary of ["albrecht", "keller", "kestrel.example", "personal/"]) expect(kept).not.toContain(canary);
  });
});

describe("guard", () => {
  test("R-42: a manager who is leaving too does not take it over: the next one does", async () => {
    const product = await begin();
    await product.leaver("maria").at("block-sign-in");
    const anna = await product.leaver("anna").at(step);

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { to: idOf("julia") } });
  });

  test("R-42: the person of the policy who is disabled by now does not take it over", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, { drive: { to: idOf("ben") } });
    setAccountEnabled(product.tenant.state, product.tenant.state.person("ben"), false, "hand");

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-42") });
    expect(anna.effects()).toEqual([]);
  });

  test("R-43: nobody who can take it over: a person is asked, and the case goes on when somebody was named", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    for (const key of ["maria", "julia"]) {
      setAccountEnabled(product.tenant.state, product.tenant.state.person(key), false, "hand");
    }
    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-43") });

    setAccountEnabled(product.tenant.state, product.tenant.state.person("maria"), true, "hand");
    await anna.resume();
    await product.run(step);

    expect((await anna.step(step)).state).toBe("done");
  });

  test("R-45: a OneDrive that is read-only, as on day 60 without a licence, is for a person", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    setLock(product.tenant.state, siteOf(product, "anna"), "ReadOnly");

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-45") });
    expect(anna.effects()).toEqual([]);
  });

  test.each(["closed", "archived"])(
    "R-45: a OneDrive that is %s is for a person, with the way to open it",
    async (how) => {
      const product = await begin();
      const anna = await product.leaver("anna").at(step);
      const site = siteOf(product, "anna");
      if (how === "archived") site.archived = true;
      else setLock(product.tenant.state, site, "NoAccess");

      await product.run(step);

      expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-45") });
    },
  );

  test("a manager without a SharePoint licence is unknown to it: a person is asked", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    product.tenant.state.person("maria").licences = [];

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("licence") });
  });
});

describe("undo", () => {
  test("R-24: anna's OneDrive has its administrators as before", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    await product.run(step);

    await undo(product, "anna", step);

    expect(siteOf(product, "anna").administrators).toEqual([anna.id]);
    expect(anna.effects()).toEqual([add, remove]);
  });
});
