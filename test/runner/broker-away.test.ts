import { describe, expect, test } from "vitest";
import { TryLaterError } from "../../shared/domain/errors.ts";
import { aProduct } from "../a-product.ts";
import { day } from "../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;

describe("when the broker does not answer", () => {
  test("RULE 17: what was promised is sent by the sweep, and the case ends as if nothing had happened", async () => {
    const product = await begin();
    product.terminate("anna");
    let down = true;
    product.bus.beforeSend = async () => {
      if (down) throw new TryLaterError("The broker is away");
    };
    await product.told("anna");
    expect(product.bus.sent).toEqual([]);

    down = false;
    await product.pass(6 * minute);
    await product.sweep();

    const anna = product.leaver("anna");
    expect((await anna.record()).status).toBe("done");
    expect(await anna.events()).toEqual(["case.opened", "case.late", "case.locked-out", "case.closed"]);
    expect(await anna.faults()).toEqual([]);
  });

  test("P11: a broker that was emptied in the middle is filled again from the tables", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    await product.runUntil("reset-password");

    product.bus.lose();
    for (let round = 0; round < 4; round += 1) {
      await product.pass(6 * minute);
      await product.sweep();
    }

    const anna = product.leaver("anna");
    expect((await anna.record()).status).toBe("done");
    expect(await anna.faults()).toEqual([]);
  });

  test("P11: nobody handled the announced change, and its message is lost: the sweep sends it anew", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    await product.runUntil("reset-password");
    const doomed = product.another();
    doomed.border.diesAt = (crossing) => crossing === "before directory.resetPasswordToUnknown";
    await doomed.run("reset-password");
    const anna = product.leaver("anna");
    expect(await anna.step("reset-password")).toMatchObject({ state: "changing", generation: 1 });

    product.bus.lose();
    for (let round = 0; round < 4; round += 1) {
      await product.pass(6 * minute);
      await product.sweep();
    }

    expect(await anna.step("reset-password")).toMatchObject({ state: "done", generation: 2 });
    expect(anna.effects().filter((effect) => effect === "reset-password")).toHaveLength(1);
    expect(await anna.history()).toContain("case.rescued");
    expect((await anna.record()).status).toBe("done");
  });

  test.each([
    ["parks with nothing else to do", "case.parked"],
    ["is paused", "case.paused"],
  ])(
    "the call for a person is not lost: the case %s while the broker is away, and at the next sweep",
    async (_, type) => {
      const product = await begin();
      product.terminate("ivan");
      await product.told("ivan");
      const ivan = product.leaver("ivan");
      let refusals = 2;
      product.bus.beforeSend = async (messages) => {
        if (!messages.some(({ body }) => body.kind === "event" && body.type === type) || refusals === 0) return;
        refusals -= 1;
        throw new TryLaterError("Topic events is full");
      };

      if (type === "case.paused") await ivan.pause();
      await product.run();
      for (let round = 0; round < 4; round += 1) {
        await product.pass(6 * minute);
        await product.sweep();
      }

      expect(await ivan.events()).toContain(type);
      expect((await ivan.file()).outbox.filter(({ body }) => body.kind === "event")).toEqual([]);
      expect(await product.dueKeys()).toEqual([]);
    },
  );

  test.each([
    ["scheduled", "clara", "bamboohr"],
    ["proposed", "julia", "approvals"],
  ] as const)(
    "the fact that a %s case was cancelled is not lost, nor sent a month late, when the broker is away",
    async (status, who, source) => {
      const product = await begin();
      product.terminate(who, day(30));
      await product.told(who, { source });
      const leaver = product.leaver(who);
      expect((await leaver.record()).status).toBe(status);
      let refusals = 2;
      product.bus.beforeSend = async (messages) => {
        if (!messages.some(({ body }) => body.kind === "event") || refusals === 0) return;
        refusals -= 1;
        throw new TryLaterError("Topic events is full");
      };

      await leaver.cancel();
      for (let round = 0; round < 3; round += 1) {
        await product.pass(2 * minute);
        await product.sweep();
      }

      expect(await leaver.events()).toContain("case.cancelled");
      expect((await leaver.file()).outbox).toEqual([]);
      expect(await product.dueKeys()).toEqual([]);
    },
  );

  test("the last event of a closed case is sent although the broker was away at the end and at the next sweep", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    await product.runUntil("close-case");
    let refusals = 2;
    product.bus.beforeSend = async (messages) => {
      if (!messages.some(({ body }) => body.kind === "event") || refusals === 0) return;
      refusals -= 1;
      throw new TryLaterError("Topic events is full");
    };

    await product.run();
    for (let round = 0; round < 4; round += 1) {
      await product.pass(6 * minute);
      await product.sweep();
    }

    const anna = product.leaver("anna");
    expect(await anna.events()).toContain("case.closed");
    expect(await anna.faults()).toEqual([]);
  });
});
