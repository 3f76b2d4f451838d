import { guidOf } from "../ids.ts";
import type { Item, Site } from "./model.ts";

/** An id as the service's: letters and digits. */
export const itemIdOf = (name: string): string => `01${guidOf(`item/${name}`).replaceAll("-", "").toUpperCase()}`;

export const rootIdOf = (site: Site): string => itemIdOf(`${site.id}/root`);

/** The item with this id; undefined for the root and for what is not there. Files of a bulk folder are made up here. */
export function itemOf(site: Site, id: string): Item | undefined {
  const found = site.items.find((item) => item.id === id);
  if (found !== undefined) return found;
  const [folderId, number] = id.split("-");
  const folder = number === undefined ? undefined : site.items.find((item) => item.id === folderId);
  return folder?.bulk === undefined ? undefined : bulkFile(folder, Number(number));
}

/** What is directly in a folder; undefined: in the root. */
export function childrenOf(site: Site, parentId: string | undefined): readonly Item[] {
  const laidOut = site.items.filter((item) => item.parentId === parentId);
  const parent = parentId === undefined ? undefined : site.items.find((item) => item.id === parentId);
  if (parent?.bulk === undefined) return laidOut;
  return [...laidOut, ...Array.from({ length: parent.bulk.files }, (_, index) => bulkFile(parent, index + 1))];
}

function bulkFile(folder: Item, number: number): Item {
  return {
    id: `${folder.id}-${number}`,
    parentId: folder.id,
    name: `file-${String(number).padStart(6, "0")}.txt`,
    kind: "file",
    bytes: folder.bulk === undefined ? 0 : folder.bulk.bytes / folder.bulk.files,
    shares: [],
  };
}

/** How many are directly in it, without making them up. */
export function childCountOf(site: Site, parentId: string | undefined): number {
  const parent = site.items.find((item) => item.id === parentId);
  return site.items.filter((item) => item.parentId === parentId).length + (parent?.bulk?.files ?? 0);
}

/** Bytes of the item with all that is in it. */
export function bytesOf(site: Site, item: Item): number {
  const inside = site.items.filter(({ parentId }) => parentId === item.id);
  return item.bytes + (item.bulk?.bytes ?? 0) + inside.reduce((sum, child) => sum + bytesOf(site, child), 0);
}

export function usedBytesOf(site: Site): number {
  return childrenOf(site, undefined).reduce((sum, item) => sum + bytesOf(site, item), 0);
}

/** The item itself and everything laid out below it, parents first. */
export function treeOf(site: Site, item: Item): readonly Item[] {
  return [item, ...site.items.filter(({ parentId }) => parentId === item.id).flatMap((child) => treeOf(site, child))];
}

/** Files and folders in it, itself included. */
export function itemCountOf(site: Site, item: Item): number {
  return treeOf(site, item).reduce((sum, { bulk }) => sum + 1 + (bulk?.files ?? 0), 0);
}

/** By the name in a folder, in any letter case. */
export function childNamed(site: Site, parentId: string | undefined, name: string): Item | undefined {
  const wanted = name.toLowerCase();
  return site.items.find((item) => item.parentId === parentId && item.name.toLowerCase() === wanted);
}
