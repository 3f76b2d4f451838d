import { expect, test } from "vitest";
import { aTenant, collection } from "./a-tenant.ts";

const tracked = "id,accountEnabled,userPrincipalName,employeeId,employeeLeaveDateTime,userType,manager";

// A loaded machine may take long by the clock; what is measured is the processor's time.
const patienceMs = 180_000;

test(
  "50,000 people move in within ten seconds of the processor, and a page of them in a delta query takes less than 50 ms",
  async () => {
    const before = process.cpuUsage();
    await using tenant = await aTenant({ people: 50_000, record: () => undefined });
    // How long it takes by the clock depends on who else is at work.
    const { user, system } = process.cpuUsage(before);

    const pages = 40;
    let next: string | undefined = `users/delta?$select=${tracked}`;
    await tenant.graph("GET", next);
    const asked = process.cpuUsage();
    for (let page = 0; page < pages && next !== undefined; page++) {
      next = collection(await tenant.graph("GET", next))["@odata.nextLink"];
    }
    const { user: userOfPages, system: systemOfPages } = process.cpuUsage(asked);

    expect((user + system) / 1_000).toBeLessThan(10_000);
    expect((userOfPages + systemOfPages) / 1_000 / pages, "with the caller's share").toBeLessThan(50);
    expect(next, "there are more pages than these").toBeDefined();
    expect(tenant.state.person("extra50000")).toMatchObject({ employeeId: "E-52000", hrId: "51100" });
  },
  patienceMs,
);

test("generated people have managers in a tree, with ten reports each at most", async () => {
  await using tenant = await aTenant({ people: 5_000, record: () => undefined });
  const people = tenant.state.people.all();
  const generated = people.filter(({ key }) => /^extra[1-5]\d{3}$/.test(key));
  const reports = Map.groupBy(generated, ({ managerId }) => managerId);

  expect(Math.max(...[...reports.values()].map(({ length }) => length))).toBeLessThanOrEqual(11);
  expect(new Set(generated.map(({ officeLocation }) => officeLocation)).size).toBe(4);
  for (const start of generated.slice(0, 100)) {
    let at: (typeof people)[number] | undefined = start;
    for (let steps = 0; at?.managerId !== undefined; steps++) {
      expect(steps).toBeLessThan(20);
      at = tenant.state.people.named(at.managerId);
    }
    expect(at?.key).toBe("julia");
  }
});
