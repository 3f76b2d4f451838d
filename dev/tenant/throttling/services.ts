import type { Call } from "../http/exchange.ts";

/** Services with limits of their own. Exchange publishes no numbers: it is throttled only with a limit that is ordered. */
export const services = [
  "identity",
  "identity-writes",
  "outlook",
  "intune",
  "ediscovery",
  "reports",
  "teams",
  "sharepoint",
  "exchange",
] as const;
export type Service = (typeof services)[number];

/** What one request takes from one quota. */
export interface Charge {
  readonly service: Service;
  /** Whose quota: a mailbox or a team; empty for the whole application. */
  readonly owner: string;
  readonly cost: number;
}

const outlook =
  /^\/v1\.0\/users\/([^/]+)\/(sendMail|messages|mailFolders|mailboxSettings|events|calendars?|calendarView)\b/i;
const sharepoint =
  /^\/v1\.0\/(sites|drives|shares)\b|^\/v1\.0\/(users|groups)\/[^/]+\/drives?\b|^(\/[^/]+){0,2}\/_(api|vti_bin)\b/i;
const team = /^\/v1\.0\/teams\/([^/]+)/i;

/** The quotas that a request counts against (m365-operations 2.5). A batch counts by its parts. */
export function chargesOf(call: Call): readonly Charge[] {
  const { path, method } = call;
  const mailbox = outlook.exec(path)?.[1];
  if (mailbox !== undefined) return [{ service: "outlook", owner: mailbox.toLowerCase(), cost: 1 }];
  if (sharepoint.test(path)) return [{ service: "sharepoint", owner: "", cost: sharepointUnits(call) }];
  if (path.startsWith("/adminapi/")) return [{ service: "exchange", owner: "", cost: 1 }];
  if (!path.startsWith("/v1.0/") || path === "/v1.0/$batch") return [];
  if (path.startsWith("/v1.0/deviceManagement")) return [{ service: "intune", owner: "", cost: 1 }];
  if (path.startsWith("/v1.0/security/cases")) return [{ service: "ediscovery", owner: "", cost: 1 }];
  if (path.startsWith("/v1.0/reports")) return [{ service: "reports", owner: "", cost: 1 }];
  if (team.test(path) || path.startsWith("/v1.0/admin/teams")) {
    return [{ service: "teams", owner: team.exec(path)?.[1]?.toLowerCase() ?? "", cost: 1 }];
  }
  const units: Charge = { service: "identity", owner: "", cost: identityUnits(call) };
  return method === "GET" ? [units] : [units, { service: "identity-writes", owner: "", cost: 1 }];
}

const dear: readonly (readonly [RegExp, number])[] = [
  [/^\/v1\.0\/users$/, 2],
  [/\/members$/, 3],
  [/\/(transitiveM|m)emberOf\b/, 2],
  [/^\/v1\.0\/subscribedSkus$/, 3],
  [/oauth2PermissionGrants$/, 2],
];

/** Resource units of the directory: never less than one. */
export function identityUnits({ path, query }: Call): number {
  const base = dear.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  const top = query.get("$top");
  const less = (query.has("$select") ? 1 : 0) + (top !== null && Number(top) < 20 ? 1 : 0);
  return Math.max(1, base - less + (query.has("$expand") ? 1 : 0));
}

function sharepointUnits({ method, path }: Call): number {
  if (/\/(permissions|invite)\b/i.test(path)) return 5;
  const isList = /\/(children|items|lists|delta)$/i.test(path);
  return method === "GET" && !isList ? 1 : 2;
}
