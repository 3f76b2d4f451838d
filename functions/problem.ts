import type { HttpResponseInit } from "@azure/functions";

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  502: "Bad Gateway",
  503: "Service Unavailable",
} as const;

/** Status codes that the product's own answers refuse with. */
export type RefusalStatus = keyof typeof titles;

/**
 * An error answer by RFC 9457. Senders of webhooks get the status and nothing more, never which check failed (RULE 1);
 * operators get a `detail` that says what to do. Nothing repeats what was sent.
 */
export function problem(
  status: RefusalStatus,
  more: { readonly detail?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): HttpResponseInit {
  const { detail, headers } = more;
  return {
    status,
    headers: { "content-type": "application/problem+json", "x-content-type-options": "nosniff", ...headers },
    body: JSON.stringify({
      type: "about:blank",
      title: titles[status],
      status,
      ...(detail !== undefined && { detail }),
    }),
  };
}
