import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { deleteUser } from "../../../dev/tenant/deletion/changes.ts";
import { purgeSite, recycleSite } from "../../../dev/tenant/sharepoint/lifecycle.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import type { DrivePlace } from "../../../shared/domain/ports/left-drives.ts";
import { adapters, localTenant, settingsFor } from "../graph/local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
let service: ReturnType<typeof adapters>;
beforeAll(async () => {
  local = await localTenant();
  service = adapters(settingsFor(local.tenant));
});
afterEach(() => {
  local.tenant.faults.clear();
  expect(local.tenant.unhandled()).toEqual([]);
});
afterAll(() => local.tenant.close());

/** Somebody's account is deleted; where the OneDrive is that stays behind. */
async function left(who: string): Promise<DrivePlace> {
  const { state } = local.tenant;
  const drive = await service.drives.find(local.idOf(who));
  if (drive === undefined) throw new Error(`${who} has no OneDrive`);
  deleteUser(state, state.person(who), "hand");
  return { host: new URL(drive.address).origin, siteId: drive.siteId };
}

const siteOf = (who: string) => {
  const site = local.tenant.state.sites.oneDrive(local.tenant.state.person(who).id);
  if (site === undefined) throw new Error(`${who} has no OneDrive`);
  return site;
};

test("REQ-41: the OneDrive of a deleted account is found by site, with its state, although the directory leads to it no more", async () => {
  const place = await left("anna");

  expect(await service.leftDrives.look(place)).toMatchObject({
    kind: "there",
    drive: { address: expect.stringContaining("/personal/"), usedBytes: expect.any(Number) },
    state: { lock: "open", archived: false, onHold: false },
  });
});

test("REQ-47, REQ-48: one in the bin of sites shows in the administrative list only, and gone for good nowhere", async () => {
  const place = await left("ben");
  const site = siteOf("ben");
  recycleSite(local.tenant.state, site);

  expect(await service.leftDrives.look(place)).toEqual({
    kind: "recycled",
    since: new Date(site.recycledAt ?? 0).toISOString(),
  });
  purgeSite(local.tenant.state, site);
  expect(await service.leftDrives.look(place)).toEqual({ kind: "gone" });
});

test("REQ-41: without any earlier look it is found by the name in the bin of the directory, also in the bin of sites", async () => {
  const { idOf } = local;
  const place = await left("leaver06");

  expect(await service.leftDrives.search(idOf("leaver06"), idOf("maria"))).toEqual(place);
  siteOf("leaver06").hasHolds = false;
  recycleSite(local.tenant.state, siteOf("leaver06"));
  expect(await service.leftDrives.search(idOf("leaver06"), idOf("maria"))).toEqual(place);
});

test("somebody who never opened a OneDrive left none; beside somebody without one nothing can be searched", async () => {
  const { idOf, tenant } = local;
  const outsider = tenant.state.people.all().find(({ hrId }) => hrId === null)?.key ?? "";
  for (const who of ["leaver01", "leaver09"]) deleteUser(tenant.state, tenant.state.person(who), "hand");

  expect(await service.leftDrives.search(idOf("leaver09"), idOf("maria"))).toBeUndefined();
  await expect(service.leftDrives.search(idOf("leaver01"), idOf(outsider))).rejects.toBeInstanceOf(NeedsPersonError);
});

test("a service that does not answer says nothing about where it is", async () => {
  const place = await left("clara");
  local.tenant.faults.add({ match: { path: /SPO\.Tenant\/sites/ }, action: { status: 503, when: "before" } });

  await expect(service.leftDrives.look(place)).rejects.toBeInstanceOf(TryLaterError);
});

test("REQ-37: who the manager was is read from the bin where it tells, and not known where it does not", async () => {
  const { idOf, tenant } = local;
  deleteUser(tenant.state, tenant.state.person("dario"), "hand");

  expect(await service.deletedAccounts.managerOf(idOf("dario"))).toBe(tenant.state.person("dario").managerId);
  tenant.faults.add({ match: { path: /expand=manager/ }, action: { status: 400, when: "before" } });
  expect(await service.deletedAccounts.managerOf(idOf("dario"))).toBeUndefined();
});
