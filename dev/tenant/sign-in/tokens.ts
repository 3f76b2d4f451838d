import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { clientId, tenantId } from "../ids.ts";

/** Services that a token can be for. */
export type Resource = "graph" | "exchange" | "sharepoint";

const Claims = z.object({
  aud: z.string(),
  exp: z.number(),
  roles: z.array(z.string()),
  /** How the application has proved itself: 1 secret, 2 certificate. */
  appidacr: z.enum(["1", "2"]),
  /** Directory roles of the application itself, by name. The service's tokens carry their ids, as `wids`. */
  directoryRoles: z.array(z.string()),
});
export type Claims = z.infer<typeof Claims>;

export const tokenLifetimeSeconds = 3600;

/** Makes and reads access tokens: JWTs that this tenant can tell from others'. They outlive a restart of the tenant. */
export class Tokens {
  readonly #key: string;
  readonly #read = new Map<string, Claims>();

  constructor(key: string) {
    this.#key = key;
  }

  issue(granted: Omit<Claims, "exp">): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...granted,
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: now,
      nbf: now,
      exp: now + tokenLifetimeSeconds,
      appid: clientId,
      idtyp: "app",
      oid: clientId,
      tid: tenantId,
      ver: "1.0",
    };
    const content = `${encode({ typ: "JWT", alg: "HS256" })}.${encode(claims)}`;
    return `${content}.${this.#sign(content)}`;
  }

  /** The claims of a token that was made here, expired or not; undefined for anything else. */
  read(token: string): Claims | undefined {
    const known = this.#read.get(token);
    if (known !== undefined) return known;
    const [header = "", payload = "", signature = ""] = token.split(".");
    const expected = Buffer.from(this.#sign(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    this.#read.set(token, claims);
    return claims;
  }

  #sign(content: string): string {
    return createHmac("sha256", this.#key).update(content).digest("base64url");
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
