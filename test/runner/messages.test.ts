import { describe, expect, test } from "vitest";
import { setAccountEnabled } from "../../dev/tenant/changes.ts";
import { runStep } from "../../shared/domain/run-step.ts";
import { aProduct } from "../a-product.ts";
import { stepNamed } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";

const begin = aProduct();

describe("RULE 15: a message that is not for now does nothing", () => {
  test("a message of an older or a newer generation", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    const { body } = await anna.message("reset-password");
    const steps = [2, 7].map((generation) => ({ ...body, generation }) as typeof body);

    for (const step of steps) await product.deliver(step);

    expect(await anna.step("reset-password")).toMatchObject({ state: "ready", attempts: 0 });
    expect([anna.effects(), await anna.history()]).toEqual([[], ["case.opened"]]);
  });

  test("a message for a step that is finished, a week late", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    const { body } = await anna.message("reset-password");
    await product.run("reset-password");
    const history = await anna.history();

    await clock.advance(7 * 86_400_000);
    await product.deliver(body);

    expect([anna.effects(), await anna.history()]).toEqual([["reset-password"], history]);
  });

  test("a message for a step that is finished, after somebody gave anna her access back by hand", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    const { body } = await anna.message("block-sign-in");
    await product.run("block-sign-in");
    setAccountEnabled(product.tenant.state, anna.person, true, "hand");

    await clock.advance(86_400_000);
    await product.deliver(body);

    expect([anna.effects(), anna.person.accountEnabled]).toEqual([["block-sign-in"], true]);
  });

  test("a message for a step that waits for a person", async () => {
    const product = await begin();
    const erik = await product.leaver("erik").at("block-sign-in");
    const { body } = await erik.message("block-sign-in");
    await product.run("block-sign-in");
    const history = await erik.history();

    await product.deliver(body);

    expect([(await erik.step("block-sign-in")).state, await erik.history()]).toEqual(["parked", history]);
  });

  test("a message of one step at the function of another, as a subscription without its filter delivers it", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    const { body } = await anna.message("reset-password");

    if (body.kind === "step") await runStep(stepNamed("block-sign-in"), body, product.ports);

    expect(await anna.step("reset-password")).toMatchObject({ state: "ready", attempts: 0 });
    expect([anna.effects(), await anna.history()]).toEqual([[], ["case.opened"]]);
  });

  test("a message for a case or a step that nobody knows", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("reset-password");
    const { body } = await anna.message("reset-password");

    await product.deliver({ ...body, caseId: "case-00000000000000000000" } as typeof body);

    expect(anna.effects()).toEqual([]);
    expect(product.world.logs.join()).toContain("step-without-case");
  });

  test("P6: a cancelled case starts nothing, whatever arrives", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");

    await anna.cancel();
    await product.run();

    expect(anna.effects()).toEqual([]);
    expect((await anna.record()).status).toBe("cancelled");
    expect(await anna.faults()).toEqual([]);
  });

  test("P6: a paused case starts nothing until it is resumed, and then goes on", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");

    await anna.pause();
    await product.run();
    expect(anna.effects()).toEqual([]);

    await anna.resume();
    await product.run();
    expect((await anna.record()).status).toBe("done");
    expect(await anna.faults()).toEqual([]);
  });

  test("a message for a paused case is not sent round and round", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    const { messageId, body } = await anna.message("block-sign-in");

    await anna.pause();
    await product.deliver(body);

    expect(product.bus.sent.filter((message) => message.messageId === messageId)).toHaveLength(1);
  });

  test("P7: a person who was put on the protected list meanwhile is not touched", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at("block-sign-in");
    product.world.policy.protected.push(anna.id);

    await product.run();

    expect(anna.effects()).toEqual([]);
    expect(await anna.record()).toMatchObject({ status: "parked", because: expect.stringContaining("protected") });
  });
});
