/** One element of an XML document. Names are without their prefixes: the administration API never needs them. */
export interface Element {
  readonly name: string;
  /** By name without prefix; declarations of namespaces are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text between the children, as it is meant. */
  readonly text: string;
}

const TAG =
  /<(?:\?[^>]*\?|!--[\s\S]*?--|!\[CDATA\[([\s\S]*?)\]\]|(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?))>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

interface OpenElement extends Element {
  readonly children: Element[];
  text: string;
}

/** Reads a document as the clients of the administration API write them. @throws {SyntaxError} when it is no XML */
export function parseXml(xml: string): Element {
  const root = open("", "");
  const path = [root];
  let at = 0;
  for (const match of xml.matchAll(TAG)) {
    const [tag, data, closing, name = "", attributes = "", empty] = match;
    const parent = path.at(-1);
    if (parent === undefined) throw new SyntaxError("The XML closes more elements than it opens");
    parent.text += unescapeXml(xml.slice(at, match.index)) + (data ?? "");
    at = match.index + tag.length;
    if (name === "") continue;
    if (closing === "/") {
      if (path.pop()?.name !== local(name)) throw new SyntaxError(`The XML closes <${name}> where another one is open`);
      continue;
    }
    const element = open(name, attributes);
    parent.children.push(element);
    if (empty !== "/") path.push(element);
  }
  const [document] = root.children;
  if (document === undefined || path.length !== 1 || /[<>]/.test(xml.slice(at)))
    throw new SyntaxError("This is no XML");
  return document;
}

/** The first child of that name. */
export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((other) => other.name === name);
}

/** Text that means itself between tags and in attributes. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal === undefined ? (ENTITIES[name] ?? whole) : String.fromCodePoint(Number(decimal));
  });
}

function open(name: string, attributes: string): OpenElement {
  const found = [...attributes.matchAll(ATTRIBUTE)].filter(([, key = ""]) => !key.startsWith("xmlns"));
  const entries = found.map(([, key = "", double, single]) => [local(key), unescapeXml(double ?? single ?? "")]);
  return { name: local(name), attributes: Object.fromEntries(entries), children: [], text: "" };
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
