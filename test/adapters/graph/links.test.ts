import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GraphClient } from "../../../shared/adapters/graph/client.ts";
import { linksOf, linkTo, requireLink } from "../../../shared/adapters/graph/links.ts";
import { localTenant, settingsFor } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant();
});
afterAll(() => local.tenant.close());

const [group, person] = ["7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f", "8f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f"];

test("10.3: every way to name an entry of a relationship ends in /$ref", () => {
  for (const kind of ["groups", "applications"] as const) {
    for (const relation of ["members", "owners"] as const) {
      expect(linkTo(kind, group, relation, person)).toBe(`${kind}/${group}/${relation}/${person}/$ref`);
      expect(linksOf(kind, group, relation)).toMatch(/\/\$ref$/);
    }
  }
});

test.each([
  `groups/${group}/members/${person}`,
  `groups/${group}/owners/${person}`,
  `groups/${group}/members/${person}?$select=id`,
  `applications/${group}/owners/${person}`,
  `users/${person}/manager`,
  `directoryRoles/${group}/members/${person}`,
])("10.3: a deletion of %s never leaves: it would delete the person", async (address) => {
  const graph = new GraphClient({ endpoint: settingsFor(local.tenant).endpoints.graph, signIn: local.signIn });
  const before = local.tenant.requests().length;

  await expect(graph.delete(address, { what: "Removing", permission: "" })).rejects.toThrow(RangeError);

  expect(local.tenant.requests()).toHaveLength(before);
});

test("other deletions are let through", () => {
  const fine = [`users/${person}`, `oauth2PermissionGrants/x`, `groups/${group}/members/${person}/$ref`];
  for (const address of fine) expect(() => requireLink(address)).not.toThrow();
});

test("10.3: nothing but the client deletes, so that nothing goes past this", () => {
  const folder = new URL("../../../shared/adapters/graph/", import.meta.url);
  for (const file of readdirSync(folder)) {
    const source = readFileSync(new URL(file, folder), "utf8");
    if (file !== "client.ts") expect(source, file).not.toMatch(/request\.delete|method: "DELETE"/);
  }
});
