import { z } from "zod";
import type { Book } from "../book.ts";
import type { Person } from "../model.ts";
import { Replica } from "../replica.ts";
import { CopyJob, SharePointSettings, Site } from "./model.ts";
import { handoverLibrary, handoverSite, hasOneDrive, oneDriveOf, ownerIdOf } from "./seed.ts";

const Content = z.object({
  sites: z.array(Site),
  /** Object ids of owners whose OneDrive is gone for good. */
  gone: z.array(z.string()),
  jobs: z.array(CopyJob),
  settings: SharePointSettings,
});
type Content = z.infer<typeof Content>;

/** Every site of the tenant. A OneDrive is laid out when it is first asked for: most of 50,000 people are never asked about. */
export class SiteBook implements Book<Content> {
  readonly schema = Content;
  readonly jobs = new Map<string, CopyJob>();
  /** What reads of a site's administrators show; see `faults.lag`. */
  readonly administrators = new Replica<readonly string[]>();
  settings: SharePointSettings = { retentionDays: 30, delegation: true };
  readonly #byOwner = new Map<string, Site>();
  readonly #all = new Map<string, Site>();
  readonly #gone = new Set<string>();
  readonly #person: (id: string) => Person | undefined;

  /** @param person by object id, also in the bin */
  constructor(person: (id: string) => Person | undefined) {
    this.#person = person;
    this.#add(handoverSite());
  }

  /** Somebody's OneDrive, also in the bin of sites; undefined: never opened, or gone for good. */
  oneDrive(ownerId: string): Site | undefined {
    const known = this.#byOwner.get(ownerId);
    if (known !== undefined || this.#gone.has(ownerId)) return known;
    const person = this.#person(ownerId);
    return person !== undefined && hasOneDrive(person) ? this.#add(oneDriveOf(person)) : undefined;
  }

  /** By the id of its document library; nothing from the bin. */
  withDrive(driveId: string): Site | undefined {
    if (driveId === handoverLibrary.driveId) return this.#all.get(handoverLibrary.siteId);
    const ownerId = ownerIdOf(driveId);
    return living(ownerId === undefined ? undefined : this.oneDrive(ownerId));
  }

  withId(siteId: string): Site | undefined {
    return living(this.#all.get(siteId.toLowerCase()));
  }

  /** `personal/…` or `sites/…` */
  at(path: string): Site | undefined {
    return living(this.recycledOrLivingAt(path));
  }

  recycledOrLivingAt(path: string): Site | undefined {
    return [...this.#all.values()].find((site) => site.path.toLowerCase() === path.toLowerCase());
  }

  /** Sites in the bin. */
  recycled(): readonly Site[] {
    return [...this.#all.values()].filter(({ recycledAt }) => recycledAt !== undefined);
  }

  /** Sites whose owners are deleted and that still live. */
  orphaned(): readonly Site[] {
    return [...this.#all.values()].filter((site) => site.orphanedAt !== undefined && site.recycledAt === undefined);
  }

  forget(site: Site): void {
    this.#all.delete(site.id);
    if (site.ownerId === undefined) return;
    this.#byOwner.delete(site.ownerId);
    this.#gone.add(site.ownerId);
  }

  content(): Content {
    const sites = [...this.#all.values()];
    return { sites, gone: [...this.#gone], jobs: [...this.jobs.values()], settings: this.settings };
  }

  restore({ sites, gone, jobs, settings }: Content): void {
    for (const site of sites) this.#add(site);
    for (const ownerId of gone) this.#gone.add(ownerId);
    for (const job of jobs) this.jobs.set(job.id, job);
    this.settings = settings;
  }

  #add(site: Site): Site {
    this.#all.set(site.id, site);
    if (site.ownerId !== undefined) this.#byOwner.set(site.ownerId, site);
    return site;
  }
}

function living(site: Site | undefined): Site | undefined {
  return site?.recycledAt === undefined ? site : undefined;
}
