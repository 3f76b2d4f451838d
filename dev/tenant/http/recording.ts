import type { Answer, Call } from "./exchange.ts";

/** One request with its answer, as it would have looked in the worldwide cloud and without secrets. */
export interface RecordedExchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, text, or null. */
  readonly body: unknown;
  /** Absent when no answer went out. */
  readonly status?: number;
  readonly responseBody?: unknown;
}

const blank = "***";
const secretNames = new Set([
  "password",
  "client_secret",
  "client_assertion",
  "access_token",
  "refresh_token",
  "clientState",
]);

/** What goes to the recording. */
export function recorded(call: Call, answer: Answer | undefined): RecordedExchange {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.headers)) {
    headers[name] = name === "authorization" ? blank : String(value);
  }
  const host = worldwideHost(call.path);
  const exchange = {
    method: call.method,
    url: `${host}${call.target}`,
    headers,
    body: withoutSecrets(elsewhere(call.body, call.origin, host)),
  };
  if (answer === undefined) return exchange;
  const responseBody = withoutSecrets(elsewhere(answer.body, call.origin, host));
  return { ...exchange, status: answer.status, responseBody };
}

function worldwideHost(path: string): string {
  if (/^\/(v1\.0|beta)\//.test(path)) return "https://graph.microsoft.com";
  if (path.startsWith("/adminapi/")) return "https://outlook.office365.com";
  if (path.startsWith("/api/v1/")) return "https://api.bamboohr.com";
  if (path.startsWith("/hr/")) return "https://hr.example";
  const site = siteHosts.find(([start]) => path.startsWith(start));
  if (site !== undefined) return site[1];
  return "https://login.microsoftonline.com";
}

/** Under the one local address, what are hosts of their own elsewhere. */
const siteHosts = [
  ["/sharepoint-admin/", "https://kestrel-admin.sharepoint.com"],
  ["/personal/", "https://kestrel-my.sharepoint.com"],
  ["/sites/", "https://kestrel.sharepoint.com"],
  ["/_api/", "https://kestrel.sharepoint.com"],
] as const;

/** Links in answers, and references in requests, point to the local address. */
function elsewhere(body: unknown, origin: string, host: string): unknown {
  if (body === undefined) return null;
  let text = JSON.stringify(body);
  for (const [start, site] of siteHosts) text = text.replaceAll(`${origin}${start}`, `${site}${start}`);
  return JSON.parse(text.replaceAll(origin, host));
}

function withoutSecrets(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value.replace(/\b(client_secret|client_assertion)=[^&]*/g, `$1=${blank}`);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, content]) => {
    const secret = secretNames.has(name) && content !== null;
    return [name, secret ? blank : withoutSecrets(content)];
  });
  return Object.fromEntries(entries);
}
