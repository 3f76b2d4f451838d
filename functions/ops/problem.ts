import type { HttpResponseInit } from "@azure/functions";

/** An error answer by RFC 9457. `detail` says what to do; it never repeats what was sent. */
export function problem(status: number, title: string, detail?: string): HttpResponseInit {
  return {
    status,
    headers: { "content-type": "application/problem+json", "x-content-type-options": "nosniff" },
    body: JSON.stringify({ type: "about:blank", title, status, ...(detail !== undefined && { detail }) }),
  };
}
