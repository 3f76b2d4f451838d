import { describe, expect, onTestFinished, test } from "vitest";
import { guidOf } from "../../dev/tenant/ids.ts";
import type { Person } from "../../dev/tenant/model.ts";
import { webhookSchemes } from "../../shared/adapters/hris/webhook-schemes.ts";
import { SourceName } from "../../shared/domain/ids.ts";
import { aProduct } from "../a-product.ts";
import { hrServer, json } from "../adapters/hris/hr-server.ts";
import { idOf, type Product } from "../product/product.ts";
import { day } from "../product/virtual-time.ts";

const begin = aProduct();

/** One more account of the directory, with an employment of its own where it has a new employee id. */
function anAccount(product: Product, changes: Partial<Person> & { readonly key: string }): Person {
  const { state } = product.tenant;
  const ben = state.person("ben");
  const person = { ...ben, id: guidOf(`person/${changes.key}`), ...changes };
  state.people.add(person);
  const hr = state.hr.find(ben.hrId ?? "");
  if (hr !== undefined && person.hrId !== null && person.employeeId !== null && person.hrId !== ben.hrId) {
    state.hr.add({ ...hr, hrId: person.hrId, employeeId: person.employeeId, termination: undefined });
  }
  return person;
}

/** An HR system that names the object id in the directory as well. */
async function peopleSource(person: object) {
  const server = await hrServer(json({ status: "active", lastWorkingDay: day(-1), ...person }));
  onTestFinished(async () => await server[Symbol.asyncDispose]());
  const lookup = { kind: "http", url: server.url, key: "people-lookup-key" } as const;
  return { name: SourceName.parse("people"), scheme: webhookSchemes["standard-webhooks"], secrets: [], lookup };
}

describe("a notice that opens nothing", () => {
  async function refusedFor(
    product: Product,
    who: string,
    because: RegExp,
    source: "bamboohr" | "people" = "bamboohr",
  ) {
    const verdict = await product.told(who, { source });

    expect(verdict).toEqual({ bucket: "refused", caseId: undefined, because: expect.stringMatching(because) });
    expect(await product.caseIds()).toEqual([]);
    expect([product.tenant.effects(), product.bus.sent, await product.dueKeys()]).toEqual([[], [], []]);
  }

  test("P7, R-10: freja is on the protected list: refused, alarmed, and nothing is touched", async () => {
    const product = await begin({ policy: { protected: [idOf("freja").toUpperCase()] } });
    product.terminate("freja");

    await refusedFor(product, "freja", /protected/);

    expect(product.world.logs.join()).toContain("security-protected-person-named");
  });

  test("R-10: an account of a room or a service is no leaver", async () => {
    const product = await begin();
    anAccount(product, { key: "desk", employeeId: "E-9001", hrId: "9001", isResourceAccount: true });
    product.terminate("desk");

    await refusedFor(product, "desk", /no person/);
  });

  test("R-02: an employee id that no account has names nobody", async () => {
    const product = await begin();
    anAccount(product, { key: "ghost", employeeId: "E-9002", hrId: "9002" });
    product.terminate("ghost");
    product.tenant.state.hr.add({ ...hrOf(product, "ghost"), hrId: "9003", employeeId: "E-9003" });
    product.tenant.state.hr.terminate("9003", { lastDay: day(-1) });

    const verdict = await product.toldAbout("9003");

    expect(verdict).toMatchObject({ bucket: "refused", because: expect.stringContaining("no account") });
  });

  test("R-02: two accounts with the same employee id name nobody: no guess is made", async () => {
    const product = await begin();
    anAccount(product, { key: "benjamin" });
    product.terminate("ben");

    await refusedFor(product, "ben", /several accounts/);
  });

  test("R-02: employee id and object id of the HR record name different people", async () => {
    const source = await peopleSource({ employeeId: "E-1001", employmentId: "1", objectId: idOf("ben") });
    const product = await begin({ sources: [source] });

    await refusedFor(product, "anna", /different people/, "people");
  });

  test("R-02: an object id in capitals is the same object", async () => {
    const source = await peopleSource({
      employeeId: "E-1001",
      employmentId: "1",
      objectId: idOf("anna").toUpperCase(),
    });
    const product = await begin({ sources: [source] });

    expect((await product.told("anna", { source: "people" })).bucket).toBe("opened");
  });

  test("R-01: the HR system does not know the person", async () => {
    const product = await begin();

    expect(await product.toldAbout("7777")).toMatchObject({
      bucket: "refused",
      because: expect.stringContaining("does not know"),
    });
  });

  test("R-01: a forged notice about anna, who stays, opens nothing, even one that says: now", async () => {
    const product = await begin();

    await refusedFor(product, "anna", /does not show an end/);
    expect((await product.told("anna", { kind: "access.revoke-now" })).bucket).toBe("refused");
    expect(product.bus.sent).toEqual([]);
  });
});

function hrOf(product: Product, who: string) {
  const record = product.tenant.state.hr.find(product.tenant.state.person(who).hrId ?? "");
  if (record === undefined) throw new Error(`${who} is in no HR system`);
  return record;
}
