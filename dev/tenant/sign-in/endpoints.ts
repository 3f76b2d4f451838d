import { randomUUID } from "node:crypto";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { clientId, tenantId } from "../ids.ts";
import { audiences } from "./gate.ts";
import { type Tokens, tokenLifetimeSeconds } from "./tokens.ts";

export interface SignInOptions {
  readonly clientSecret: string;
  readonly tokens: Tokens;
  /** Application permissions for Graph. */
  readonly graphRoles: () => readonly string[];
}

/** Stands for login.microsoftonline.com: client credentials with a secret, and the discovery document. */
export function addSignIn(routes: Routes, options: SignInOptions): void {
  routes.add("POST", "/:tenant/oauth2/v2.0/token", undefined, (call) => issue(call, options));
  routes.add("GET", "/:tenant/v2.0/.well-known/openid-configuration", undefined, discovery);
}

function issue(call: RoutedCall, { clientSecret, tokens, graphRoles }: SignInOptions): Answer {
  const form = new URLSearchParams(typeof call.body === "string" ? call.body : "");
  if (call.params.tenant !== tenantId) {
    return problem(400, "invalid_request", 90002, `Tenant '${call.params.tenant}' not found.`);
  }
  if (form.get("grant_type") !== "client_credentials") {
    return problem(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
  }
  if (form.get("client_id") !== clientId) {
    const message = `Application with identifier '${form.get("client_id")}' was not found in the directory.`;
    return problem(400, "unauthorized_client", 700016, message);
  }
  if (form.get("client_secret") !== clientSecret) {
    const message = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
    return problem(401, "invalid_client", 7000215, message);
  }
  const audience = (form.get("scope") ?? "").split(" ")[0]?.replace(/\/?\.default$/, "") ?? "";
  const roles = rolesFor(audience, call.origin, graphRoles());
  if (roles === undefined) {
    return problem(400, "invalid_resource", 500011, `The resource principal named ${audience} was not found.`);
  }
  const access_token = tokens.issue(audience, roles);
  const lifetime = { expires_in: tokenLifetimeSeconds, ext_expires_in: tokenLifetimeSeconds };
  return {
    status: 200,
    headers: { "cache-control": "no-store" },
    body: { token_type: "Bearer", ...lifetime, access_token },
  };
}

function rolesFor(audience: string, origin: string, graphRoles: readonly string[]): readonly string[] | undefined {
  switch (audience) {
    case audiences.graph:
      return graphRoles;
    case audiences.exchange:
      return ["Exchange.ManageAsApp"];
    case origin:
      return [...graphRoles, "Exchange.ManageAsApp"];
    default:
      return undefined;
  }
}

function discovery({ origin, params }: RoutedCall): Answer {
  const authority = `${origin}/${params.tenant}`;
  return {
    status: 200,
    body: {
      issuer: `${authority}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ["client_secret_post"],
      response_types_supported: ["code"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid"],
    },
  };
}

/** An error of the sign-in service, in its own shape. */
function problem(status: number, error: string, number: number, message: string): Answer {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    },
  };
}
