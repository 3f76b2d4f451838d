import { z } from "zod";
import type { SignIn } from "../adapters/sign-in.ts";
import { NeedsPersonError } from "../domain/errors.ts";

/** A token, or why there is none. */
export type Signed =
  | { readonly kind: "token"; readonly roles: readonly string[] }
  /** `number`: the AADSTS number, where the service gave one. `answered`: it refused; else it did not answer. */
  | { readonly kind: "none"; readonly number: string | undefined; readonly answered: boolean };

const Claims = z.object({ roles: z.array(z.string()).default([]) });

/** Signs in for a service, and reads from the token what the application may do there. */
export async function signedIn(signIn: Pick<SignIn, "token">, resource: string): Promise<Signed> {
  try {
    return { kind: "token", roles: rolesIn(await signIn.token(resource)) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    const number = /\bAADSTS(\d+)\b/.exec(cause)?.[1];
    return { kind: "none", number, answered: error instanceof NeedsPersonError || number !== undefined };
  }
}

/** Read, not verified: the token came from the sign-in service over TLS, and nobody is let in by it. */
function rolesIn(token: string): readonly string[] {
  const payload = token.split(".")[1] ?? "";
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString())).roles;
  } catch {
    return [];
  }
}
