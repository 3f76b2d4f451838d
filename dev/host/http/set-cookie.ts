import type { HttpCookie } from "../protocol.ts";

const sameSite = { none: undefined, lax: "Lax", strict: "Strict", explicitNone: "None" } as const;

/** The value of a Set-Cookie header. */
export function setCookieValue(cookie: HttpCookie): string {
  const site = sameSite[cookie.sameSite ?? "none"];
  const parts = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    cookie.expires && `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`,
    cookie.maxAge && `max-age=${cookie.maxAge.value}`,
    cookie.domain && `domain=${cookie.domain.value}`,
    cookie.path && `path=${cookie.path.value}`,
    cookie.secure?.value && "secure",
    site && `samesite=${site}`,
    cookie.httpOnly?.value && "httponly",
  ];
  return parts.filter(Boolean).join("; ");
}
