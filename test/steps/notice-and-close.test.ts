import { describe, expect, test } from "vitest";
import { hashOf } from "../../shared/domain/hash.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";

const begin = aProduct();

async function lockedOut(product: Product, who: string) {
  product.terminate(who);
  await product.told(who);
  await product.runUntil("notify-manager");
  await product.run("notify-manager");
  return product.leaver(who);
}

describe("notify-manager", () => {
  test("anna's manager is told once, with the case in the header and no name in the subject", async () => {
    const product = await begin();
    const anna = await lockedOut(product, "anna");

    const { mails } = product.tenant.state;
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: ["maria.keller@kestrel.example"], inSentItems: true });
    expect(mails[0]?.subject).not.toContain("Anna");
    expect(mails[0]?.content).toContain("Anna Albrecht can no longer sign in");
    const { caseId } = await anna.record();
    expect(mails[0]?.headers).toContainEqual({ name: "x-leaver-notice", value: `${caseId}-manager-after` });
    expect(await anna.step("notify-manager")).toMatchObject({ state: "done", before: { recipient: idOf("maria") } });
  });

  test("R-43: julia has no manager: the policy's fallback contact is told", async () => {
    const product = await begin({ policy: { fallbackContact: idOf("petra") } });
    const julia = await lockedOut(product, "julia");

    expect(product.tenant.state.mails.map((mail) => mail.to)).toEqual([["petra.moser@kestrel.example"]]);
    expect(await julia.step("notify-manager")).toMatchObject({ state: "done", before: { recipient: idOf("petra") } });
  });

  test("R-43: anna's manager left before her: the next manager up is told", async () => {
    const product = await begin({ policy: { fallbackContact: idOf("petra") } });
    product.tenant.state.person("maria").accountEnabled = false;
    await lockedOut(product, "anna");

    expect(product.tenant.state.mails.map((mail) => mail.to)).toEqual([["julia.roth@kestrel.example"]]);
  });

  test("R-42, R-43: anna's managers are leaving themselves: the secondary owner, then the fallback contact is told", async () => {
    const policy = { secondaryOwner: idOf("oskar"), fallbackContact: idOf("petra") };
    const product = await begin({ policy });
    for (const who of ["maria", "julia"]) await product.leaver(who).at("snapshot");
    const anna = await lockedOut(product, "anna");
    await product.leaver("oskar").at("snapshot");
    const ben = await lockedOut(product, "ben");

    expect(await anna.step("notify-manager")).toMatchObject({ state: "done", before: { recipient: idOf("oskar") } });
    expect(await ben.step("notify-manager")).toMatchObject({ state: "done", before: { recipient: idOf("petra") } });
  });

  test.each([
    ["there is no fallback contact", {}],
    ["the fallback contact is julia herself", { fallbackContact: idOf("julia") }],
  ])("R-43: julia has no manager and %s: skipped, and the reason says so", async (_, policy) => {
    const product = await begin({ policy });
    const julia = await lockedOut(product, "julia");

    expect(product.tenant.state.mails).toEqual([]);
    expect(await julia.step("notify-manager")).toMatchObject({
      state: "skipped",
      because: expect.stringContaining("nobody to tell"),
    });
  });
});

describe("close-case", () => {
  test("R-73: anna's case ends with a seal over all evidence, and the way back to it verifies", async () => {
    const product = await begin();
    const anna = await lockedOut(product, "anna");

    await product.run();

    const { steps, record } = await anna.file();
    const others = steps.filter((step) => step.name !== "close-case");
    expect(await anna.step("close-case")).toMatchObject({
      state: "done",
      evidence: {
        outcomes: Object.fromEntries(
          [...Map.groupBy(others, ({ state }) => state)].map(([state, of]) => [state, of.length]),
        ),
        seal: hashOf(others.map((step) => [step.name, step.state, step.evidence ?? null])),
      },
    });
    expect(record).toMatchObject({ status: "done", closedAt: expect.any(String) });
    expect(await anna.events()).toEqual(["case.opened", "case.late", "case.locked-out", "case.closed"]);
    expect(await anna.faults()).toEqual([]);
  });
});
