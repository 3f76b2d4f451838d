import { expect, test } from "vitest";
import { z } from "zod";
import { aTenant } from "./a-tenant.ts";

test("the company has the people that the stories are about", async () => {
  await using tenant = await aTenant();
  const { state } = tenant;

  expect(state.people.all()).toHaveLength(26);
  expect(state.person("anna")).toMatchObject({ employeeId: "E-1001", hrId: "101", deviceIds: { length: 2 } });
  expect(state.person("erik").onPremisesSyncEnabled).toBe(true);
  expect(state.mailboxes.find(state.person("george").id)).toBeUndefined();
  expect(state.person("julia").managerId).toBeUndefined();
  expect(state.mailboxes.find("leaver-notices@kestrel.example")?.kind).toBe("SharedMailbox");
  for (const { id, hrId, employeeId } of state.people.all()) {
    expect(z.uuid().safeParse(id).success).toBe(true);
    if (hrId !== null) expect(state.hr.find(hrId)).toMatchObject({ employeeId });
  }
});

test("ids and numbers are the same on every start, and generated people are no duplicates", async () => {
  await using first = await aTenant({ people: 300 });
  await using second = await aTenant();

  expect(second.state.person("anna").id).toBe(first.state.person("anna").id);
  const people = first.state.people.all();
  for (const name of ["id", "userPrincipalName"] as const) {
    expect(new Set(people.map((person) => person[name])).size).toBe(326);
  }
  const hrIds = people.flatMap(({ hrId }) => hrId ?? []);
  expect(new Set(hrIds).size).toBe(hrIds.length);
  expect(hrIds.length).toBeGreaterThan(300);
});
