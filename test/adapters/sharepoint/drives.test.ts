import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { handoverLibrary } from "../../../dev/tenant/sharepoint/seed.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import type { Drive } from "../../../shared/domain/ports/drives.ts";
import { adapters, localTenant, settingsFor } from "../graph/local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant();
});
afterEach(() => {
  local.tenant.faults.clear();
  expect(local.tenant.unhandled()).toEqual([]);
});
afterAll(() => local.tenant.close());

const nobody = LeaverId.parse("7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f");
const thrownBy = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

async function driveOf(key: string): Promise<Drive> {
  const drive = await local.drives.find(local.idOf(key));
  if (drive === undefined) throw new Error(`${key} has no OneDrive`);
  return drive;
}

describe("a OneDrive", () => {
  test("is found by its owner and by its id, with the address of its site and its size", async () => {
    const drive = await driveOf("anna");
    expect(drive).toMatchObject({ address: expect.stringContaining("/personal/"), usedBytes: expect.any(Number) });
    expect(await local.drives.known(drive.id)).toEqual(drive);
  });

  test("that never was is none; one of an account that is gone is an error", async () => {
    expect(await local.drives.find(local.idOf("leaver09"))).toBeUndefined();
    await expect(local.drives.find(nobody)).rejects.toBeInstanceOf(NotFoundError);
    expect(await local.drives.known("b!AAAAAAAAAAAAAAAAAAAAAA-leaver-tenant")).toBeUndefined();
  });

  test("shows its state: R-35, unknown is not told as free", async () => {
    const drive = await driveOf("leaver06");
    expect(await local.drives.state(drive)).toEqual({ lock: "open", archived: false, onHold: true });
  });

  test("R-44: has administrators, who are added and taken away, each twice without harm", async () => {
    const { drives, idOf } = local;
    const drive = await driveOf("ben");
    const maria = idOf("maria");
    for (const _ of [1, 2]) await drives.addAdministrator(drive, maria);
    expect(await drives.administrators(drive, maria)).toEqual({ count: 2, included: true });
    for (const _ of [1, 2]) await drives.removeAdministrator(drive, maria);
    expect(await drives.administrators(drive, maria)).toEqual({ count: 1, included: false });
  });

  test("R-63: is kept as long as the tenant says; comes with a licence, which an account that is gone has none of", async () => {
    const { drives, idOf } = local;
    expect(await drives.retentionDays()).toBe(30);
    expect([await drives.isLicensed(idOf("anna")), await drives.isLicensed(nobody)]).toEqual([true, false]);
  });
});

describe("sign-in", () => {
  test("with a secret only is enough for Graph and not for SharePoint, and the error says what to do", async () => {
    const { drives } = adapters(settingsFor(local.tenant, { M365_CERTIFICATE: "" }));
    const drive = await drives.find(local.idOf("anna"));

    const error = drive && (await thrownBy(drives.state(drive)));

    expect(error).toBeInstanceOf(NeedsPersonError);
    expect(error).toMatchObject({ message: expect.stringContaining("M365_CERTIFICATE") });
  });

  test("with a certificate that the application does not know asks for a person", async () => {
    local.tenant.application.removeCertificate(local.tenant.clientCertificate);
    const error = await thrownBy(adapters(settingsFor(local.tenant)).drives.find(local.idOf("anna")));
    local.tenant.application.addCertificate(local.tenant.clientCertificate);
    expect(error).toBeInstanceOf(NeedsPersonError);
  });
});

describe("copies", () => {
  const library = { driveId: handoverLibrary.driveId, id: "root" };

  test("go to a folder that is made once, and are told by what is below the site's address", async () => {
    const { driveCopies } = local;
    const made = await driveCopies.makeFolder(library, "Copies");
    expect(await driveCopies.makeFolder(library, "copies")).toEqual(made);
    expect(await driveCopies.folderAt(library.driveId, ["Copies"])).toEqual(made);
    expect(await driveCopies.folderAt(library.driveId, ["Copies", "none & 100%"])).toBeUndefined();

    const drive = await driveOf("anna");
    const [item] = await driveCopies.children({ driveId: drive.id, id: "root" });
    const copy = await driveCopies.start({ driveId: drive.id, id: item?.id ?? "", address: drive.address }, made);
    expect(copy).toMatch(/^site:_api\/v2\.0\/monitor\/[\w-]+$/);
    expect(await driveCopies.progress(copy, drive.address)).toMatchObject({ kind: "running" });
    expect(await driveCopies.progress("site:_api/v2.0/monitor/none", drive.address)).toEqual({ kind: "forgotten" });
  });

  test("P12: are asked about nowhere but at SharePoint", async () => {
    const error = await thrownBy(local.driveCopies.progress("https://evil.example/monitor/1", ""));
    expect(error).toBeInstanceOf(TryLaterError);
  });

  test.each([
    [{ status: 429, retryAfterSeconds: 90, when: "before" }, TryLaterError],
    [{ status: 503, when: "before" }, TryLaterError],
    [{ status: 507, when: "before" }, NeedsPersonError],
    [{ cut: "after" }, TryLaterError],
  ] as const)("that meet %j are tried later, or need a person", async (action, kind) => {
    local.tenant.faults.add({ match: { method: "POST", path: /\/children/ }, action });
    expect(await thrownBy(local.driveCopies.makeFolder(library, "Others"))).toBeInstanceOf(kind);
  });
});
