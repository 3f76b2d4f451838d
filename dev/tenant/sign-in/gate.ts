import { deny, refuse } from "../http/errors.ts";
import { type Call, Refusal } from "../http/exchange.ts";
import type { Access } from "../http/routes.ts";
import { isTooWeak, resourcesFor } from "./resources.ts";
import type { Claims, Tokens } from "./tokens.ts";

/** Lets a call in or refuses it as the service does: 401 for the token, 403 for what the token may do. */
export function admit(tokens: Tokens, access: Access, call: Call): Claims {
  const [scheme, token] = (call.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token) return unauthenticated("Access token is empty.");
  const claims = tokens.read(token);
  if (claims === undefined) return unauthenticated("Access token validation failure. Invalid signature.");
  if (claims.exp * 1000 <= Date.now()) {
    return unauthenticated("Lifetime validation failed, the token is expired.");
  }
  if (!resourcesFor(claims.aud, call.origin).includes(access.resource)) {
    return unauthenticated("Access token validation failure. Invalid audience.");
  }
  if (isTooWeak(access.resource, claims)) throw new Refusal({ status: 401, body: unsupportedAppOnly });
  requireAnyOf(claims, access.anyOf);
  return claims;
}

/** For endpoints whose permission depends on the body. */
export function requireAnyOf(claims: Claims | undefined, permissions: readonly string[]): void {
  if (permissions.length > 0 && !permissions.some((permission) => claims?.roles.includes(permission))) deny();
}

const unsupportedAppOnly = { error_description: "Unsupported app only token." };

function unauthenticated(message: string): never {
  return refuse(401, "InvalidAuthenticationToken", message);
}
