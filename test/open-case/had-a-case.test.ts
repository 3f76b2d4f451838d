import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { day } from "../product/virtual-time.ts";

const begin = aProduct();

describe("a notice about somebody who had a case", () => {
  async function done(product: Product, who: string) {
    product.terminate(who);
    await product.told(who);
    await product.run();
    return product.leaver(who);
  }

  test("R-03: the same employment after the end of its case: joined, and nothing happens again", async () => {
    const product = await begin();
    const anna = await done(product, "anna");
    const [effects, { caseId }] = [anna.effects(), await anna.record()];

    expect(await product.told("anna")).toMatchObject({ bucket: "joined", caseId });
    await product.run();

    expect(anna.effects()).toEqual(effects);
  });

  test("RULE 4: hired again and leaving again is another employment, and another case", async () => {
    const product = await begin();
    const anna = await done(product, "anna");
    const { caseId } = await anna.record();
    product.tenant.state.hr.rehire(anna.person.hrId ?? "", { hireDate: day(-20) });
    anna.person.accountEnabled = true;
    product.terminate("anna", day(-2));

    const verdict = await product.told("anna");
    await product.run();

    expect(verdict.bucket).toBe("opened");
    expect(verdict.caseId).not.toBe(caseId);
    expect(await anna.record()).toMatchObject({ caseId: verdict.caseId, status: "done" });
    expect(anna.effects().filter((effect) => effect === "block-sign-in")).toHaveLength(2);
  });

  test("RULE 4: two notices about the new employment at the same time are one new case", async () => {
    const product = await begin();
    const anna = await done(product, "anna");
    product.tenant.state.hr.rehire(anna.person.hrId ?? "", { hireDate: day(-20) });
    product.terminate("anna", day(-2));

    const verdicts = await Promise.all([product.told("anna"), product.another().told("anna")]);

    expect(verdicts.map(({ bucket }) => bucket).toSorted()).toEqual(["joined", "opened"]);
    expect(new Set(verdicts.map(({ caseId }) => caseId)).size).toBe(1);
  });

  test("P2: another source that reports the end that was worked off already opens no second case", async () => {
    const product = await begin();
    const anna = await done(product, "anna");
    const effects = anna.effects();

    const verdict = await product.told("anna", { source: "payroll" });
    await product.run();

    expect([verdict.bucket, anna.effects()]).toEqual(["joined", effects]);
  });

  test("a case that an operator cancelled does not stop the next notice", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    await product.leaver("anna").cancel();

    const verdict = await product.told("anna");

    expect(verdict.bucket).toBe("opened");
    expect(await product.leaver("anna").record()).toMatchObject({ caseId: verdict.caseId, status: "running" });
  });
});
