import { HttpRequest } from "@azure/functions";
import { describe, expect, test } from "vitest";
import { opsHandlers } from "../../functions/ops/handlers.ts";
import { dryRun } from "../../shared/domain/dry-run.ts";
import { findPerson } from "../../shared/domain/find-person.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";

const begin = aProduct();
const living = { policy: { defaults: { end: "living-account" } } } as const;

async function planFor(product: Product, named: string, facts = {}) {
  const [account] = await findPerson(named, product.ports.tenant.directory);
  if (account === undefined) throw new Error(`There is no ${named}`);
  return await dryRun(account, facts, product.ports);
}

/** The operator's call, without the host in between. */
async function asked(product: Product, body: unknown) {
  const { makePlan } = opsHandlers(product.ports);
  const request = new HttpRequest({
    method: "POST",
    url: "http://localhost/api/plans",
    body: { string: JSON.stringify(body) },
  });
  const { status, jsonBody } = await makePlan(request);
  return { status, plan: jsonBody };
}

describe("a dry run", () => {
  test("writes nothing: no effect at the tenant, no row, no message", async () => {
    const product = await begin(living);

    await planFor(product, "anna.albrecht@kestrel.example");

    expect(product.tenant.effects()).toEqual([]);
    expect(product.writes().filter((call) => !call.endsWith("/checkMemberGroups"))).toEqual([]);
    expect(await product.caseIds()).toEqual([]);
    expect(product.bus.sent).toEqual([]);
  });

  test("has the hash and the settings of the case that is then started", async () => {
    const product = await begin(living);
    const plan = await planFor(product, idOf("anna"));
    product.terminate("anna");
    await product.told("anna");

    const { planHash, settings } = await product.leaver("anna").record();

    expect(plan.planHash).toBe(planHash);
    expect(plan.settings).toEqual(settings);
    expect(plan.steps.map(({ name }) => name)).toEqual(
      (await product.leaver("anna").file()).steps.map(({ name }) => name),
    );
  });

  test("R-74: another country, another plan, with the rule that says so", async () => {
    const rules = [
      { because: "Norway closes", when: { country: ["Norway"] }, set: { mailbox: { convertToShared: false } } },
    ];
    const product = await begin({ policy: { defaults: { end: "living-account" }, rules } });

    const [here, there] = [
      await planFor(product, idOf("anna")),
      await planFor(product, idOf("anna"), { country: "norway" }),
    ];

    expect(there.planHash).not.toBe(here.planHash);
    expect([here.rules, there.rules]).toEqual([[], ["Norway closes"]]);
    expect(there.steps.find(({ name }) => name === "convert-mailbox")).toMatchObject({ in: false });
  });

  test("says for each step what it would change, or why it is out", async () => {
    const product = await begin(living);

    const { steps, custodianId } = await planFor(product, "E-1001");

    expect(custodianId).toBe(idOf("maria"));
    expect(steps.find(({ name }) => name === "block-sign-in")).toMatchObject({ in: true, shows: "different" });
    expect(steps.find(({ name }) => name === "delete-account")).toMatchObject({
      in: false,
      because: expect.stringContaining("R-37"),
    });
    for (const step of steps) expect(step.in || step.because, step.name).toBeTruthy();
  });

  test("R-60: guards and approvals are named before anybody starts anything", async () => {
    const product = await begin({ policy: { defaults: { end: "plain-deletion" } } });

    const { steps } = await planFor(product, idOf("julia"));

    expect(steps.find(({ name }) => name === "delete-account")).toMatchObject({
      approval: true,
      destructive: true,
      stoppedBy: expect.any(String),
    });
  });

  test("what cannot be read is a line of the plan, and the rest is there", async () => {
    const product = await begin(living);
    product.tenant.faults.add({ match: { path: /registeredDevices/ }, action: { status: 503, when: "before" } });

    const { steps } = await planFor(product, idOf("anna"));

    expect(steps.find(({ name }) => name === "disable-devices")).toMatchObject({ shows: "unreadable" });
    expect(steps.filter(({ shows }) => shows === "different").length).toBeGreaterThan(5);
  });
});

describe("POST /api/plans", () => {
  test("P7: a protected person's plan says that no case would be opened", async () => {
    const product = await begin({ policy: { protected: [idOf("freja")] } });

    expect(await asked(product, { person: "E-1006" })).toMatchObject({ status: 200, plan: { protected: true } });
  });

  test.each([
    [404, "nobody has this id", { person: "00000000-0000-4000-8000-000000000000" }],
    [404, "nobody has this name", { person: "nobody@kestrel.example" }],
    [404, "nobody has this number", { person: "E-9999" }],
    [400, "no person is named", {}],
    [400, "a member is unknown", { person: "E-1001", filter: "1 eq 1" }],
    [400, "a termination type is unknown", { person: "E-1001", terminationType: "vanished" }],
  ])("answers %i when %s", async (status, _, body) => {
    expect((await asked(await begin(), body)).status).toBe(status);
  });

  test("P12: a name that looks like a path stays a name", async () => {
    const product = await begin();

    expect((await asked(product, { person: "@/../organization" })).status).toBe(404);
    expect(product.tenant.unhandled()).toEqual([]);
  });

  test("503 with the reason when the tenant does not answer", async () => {
    const product = await begin();
    product.tenant.faults.add({ match: { path: /^\/v1\.0\// }, action: { status: 503, when: "before" } });

    expect((await asked(product, { person: "E-1001" })).status).toBe(503);
  });
});
