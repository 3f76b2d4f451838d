/** What the path of a request to the administration API names. */
export type Resource =
  | { readonly kind: "namespace" }
  | { readonly kind: "list"; readonly of: "queue" | "topic" }
  | { readonly kind: "list"; readonly of: "subscription" | "rule"; readonly under: string }
  | { readonly kind: "entity"; readonly path: string }
  | { readonly kind: "rule"; readonly subscription: string; readonly name: string };

const RULE = /^(.+\/subscriptions\/[^/]+)\/rules\/([^/]+)$/i;
const RULES = /^(.+\/subscriptions\/[^/]+)\/rules$/i;
const SUBSCRIPTIONS = /^(.+)\/subscriptions$/i;

/** Reads a path, without its first and last slash. */
export function resourceAt(path: string): Resource {
  const lower = path.toLowerCase();
  if (lower === "$namespaceinfo") return { kind: "namespace" };
  if (lower === "$resources/queues") return { kind: "list", of: "queue" };
  if (lower === "$resources/topics") return { kind: "list", of: "topic" };
  const [, subscription, name] = RULE.exec(path) ?? [];
  if (subscription !== undefined && name !== undefined) return { kind: "rule", subscription, name };
  const [, ruled] = RULES.exec(path) ?? [];
  if (ruled !== undefined) return { kind: "list", of: "rule", under: ruled };
  const [, topic] = SUBSCRIPTIONS.exec(path) ?? [];
  return topic === undefined ? { kind: "entity", path } : { kind: "list", of: "subscription", under: topic };
}
