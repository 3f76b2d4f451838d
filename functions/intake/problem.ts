import type { HttpResponseInit } from "@azure/functions";

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  503: "Service Unavailable",
} as const;

/** The status codes that intake refuses with (RULE 1). */
export type RefusalStatus = keyof typeof titles;

/** RFC 9457 problem details that say the status and nothing more: never which check failed (RULE 1). */
export function problem(status: RefusalStatus, headers: Readonly<Record<string, string>> = {}): HttpResponseInit {
  return {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
    body: JSON.stringify({ type: "about:blank", title: titles[status], status }),
  };
}
