import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";

const begin = aProduct();
const minute = 60_000;
const hour = 60 * minute;

/** Microsoft Graph answers nothing but 503. */
function graphIsDown(product: Product, retryAfterSeconds?: number): void {
  product.tenant.faults.add({
    match: { path: /^\/v1\.0\// },
    action: { status: 503, retryAfterSeconds, when: "before" },
  });
}

describe("when the tenant does not answer", () => {
  test("anna's step waits as long as a day, and then a person is called with the reason", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    graphIsDown(product, 3600);

    await product.run("block-sign-in");
    for (let passed = 0; passed < 23; passed += 1) await product.pass(hour, "block-sign-in");
    expect(await anna.step("block-sign-in")).toMatchObject({
      state: "waiting",
      because: expect.stringContaining("not available"),
    });

    for (let passed = 0; passed < 2; passed += 1) await product.pass(hour, "block-sign-in");
    expect(await anna.step("block-sign-in")).toMatchObject({
      state: "parked",
      because: expect.stringMatching(/resume/),
    });
    expect((await anna.record()).status).toBe("parked");
    expect(anna.effects()).toEqual([]);
  });

  test("days in which Leaver itself stood still use up none of it: as many looks as without them", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    graphIsDown(product, 3600);
    await product.run("block-sign-in");
    for (let passed = 0; passed < 12; passed += 1) await product.pass(hour, "block-sign-in");

    await product.pass(5 * 24 * hour, "block-sign-in");
    for (let passed = 0; passed < 10; passed += 1) await product.pass(hour, "block-sign-in");
    expect((await anna.step("block-sign-in")).state).toBe("waiting");

    await product.pass(hour, "block-sign-in");
    await product.pass(hour, "block-sign-in");
    expect((await anna.step("block-sign-in")).state).toBe("parked");
  });

  test("an outage of an hour delays anna's lockout and changes nothing else", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    const anna = product.leaver("anna");
    graphIsDown(product);
    await product.run();
    await product.passAwake(60 * minute);

    product.tenant.faults.clear();
    await product.pass(7 * minute);

    expect((await anna.record()).status).toBe("done");
    expect(await anna.faults()).toEqual([]);
  });

  test("after an outage of two hours, a change that takes ten seconds to show is waited for like any other", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    graphIsDown(product);
    await product.run("block-sign-in");
    await product.pass(2 * hour, "block-sign-in");

    product.tenant.faults.clear();
    product.tenant.faults.lag("accountEnabled", 10_000);
    await product.pass(6 * minute, "block-sign-in");
    expect(await anna.step("block-sign-in")).toMatchObject({ state: "waiting", intent: { accepted: true } });
    await product.pass(6 * minute, "block-sign-in");
    expect((await anna.step("block-sign-in")).state).toBe("done");
  });
});

describe("when the change does not show", () => {
  test("P3, P4: nothing counts as done: an hour of looking, then a person, and the change is made once", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    product.tenant.faults.lag("accountEnabled", 48 * hour);

    await product.run("block-sign-in");
    await product.passAwake(58 * minute, "block-sign-in");
    expect((await anna.step("block-sign-in")).state).toBe("waiting");
    await product.pass(8 * minute, "block-sign-in");

    expect(await anna.step("block-sign-in")).toMatchObject({
      state: "parked",
      because: expect.stringContaining("Check by hand"),
    });
    expect(anna.effects()).toEqual(["block-sign-in"]);
    expect((await anna.step("revoke-sessions")).state).toBe("pending");
  });

  test("each look is later than the one before, at most five minutes and a quarter apart", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    product.tenant.faults.lag("accountEnabled", 48 * hour);
    const waits: number[] = [];

    for (let look = 0; look < 12; look += 1) {
      await product.run("block-sign-in");
      const [next] = product.bus.waiting.filter(({ body }) => body.kind === "step" && body.step === "block-sign-in");
      waits.push(Date.parse(next?.notBefore ?? "") - Date.now());
      await product.pass(Math.max(0, waits.at(-1) ?? 0), "block-sign-in");
      if ((await anna.step("block-sign-in")).state !== "waiting") break;
    }

    expect(waits[0]).toBeLessThan(2_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(375_000);
    expect(waits.slice(0, 8)).toEqual(waits.slice(0, 8).toSorted((a, b) => a - b));
  });
});

describe("when Leaver stood still while a change was on its way to show", () => {
  test("the first look after it is not the last", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    product.tenant.faults.lag("accountEnabled", 31 * hour);
    await product.run("block-sign-in");

    await product.pass(30 * hour, "block-sign-in");
    expect(await anna.step("block-sign-in")).toMatchObject({ state: "waiting", intent: { accepted: true } });
    await product.passAwake(66 * minute, "block-sign-in");

    expect((await anna.step("block-sign-in")).state).toBe("done");
    expect(anna.effects()).toEqual(["block-sign-in"]);
  });
});

describe("when something happens that nobody foresaw", () => {
  test("P10, R-71: the step parks with the error's name, and its text is nowhere", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    product.border.beforeCall = (call) => {
      if (call === "directory.blockSignIn") throw new TypeError("Anna Albrecht <anna.albrecht@kestrel.example>");
    };

    await product.run("block-sign-in");

    expect(await anna.step("block-sign-in")).toMatchObject({
      state: "parked",
      because: expect.stringContaining("Unforeseen TypeError"),
    });
    const { caseId } = await anna.record();
    const written = JSON.stringify([await anna.file(), await product.ports.ledger.history(caseId), product.bus.sent]);
    expect(`${written} ${product.world.logs.join()}`).not.toContain("Albrecht");
    expect((await anna.step("revoke-sessions")).state).toBe("pending");
  });

  test("R-71: it is not repeated blindly, and a person lets it run again", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    let failures = 0;
    product.border.beforeCall = (call) => {
      if (call !== "directory.resetPasswordToUnknown") return;
      failures += 1;
      if (failures === 1) throw new RangeError("once");
    };
    await product.run("reset-password");
    await product.pass(hour, "reset-password");
    expect([failures, (await anna.step("reset-password")).state]).toEqual([1, "parked"]);

    await anna.resume();
    await product.run("reset-password");

    expect([anna.effects(), (await anna.step("reset-password")).state]).toEqual([["reset-password"], "done"]);
  });
});
