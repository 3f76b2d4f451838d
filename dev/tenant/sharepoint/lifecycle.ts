import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { setLock } from "./changes.ts";
import { mailAboutDeletion } from "./mails.ts";
import type { Site } from "./model.ts";

const dayMs = 86_400_000;
/** The deletion reaches SharePoint, and its daily job, later than the directory (REQ-41, REQ-42). */
const jobAfterMs = 6 * 3_600_000;
const secondMailBeforeMs = 7 * dayMs;
const readOnlyAfterMs = 60 * dayMs;
const archivedAfterMs = 93 * dayMs;
const binMs = 93 * dayMs;

/** What becomes of a OneDrive when its owner's account or licence goes (FACT-03, FACT-04, REQ-34 to REQ-51). */
export function addDriveLifecycle(state: TenantState): void {
  const { lifecycle, schedule, sites } = state;
  const on = (kind: string, then: (site: Site, at: number) => void) =>
    schedule.handle(kind, (ownerId, at) => {
      const site = sites.oneDrive(ownerId);
      if (site !== undefined) then(site, at);
    });

  lifecycle.onLicencesRemoved((person, _, at) => {
    if (!person.licences.some(comesWithOneDrive)) startUnlicensed(state, person.id, at);
  });
  lifecycle.onLicencesAssigned((person) => endUnlicensed(state, person));
  lifecycle.onDeleted((person, at) => {
    const site = sites.oneDrive(person.id);
    if (site === undefined) return;
    site.orphanedAt = at;
    startUnlicensed(state, person.id, at);
    schedule.at(at + jobAfterMs, "onedrive-job", person.id);
  });
  lifecycle.onRestored((person) => reconnect(state, person));

  on("onedrive-read-only", (site) => {
    if (site.unlicensedAt !== undefined && site.recycledAt === undefined) setLock(state, site, "ReadOnly", "service");
  });
  on("onedrive-archived", (site, at) => {
    if (site.unlicensedAt === undefined || site.recycledAt !== undefined) return;
    site.archived = true;
    state.effects.add({ operation: "archive-site", objectId: site.id, detail: {}, by: "service" }, at);
  });
  on("onedrive-job", (site, at) => runJob(state, site, at));
  on("onedrive-second-mail", (site, at) => mail(state, site, "second", at));
  on("onedrive-end", (site, at) => recycle(state, site, at));
  on("onedrive-purge", (site, at) => purge(state, site, at));
}

/** Exchange alone brings no OneDrive. */
const comesWithOneDrive = ({ skuPartNumber }: Licence): boolean => !skuPartNumber.startsWith("EXCHANGE");

function startUnlicensed({ sites, schedule }: TenantState, ownerId: string, at: number): void {
  const site = sites.oneDrive(ownerId);
  if (site === undefined || site.unlicensedAt !== undefined) return;
  site.unlicensedAt = at;
  schedule.at(at + readOnlyAfterMs, "onedrive-read-only", ownerId);
  schedule.at(at + archivedAfterMs, "onedrive-archived", ownerId);
}

/** Back with the account (REQ-36), unless it is in the bin of sites: then it stays there until somebody restores it. */
function reconnect(state: TenantState, person: Person): void {
  const site = state.sites.oneDrive(person.id);
  if (site === undefined) return;
  site.orphanedAt = undefined;
  if (site.profile === "marked") site.profile = "live";
  site.delegatedTo = undefined;
  for (const kind of ["onedrive-job", "onedrive-second-mail", "onedrive-end"]) state.schedule.cancel(kind, person.id);
  endUnlicensed(state, person);
}

/** A licence ends the clock of a OneDrive without one; what is archived already has to be reactivated (FACT-03). */
function endUnlicensed(state: TenantState, person: Person): void {
  const site = state.sites.oneDrive(person.id);
  if (site?.unlicensedAt === undefined || !person.licences.some(comesWithOneDrive)) return;
  site.unlicensedAt = undefined;
  for (const kind of ["onedrive-read-only", "onedrive-archived"]) state.schedule.cancel(kind, person.id);
  if (!site.archived) setLock(state, site, "Unlock", "service");
}

/** When the content goes, in epoch milliseconds: counted from the deletion of the account (REQ-51). */
export const endOf = (state: TenantState, { orphanedAt = 0 }: Site): number =>
  orphanedAt + state.sites.settings.retentionDays * dayMs;

/** Marks the profile, gives access and tells: unless somebody removed the profile by hand (REQ-42, REQ-43, REQ-49). */
function runJob(state: TenantState, site: Site, at: number): void {
  if (site.ownerId === undefined || site.orphanedAt === undefined || site.profile !== "live") return;
  site.profile = "marked";
  const heir = heirOf(state, site.ownerId);
  if (heir !== undefined) {
    site.delegatedTo = heir.id;
    state.effects.add(
      { operation: "delegate-onedrive", objectId: site.id, detail: { to: heir.id }, by: "service" },
      at,
    );
  }
  mail(state, site, "first", at);
  appoint(state, site, at);
}

/** The direct manager only, whoever that is (FACT-16); then the secondary owner; nobody without delegation (REQ-40). */
function heirOf(state: TenantState, ownerId: string): Person | undefined {
  const { delegation, secondaryOwnerId } = state.sites.settings;
  if (!delegation) return undefined;
  const managerId = state.person(ownerId).managerId;
  const [manager, second] = [managerId, secondaryOwnerId].map((id) =>
    id === undefined ? undefined : state.people.named(id),
  );
  return manager ?? second;
}

function mail(state: TenantState, site: Site, which: "first" | "second", at: number): void {
  const to = site.delegatedTo === undefined ? undefined : state.people.named(site.delegatedTo);
  // Also for a site on hold, which is not going to be deleted (REQ-50).
  if (to !== undefined) mailAboutDeletion(state, site, to, { which, endsAt: endOf(state, site), at });
}

/** @param from what would have been before this does not happen any more */
function appoint(state: TenantState, site: Site, from: number): void {
  const endsAt = endOf(state, site);
  const ownerId = site.ownerId ?? "";
  if (endsAt - secondMailBeforeMs > from) {
    state.schedule.at(endsAt - secondMailBeforeMs, "onedrive-second-mail", ownerId);
  }
  state.schedule.at(endsAt, "onedrive-end", ownerId);
}

/** A new retention value holds for deletions in progress as well (FACT-17). */
export function setRetention(state: TenantState, days: number): void {
  if (state.sites.settings.retentionDays === days) return;
  state.sites.settings = { ...state.sites.settings, retentionDays: days };
  state.effects.add({ operation: "set-onedrive-retention", objectId: "sharepoint-settings", detail: { days } });
  for (const site of state.sites.orphaned()) if (site.profile === "marked") appoint(state, site, Date.now());
}

function recycle(state: TenantState, site: Site, at: number): void {
  if (site.orphanedAt === undefined || site.recycledAt !== undefined) return;
  // Looked at again every day: a hold wins over every clock (REQ-50).
  if (site.hasHolds) state.schedule.at(at + dayMs, "onedrive-end", site.ownerId ?? "");
  else recycleSite(state, site, at, "service");
}

/** To the bin of deleted sites, which no page shows (REQ-47, REQ-48, FACT-04). */
export function recycleSite(state: TenantState, site: Site, at = Date.now(), by?: "service"): void {
  site.recycledAt = at;
  state.schedule.at(at + binMs, "onedrive-purge", site.ownerId ?? "");
  note(state, "recycle-site", site, at, by);
}

/** Back from the bin: nothing will ever take it away again by itself. */
export function restoreSite(state: TenantState, site: Site): void {
  if (site.recycledAt === undefined) return;
  site.recycledAt = undefined;
  state.schedule.cancel("onedrive-purge", site.ownerId ?? "");
  note(state, "restore-site", site, Date.now());
}

function purge(state: TenantState, site: Site, at: number): void {
  if (site.recycledAt === undefined) return;
  if (site.hasHolds) state.schedule.at(at + dayMs, "onedrive-purge", site.ownerId ?? "");
  else purgeSite(state, site, at, "service");
}

export function purgeSite(state: TenantState, site: Site, at = Date.now(), by?: "service"): void {
  state.schedule.cancel("onedrive-purge", site.ownerId ?? "");
  state.sites.forget(site);
  note(state, "purge-site", site, at, by);
}

/** Days until the bin lets go of it. */
export function daysLeft({ recycledAt = 0 }: Site): number {
  return Math.max(0, Math.ceil((recycledAt + binMs - Date.now()) / dayMs));
}

/** By hand, against all advice: the job never meets the deletion, and the site is an orphan for ever (REQ-49). */
export function removeProfileByHand(state: TenantState, ownerId: string): void {
  const site = state.sites.oneDrive(ownerId);
  if (site === undefined) return;
  site.profile = "removed";
  for (const kind of ["onedrive-job", "onedrive-second-mail", "onedrive-end"]) state.schedule.cancel(kind, ownerId);
  state.changed();
}

function note(state: TenantState, operation: string, site: Site, at: number, by?: "service"): void {
  const whose = site.ownerId === undefined ? {} : { personId: site.ownerId };
  state.effects.add({ operation, objectId: site.id, ...whose, detail: {}, ...(by && { by }) }, at);
}
