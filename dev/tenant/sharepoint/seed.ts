import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import { itemIdOf } from "./items.ts";
import type { Item, Share, Site } from "./model.ts";

const megabyte = 1_000_000;
const gigabyte = 1_000 * megabyte;

/** A file or folder of the seed: what is left out has the usual value. */
interface Entry extends Partial<Pick<Item, "bulk" | "stubborn">> {
  readonly name: string;
  readonly kind?: Item["kind"];
  readonly bytes?: number;
  readonly shares?: readonly Omit<Share, "id">[];
  readonly inside?: readonly Entry[];
}

const organization: Omit<Share, "id"> = { kind: "organization", role: "read", with: [] };

const usual: readonly Entry[] = [
  {
    name: "Documents",
    inside: [
      { name: "Handbook.docx", bytes: 2 * megabyte },
      { name: "Plan.xlsx", bytes: 1 * megabyte, shares: [organization] },
    ],
  },
  { name: "Desktop", inside: [{ name: "Notes.txt", bytes: 4_000 }] },
  { name: "Report.pptx", bytes: 3 * megabyte },
];

/** What lies in the OneDrive of some; everybody else has the usual. */
const contents: Readonly<Record<string, readonly Entry[]>> = {
  anna: [
    {
      name: "Documents",
      inside: [
        { name: "Offer.pdf", bytes: 2 * megabyte, shares: [{ kind: "anonymous", role: "read", with: [] }] },
        {
          name: "Prices.xlsx",
          bytes: 1 * megabyte,
          shares: [{ kind: "people", role: "write", with: ["buyer@customer.example", "maria"] }],
        },
        {
          name: "Customers",
          shares: [{ kind: "direct", role: "write", with: ["maria"] }],
          inside: [{ name: "List.xlsx", bytes: 1 * megabyte, shares: [organization] }],
        },
      ],
    },
    { name: "Videos", inside: [{ name: "Launch.mp4", bytes: 4 * gigabyte }] },
    { name: "Todo.txt", bytes: 4_000 },
  ],
  // A notebook that the service does not copy.
  ben: [
    {
      name: "Documents",
      inside: [
        { name: "Runbook.docx", bytes: 2 * megabyte },
        { name: "Team notebook", kind: "notebook", bytes: 300_000, stubborn: "notSupported" },
      ],
    },
    { name: "Todo.txt", bytes: 4_000 },
  ],
  // Too many items for one copy: each half is within the limit.
  dario: [
    {
      name: "Archive",
      inside: ["2024", "2025"].map((name) => ({ name, bulk: { files: 18_000, bytes: 2 * gigabyte } })),
    },
    { name: "Todo.txt", bytes: 4_000 },
  ],
  // More than anybody wants to list.
  clara: [
    { name: "Measurements", bulk: { files: 6_000, bytes: 600 * megabyte } },
    { name: "Report.pptx", bytes: 3 * megabyte, shares: [organization] },
  ],
  leaver07: [],
};

/** These never opened it. */
const without = ["leaver09"];
/** A retention policy covers these. */
const held = ["leaver06"];

/** Whether the person has, or would have got, a OneDrive: an employee of the company, with a licence once. */
export function hasOneDrive(person: Person): boolean {
  return person.hrId !== null && !without.includes(person.key);
}

/** Somebody's OneDrive as it is when it is first asked for. */
export function oneDriveOf(person: Person): Site {
  const id = guidOf(`site/${person.key}`);
  return {
    ...emptySite(id, driveIdOf(person.id), `personal/${person.userPrincipalName.replace(/[^a-z0-9]/gi, "_")}`),
    title: person.displayName,
    ownerId: person.id,
    quotaBytes: 1_000 * gigabyte,
    items: laidOut(id, contents[person.key] ?? usual),
    administrators: [person.id],
    users: [person.id],
    hasHolds: held.includes(person.key),
  };
}

const handoversId = guidOf("site/handovers");

/** The library that copies go to, for settings. */
export const handoverLibrary = { siteId: handoversId, driveId: driveIdOf(handoversId), folder: "Leavers" } as const;

/** The team site of that library. */
export function handoverSite(): Site {
  return {
    ...emptySite(handoversId, handoverLibrary.driveId, "sites/handovers"),
    title: "Handovers",
    quotaBytes: 5_000 * gigabyte,
    items: laidOut(handoversId, [{ name: handoverLibrary.folder, inside: [] }]),
  };
}

/** An id as the service's, from which the tenant can tell whose it is: nothing has to be searched. */
export function driveIdOf(ownerId: string): string {
  return `b!${Buffer.from(ownerId.replaceAll("-", ""), "hex").toString("base64url")}-leaver-tenant`;
}

/** The other way round. */
export function ownerIdOf(driveId: string): string | undefined {
  const [, encoded] = /^b!(.{22})-leaver-tenant$/.exec(driveId) ?? [];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, "base64url")
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function emptySite(id: string, driveId: string, path: string) {
  return {
    id,
    driveId,
    path,
    administrators: [],
    users: [],
    lock: "Unlock" as const,
    archived: false,
    hasHolds: false,
    profile: "live" as const,
  };
}

function laidOut(siteId: string, entries: readonly Entry[], parentId?: string, path = ""): Item[] {
  return entries.flatMap(({ name, kind, bytes = 0, shares = [], inside, bulk, stubborn }) => {
    const place = `${path}/${name}`;
    const id = itemIdOf(`${siteId}${place}`);
    const item: Item = {
      id,
      ...(parentId !== undefined && { parentId }),
      name,
      kind: kind ?? (inside === undefined && bulk === undefined ? "file" : "folder"),
      bytes,
      ...(bulk && { bulk }),
      shares: shares.map((share, index) => ({ ...share, id: guidOf(`share/${siteId}${place}/${index}`) })),
      ...(stubborn && { stubborn }),
    };
    return [item, ...laidOut(siteId, inside ?? [], id, place)];
  });
}
