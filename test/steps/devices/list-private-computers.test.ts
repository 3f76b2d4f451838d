import { expect, test } from "vitest";
import { steps } from "../../../functions/steps.ts";
import { changed, usualSettings } from "../../../shared/domain/case-settings.ts";
import { makePlan } from "../../../shared/domain/plan.ts";
import { Policy } from "../../../shared/domain/policy.ts";
import { aProduct } from "../../a-product.ts";

const begin = aProduct();
const step = "list-private-computers";

test("R-55, REQ-31, REQ-32: leaver08's own computer is listed as not recoverable, and nothing claims that it was cleaned", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver08").at(step);
  const computer = product.tenant.state.devicesOf("leaver08")[2];

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({
    state: "done",
    evidence: {
      devices: 3,
      unmanaged: 2,
      risks: [
        { rule: "R-55", what: expect.stringContaining("cannot be recovered"), objectId: computer?.id },
        { rule: "REQ-30", what: expect.stringContaining("other device management") },
      ],
    },
  });
  expect(product.writes()).toEqual([]);
});

test("REQ-30: a phone that nobody manages is no computer, but may be known elsewhere", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver01").at(step);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ evidence: { risks: [{ rule: "REQ-30" }] } });
});

test("anna's devices are all managed: no risk", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { unmanaged: 0, risks: [] } });
});

test("leaver09 has no device: skipped", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver09").at(step);

  await product.run(step);

  expect((await leaver.step(step)).state).toBe("skipped");
});

test.each([
  [{ personal: "nothing", company: "nothing" }, ["list-private-computers"]],
  [
    { personal: "nothing", company: "retire" },
    ["list-private-computers", "retire-managed-devices", "confirm-device-wipes"],
  ],
  [
    { personal: "nothing", company: "wipe" },
    ["list-private-computers", "wipe-managed-devices", "confirm-device-wipes"],
  ],
  [
    { personal: "account-only", company: "nothing" },
    [
      "list-private-computers",
      "retire-managed-devices",
      "wipe-mobile-devices",
      "block-mobile-devices",
      "confirm-device-wipes",
    ],
  ],
] as const)("R-52: a policy of %j has these steps: %j", (devices, names) => {
  const settings = changed(usualSettings, { devices });
  const plan = makePlan(steps, Policy.parse({}), { settings, cloud: "worldwide" });
  const ours = new Set<string>(steps.filter(({ section }) => section === "devices").map(({ name }) => name));

  const inPlan = plan.steps.filter(({ name, state }) => ours.has(name) && state !== "skipped");
  expect(inPlan.map(({ name }) => name)).toEqual(names);
});
