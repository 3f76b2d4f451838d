import { escapeXml } from "./xml.ts";

/** One thing that an Atom document shows. */
export interface Entry {
  /** Path below the namespace. */
  readonly path: string;
  /** The element that describes it. */
  readonly content: string;
}

const ATOM = `xmlns="http://www.w3.org/2005/Atom"`;

/** An Atom document of one entry. */
export function writeEntry(origin: string, entry: Entry): string {
  return writeOne(origin, entry, ` ${ATOM}`);
}

/** An Atom document of many entries. @param next how many to skip to see more of them; undefined when there are none */
export function writeFeed(origin: string, path: string, entries: readonly Entry[], next: number | undefined): string {
  const url = escapeXml(`${origin}/${path}`);
  const link = next === undefined ? "" : `<link rel="next" href="${url}?$skip=${next}"/>`;
  const content = entries.map((entry) => writeOne(origin, entry, "")).join("");
  return `<feed ${ATOM}><title type="text">${escapeXml(path)}</title><id>${url}</id><link rel="self" href="${url}"/>${link}${content}</feed>`;
}

/** What the administration API answers when something is wrong. */
export function writeError(status: number, detail: string): string {
  return `<Error><Code>${status}</Code><Detail>${escapeXml(detail)}</Detail></Error>`;
}

function writeOne(origin: string, { path, content }: Entry, attributes: string): string {
  const url = escapeXml(`${origin}/${path}`);
  return `<entry${attributes}><id>${url}</id><title type="text">${escapeXml(path)}</title><link rel="self" href="${url}"/><content type="application/xml">${content}</content></entry>`;
}
