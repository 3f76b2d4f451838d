import { deny, refuse } from "../http/errors.ts";
import type { Call } from "../http/exchange.ts";
import type { Access } from "../http/routes.ts";
import type { Claims, Resource, Tokens } from "./tokens.ts";

/** The audience of a worldwide token for each service. */
export const audiences: Readonly<Record<Resource, string>> = {
  graph: "https://graph.microsoft.com",
  exchange: "https://outlook.office365.com",
};

/** Lets a call in or refuses it as the service does: 401 for the token, 403 for what the token may do. */
export function admit(tokens: Tokens, access: Access, call: Call): Claims {
  const [scheme, token] = (call.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token) return unauthenticated("Access token is empty.");
  const claims = tokens.read(token);
  if (claims === undefined) return unauthenticated("Access token validation failure. Invalid signature.");
  if (claims.exp * 1000 <= Date.now()) {
    return unauthenticated("Lifetime validation failed, the token is expired.");
  }
  // Where both services stand under one local address, a token for that address is good for both.
  if (claims.aud !== audiences[access.resource] && claims.aud !== call.origin) {
    return unauthenticated("Access token validation failure. Invalid audience.");
  }
  requireAnyOf(claims, access.anyOf);
  return claims;
}

/** For endpoints whose permission depends on the body. */
export function requireAnyOf(claims: Claims | undefined, permissions: readonly string[]): void {
  if (permissions.length > 0 && !permissions.some((permission) => claims?.roles.includes(permission))) deny();
}

function unauthenticated(message: string): never {
  return refuse(401, "InvalidAuthenticationToken", message);
}
