/** A route in the router's own syntax. Several paths where the template has an optional end. */
export interface RouterRoute {
  readonly paths: readonly string[];
  /** What `*` is called in the template. */
  readonly rest?: string;
}

const constraints: Readonly<Record<string, string>> = {
  int: "^-?\\d+$",
  long: "^-?\\d+$",
  guid: "^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$",
  alpha: "^[a-zA-Z]+$",
};
const REST = /^\{\*{1,2}(\w+)\}$/;
const PARAMETER = /\{(\w+)(?::(\w+))?(\?)?\}/g;

/**
 * Puts an ASP.NET route template, as the host's routes are written, into the words of find-my-way: `{id}`, `{id?}` and
 * `{*rest}` at the end, `{id:int}` (int, long, guid, alpha).
 *
 * @param template with a leading slash
 * @throws {Error} for what this host does not know; the message is for the app's author
 */
export function toRouterRoute(template: string): RouterRoute {
  const segments = template.split("/").slice(1);
  const last = segments.at(-1) ?? "";
  const before = segments.slice(0, -1).map((segment) => toRouterSegment(segment));
  if (before.some((segment) => segment.optional)) throw new Error(`"${template}": only the end can be optional`);
  const path = before.map(({ text }) => `/${text}`).join("");

  const rest = REST.exec(last)?.[1];
  // A rest may be empty in ASP.NET, with and without the slash before it.
  if (rest !== undefined) return { paths: [path === "" ? "/" : path, `${path}/*`], rest };
  const { text, optional } = toRouterSegment(last);
  return { paths: optional ? [path === "" ? "/" : path, `${path}/${text}`] : [`${path}/${text}`] };
}

function toRouterSegment(segment: string): { text: string; optional: boolean } {
  let optional = false;
  const text = segment
    .replace(/:(?![^{]*\})/g, "::")
    .replace(PARAMETER, (_, name: string, kind?: string, mark?: string) => {
      if (mark !== undefined) optional = true;
      if (kind === undefined) return `:${name}`;
      const pattern = constraints[kind];
      if (pattern === undefined) throw new Error(`the local host does not know the route constraint "${kind}"`);
      return `:${name}(${pattern})`;
    });
  if (/[{}*]/.test(text.replace(/\([^)]*\)/g, "")))
    throw new Error(`"${segment}" is not a route that the local host knows`);
  return { text, optional };
}
