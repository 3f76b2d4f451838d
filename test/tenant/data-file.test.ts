import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { TenantState } from "../../dev/tenant/state.ts";
import { aTenant, type TestTenant } from "./a-tenant.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenant-data-"));
});

afterAll(() => rm(folder, { recursive: true }));

const password = "Canary-4711-of-the-data-file";

/** One change of every kind. */
async function changeEverything(tenant: TestTenant): Promise<void> {
  const anna = tenant.state.person("anna");
  const phone = "3179e48a-750b-4051-897c-87b9720928f7";
  tenant.state.signIn("anna");
  await tenant.graph("PATCH", `users/${anna.id}`, { accountEnabled: false, passwordProfile: { password } });
  await tenant.graph("POST", `users/${anna.id}/revokeSignInSessions`);
  await tenant.graph("DELETE", `users/${anna.id}/authentication/phoneMethods/${phone}`);
  await tenant.graph("PATCH", `devices/${anna.deviceIds[0]}`, { accountEnabled: false });
  await tenant.exchange("Set-CASMailbox", { Identity: anna.id, PopEnabled: false });
  await tenant.graph("POST", `users/${tenant.state.person("notices").id}/sendMail`, {
    message: { subject: "Kept", body: { content: "…" }, toRecipients: [{ emailAddress: { address: "a@b.example" } }] },
  });
  tenant.state.signIn("anna");
  tenant.state.hr.terminate("101", { lastDay: "2026-03-31" });
  tenant.state.hr.rehire("102", { hireDate: "2026-04-01" });
  tenant.state.person("maria").managerId = undefined;
}

function everything({ people, devices, mailboxes, hr, mails, signIns, effects, passwords }: TenantState): unknown {
  return structuredClone({
    people: people.all(),
    devices: [...devices],
    mailboxes: mailboxes.all(),
    hr: hr.all(),
    mails,
    signIns: signIns.all(),
    effects: effects.all(),
    passwords: passwords.hashes(),
  });
}

test("everything is as it was after a restart, and goes on from there", async () => {
  const dataFile = join(folder, "everything.json");
  const before = await aTenant({ dataFile, people: 2 });
  await changeEverything(before);
  await before.close();

  await using after = await aTenant({ dataFile, people: 2 });

  expect(everything(after.state)).toEqual(everything(before.state));
  expect(after.effects()).toHaveLength(7);
  expect(after.state.passwordWasSet("anna")).toBe(true);
  const { id, deviceIds } = after.state.person("anna");
  expect((await after.graph("GET", `users/${id}?$select=accountEnabled`)).body).toMatchObject({
    accountEnabled: false,
  });
  await after.graph("PATCH", `devices/${deviceIds[1]}`, { accountEnabled: false });
  expect(after.effects().at(-1)).toMatchObject({ seq: 8, operation: "disable-device" });
});

test("a person who is not in the file yet moves in beside those who are", async () => {
  const dataFile = join(folder, "newcomers.json");
  const before = await aTenant({ dataFile });
  await changeEverything(before);
  await before.close();

  await using after = await aTenant({ dataFile, people: 3 });

  expect(after.state.people.all()).toHaveLength(29);
  expect(after.state.person("anna").accountEnabled).toBe(false);
  expect(after.state.hr.find("1103")).toMatchObject({ employeeId: "E-2003" });
});

test("a password is kept as its SHA-256 only", async () => {
  const dataFile = join(folder, "password.json");
  const tenant = await aTenant({ dataFile });
  await changeEverything(tenant);
  await tenant.close();

  const text = await readFile(dataFile, "utf8");

  expect(tenant.state.passwordsSeen()).toEqual([password]);
  expect(text).not.toContain(password);
  expect(text).toContain(createHash("sha256").update(password).digest("hex"));
});

test("a change is in the file soon, for a process that is killed", async () => {
  const dataFile = join(folder, "soon.json");
  await using tenant = await aTenant({ dataFile });

  tenant.state.hr.terminate("101", { lastDay: "2026-03-31" });

  await vi.waitFor(async () => expect(await readFile(dataFile, "utf8")).toContain('"lastDay": "2026-03-31"'), 2_000);
});

test.each([
  ["no JSON", "{"],
  ["an older version", JSON.stringify({ version: 0, people: [] })],
  ["another shape", JSON.stringify({ version: 2, people: [{ key: "anna" }] })],
])("a file with %s is refused by name, with what to do", async (_, content) => {
  const dataFile = join(folder, "broken.json");
  await writeFile(dataFile, content);

  await expect(aTenant({ dataFile })).rejects.toThrow(/broken\.json is damaged.*Delete/);

  expect(await readFile(dataFile, "utf8")).toBe(content);
});
