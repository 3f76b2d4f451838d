import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { bytesOf, childNamed, itemCountOf, itemIdOf, treeOf, usedBytesOf } from "./items.ts";
import type { CopyJob, Item, Site } from "./model.ts";

/** Name of the appointment at which a copy is over. */
export const copyDue = "finish-drive-copy";

/** The service takes no more files and folders in one copy (m365-operations 9.4). */
const mostItems = 30_000;
const bytesPerMs = 50_000;
const shortestCopyMs = 5_000;

const note = (state: TenantState, operation: string, objectId: string, site: Site, detail = {}, by?: "service") =>
  state.effects.add({
    operation,
    objectId,
    ...(site.ownerId && { personId: site.ownerId }),
    detail,
    ...(by && { by }),
  });

/** The site meets somebody, which is no right. @returns the person's number there */
export function ensureUser(state: TenantState, site: Site, person: Person): number {
  if (!site.users.includes(person.id)) {
    site.users = [...site.users, person.id];
    state.changed();
  }
  return userNumber(site, person.id);
}

/** Numbers below are the system's own. */
export const userNumber = (site: Site, personId: string): number => site.users.indexOf(personId) + 7;

export function setAdministrator(state: TenantState, site: Site, personId: string, wanted: boolean): void {
  if (site.administrators.includes(personId) === wanted) return;
  state.sites.administrators.replacing(site.id, site.administrators);
  const others = site.administrators.filter((id) => id !== personId);
  site.administrators = wanted ? [...others, personId] : others;
  note(state, wanted ? "add-site-administrator" : "remove-site-administrator", `${site.id}/${personId}`, site, {
    administrator: personId,
  });
}

/** A person, or compliance, holds the site or lets it go. */
export function setHold(state: TenantState, site: Site, hasHolds: boolean): void {
  if (site.hasHolds === hasHolds) return;
  site.hasHolds = hasHolds;
  state.effects.add({ operation: hasHolds ? "hold-site" : "release-site", objectId: site.id, detail: {}, by: "hand" });
}

/** An administrator locks or opens the site by hand, or the service does as time passes. */
export function setLock(state: TenantState, site: Site, lock: Site["lock"], by: "hand" | "service" = "hand"): void {
  if (site.lock === lock) return;
  site.lock = lock;
  state.effects.add({ operation: "lock-site", objectId: site.id, detail: { lock }, by });
}

export function makeFolder(state: TenantState, site: Site, parentId: string | undefined, name: string): Item {
  const folder: Item = {
    id: itemIdOf(`${site.id}/${parentId ?? "root"}/${name}/${site.items.length}`),
    ...(parentId !== undefined && { parentId }),
    name,
    kind: "folder",
    bytes: 0,
    shares: [],
  };
  site.items = [...site.items, folder];
  note(state, "create-folder", folder.id, site);
  return folder;
}

export interface CopyOrder {
  readonly source: Site;
  readonly item: Item;
  readonly target: Site;
  readonly parentId: string | undefined;
}

/** Accepts the order: what comes of it shows later. A folder appears at once, its content at the end. */
export function startCopy(state: TenantState, order: CopyOrder): CopyJob {
  const { source, item, target, parentId } = order;
  const { jobs } = state.sites;
  const error = problemOf(order);
  const startedAt = Date.now();
  const lasts = error === undefined ? Math.max(shortestCopyMs, bytesOf(source, item) / bytesPerMs) : 1_000;
  const job: CopyJob = {
    id: guidOf(`copy/${jobs.size}/${item.id}`),
    sourceSiteId: source.id,
    itemId: item.id,
    targetSiteId: target.id,
    ...(parentId !== undefined && { targetParentId: parentId }),
    startedAt,
    endsAt: Math.round(startedAt + lasts),
    ...(error !== undefined && { error }),
    over: false,
  };
  if (error === undefined && item.kind === "folder") {
    const folder: Item = { ...bare(item), id: itemIdOf(`${job.id}/top`), ...inside(parentId) };
    target.items = [...target.items, folder];
    job.resultId = folder.id;
  }
  jobs.set(job.id, job);
  note(state, "copy-item", item.id, source, { to: target.id, job: job.id });
  if (error === "nameAlreadyExists") job.over = true;
  else state.schedule.at(job.endsAt, copyDue, job.id);
  return job;
}

function problemOf({ source, item, target, parentId }: CopyOrder): string | undefined {
  if (childNamed(target, parentId, item.name) !== undefined) return "nameAlreadyExists";
  if (itemCountOf(source, item) > mostItems) return "tooManyItems";
  if (item.stubborn !== undefined) return item.stubborn;
  return usedBytesOf(target) + bytesOf(source, item) > target.quotaBytes ? "quotaLimitReached" : undefined;
}

/** The content arrives, except what the service cannot copy. */
export function finishCopy(state: TenantState, jobId: string, at: number): void {
  const job = state.sites.jobs.get(jobId);
  if (job === undefined || job.over) return;
  job.over = true;
  const [source, target] = [state.sites.withId(job.sourceSiteId), state.sites.withId(job.targetSiteId)];
  const item = source?.items.find(({ id }) => id === job.itemId);
  if (source === undefined || target === undefined || item === undefined) job.error ??= "itemNotFound";
  else if (job.error === undefined) arrive(job, { source, target, item });
  const [operation, objectId] = ["finish-copy", job.resultId ?? job.itemId];
  state.effects.add({ operation, objectId, detail: { job: jobId, error: job.error ?? null }, by: "service" }, at);
}

function arrive(job: CopyJob, { source, target, item }: { source: Site; target: Site; item: Item }): void {
  const there = childNamed(target, job.targetParentId, item.name);
  if (there !== undefined && there.id !== job.resultId) {
    // Another copy of the same thing was faster.
    job.error = "nameAlreadyExists";
    return;
  }
  const tree = treeOf(source, item);
  const idOf = new Map(tree.map((one) => [one.id, itemIdOf(`${job.id}/${one.id}`)]));
  if (job.resultId !== undefined) idOf.set(item.id, job.resultId);
  const copied = tree.filter(({ stubborn }) => stubborn === undefined);
  const made = copied.map((one): Item => {
    const parentId = one === item ? job.targetParentId : idOf.get(one.parentId ?? "");
    return { ...bare(one), id: idOf.get(one.id) ?? one.id, ...inside(parentId), ...(one.bulk && { bulk: one.bulk }) };
  });
  target.items = [...target.items.filter(({ id }) => id !== job.resultId), ...made];
  job.resultId ??= idOf.get(item.id);
  const first = tree.find(({ stubborn }) => stubborn !== undefined);
  if (first?.stubborn !== undefined) job.error = first.stubborn;
}

/** Without shares and all that a copy does not keep. */
const bare = ({ name, kind, bytes }: Item) => ({ name, kind, bytes, shares: [] });
const inside = (parentId: string | undefined) => (parentId === undefined ? {} : { parentId });
