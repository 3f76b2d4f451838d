import { describe, expect, test } from "vitest";
import { deleteUser } from "../../dev/tenant/deletion/changes.ts";
import type { CaseSettingsChange } from "../../shared/domain/case-settings.ts";
import { stepInput } from "../../shared/domain/step-input.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";
import { day } from "../product/virtual-time.ts";
import { restore, signIn } from "../steps/restore/restored.ts";

const begin = aProduct();
const [minute, hour] = [60_000, 3_600_000];
const deletion: CaseSettingsChange = { end: "plain-deletion", deleteAfterDays: 30, approvals: [] };

async function lockedOut(product: Product, who: string, lastDay = day(-1)) {
  product.terminate(who, lastDay);
  await product.told(who);
  await product.run();
  return product.leaver(who);
}

describe("employed again (R-05)", () => {
  test("while the case waits for the deletion: paused at the news, and the text offers the way back", async () => {
    const product = await begin({ policy: { defaults: deletion, fallbackContact: idOf("petra") } });
    const anna = await lockedOut(product, "anna");
    product.tenant.state.hr.rescind(anna.person.hrId ?? "");

    await product.told("anna", { kind: "employment.restarted" });
    await product.pass(40 * 24 * hour);

    expect(await anna.record()).toMatchObject({
      status: "paused",
      because: expect.stringMatching(/does not show an end.*POST \/api\/restores.*R-05/),
    });
    expect(anna.person.deletedAt).toBeUndefined();
  });

  test("and nobody told Leaver: the record is read again before the deletion, and the text offers the way back", async () => {
    const product = await begin({ policy: { defaults: deletion, fallbackContact: idOf("petra") } });
    const anna = await lockedOut(product, "anna");
    product.tenant.state.hr.rescind(anna.person.hrId ?? "");

    for (let days = 0; days < 40; days += 5) await product.pass(5 * 24 * hour);

    expect(await anna.record()).toMatchObject({
      status: "paused",
      because: expect.stringMatching(/does not show an end any more.*POST \/api\/restores.*R-05/),
    });
    expect(anna.person.deletedAt).toBeUndefined();
  });

  test("while the retention runs and the account is in the bin: found there by employee id, and paused", async () => {
    const defaults = { ...deletion, deleteAfterDays: 0 };
    const product = await begin({ policy: { defaults, fallbackContact: idOf("petra") } });
    const anna = await lockedOut(product, "anna");
    for (let hours = 0; hours < 12; hours += 4) await product.pass(4 * hour);
    expect(anna.person.deletedAt).toBeDefined();
    product.tenant.state.hr.rescind(anna.person.hrId ?? "");

    await product.told("anna", { kind: "employment.restarted" });

    expect(await anna.record()).toMatchObject({ status: "paused", because: expect.stringContaining("/api/restores") });
    expect(await restore(product, anna.id)).toMatchObject({ outcome: "opened" });
    await product.run();
    expect(anna.person.deletedAt).toBeUndefined();
  });
});

describe("HR tells of an end, and an operator has given everything back (R-03)", () => {
  async function restored(product: Product) {
    const anna = await lockedOut(product, "anna");
    await restore(product, anna.id);
    await product.run();
    return anna;
  }

  test("the same end again, before and after the restore has ended: nothing happens", async () => {
    const product = await begin();
    const anna = await restored(product);
    expect((await product.told("anna")).bucket).toBe("joined");
    await signIn(product, anna);
    await product.run();
    await product.pass(minute);
    await product.pass(minute);
    product.tenant.state.signIn("anna", 0);
    await product.pass(25 * hour);
    expect((await anna.record()).status).toBe("done");

    expect(await product.told("anna")).toMatchObject({ bucket: "joined" });
    expect([(await anna.record()).kind, anna.person.accountEnabled]).toEqual(["restore", true]);
  });

  test("R-15: another end that has come ends a running restore, and access ends", async () => {
    const product = await begin();
    const anna = await restored(product);
    product.terminate("anna", day(-2));

    expect((await product.told("anna")).bucket).toBe("opened");
    await product.run();

    expect(await anna.record()).toMatchObject({ kind: "leaver", status: "done" });
    expect(anna.person.accountEnabled).toBe(false);
  });

  test("another end that is still to come waits until the restore is over, and is not lost", async () => {
    const product = await begin();
    const anna = await restored(product);
    product.terminate("anna", day(200));
    await product.notice("anna");
    await product.run();
    expect((await anna.record()).kind).toBe("restore");
    expect(await product.deliveries()).toMatchObject([{ bucket: undefined }]);

    await signIn(product, anna);
    await product.run();
    await product.pass(minute);
    product.tenant.state.signIn("anna", 0);
    await product.pass(25 * hour);
    await product.sweep();

    expect(await anna.record()).toMatchObject({ kind: "leaver", status: "scheduled" });
    expect((await product.deliveries()).map(({ bucket }) => bucket)).toEqual(["opened"]);
  });
});

test("R-42: who is being restored can take over from others; who leaves cannot", async () => {
  const product = await begin();
  deleteUser(product.tenant.state, product.tenant.state.person("ben"), "hand");
  await restore(product, idOf("ben"));
  await product.run();
  const anna = await lockedOut(product, "anna");
  const input = stepInput({ name: (await anna.step("snapshot")).name }, await anna.file(), product.ports);

  expect([await input.leaving(idOf("ben")), await input.leaving(idOf("clara"))]).toEqual([false, false]);
});
