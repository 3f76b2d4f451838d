import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { tenantId } from "../ids.ts";
import type { Application } from "./application.ts";
import { assertionProblem } from "./client-assertion.ts";
import { type Problem, problem } from "./problem.ts";
import { resourcesFor } from "./resources.ts";
import { type Resource, type Tokens, tokenLifetimeSeconds } from "./tokens.ts";

export interface SignInOptions {
  readonly application: Application;
  readonly tokens: Tokens;
  /** Application permissions that a token for this service carries. */
  readonly granted: (resource: Resource) => readonly string[];
}

/** Stands for login.microsoftonline.com: client credentials (m365-operations 2.2), and the discovery document. */
export function addSignIn(routes: Routes, options: SignInOptions): void {
  routes.add("POST", "/:tenant/oauth2/v2.0/token", undefined, (call) => issue(call, options));
  routes.add("GET", "/:tenant/v2.0/.well-known/openid-configuration", undefined, discovery);
}

function issue(call: RoutedCall, { application, tokens, granted }: SignInOptions): Answer {
  const form = new URLSearchParams(typeof call.body === "string" ? call.body : "");
  const refused = formProblem(call, form, application) ?? proofProblem(call, form, application);
  if (refused !== undefined) return refused;
  const scope = form.get("scope") ?? "";
  if (!/^\S+\/\.default$/.test(scope)) {
    const message = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return problem(400, "invalid_scope", 1002012, message);
  }
  const audience = scope.replace(/\/?\/\.default$/, "");
  const resources = resourcesFor(audience, call.origin);
  if (resources.length === 0) {
    return problem(400, "invalid_resource", 500011, `The resource principal named ${audience} was not found.`);
  }
  const access_token = tokens.issue({
    aud: audience,
    roles: resources.flatMap(granted),
    appidacr: form.has("client_assertion") ? "2" : "1",
    directoryRoles: [...application.directoryRoles],
  });
  const lifetime = { expires_in: tokenLifetimeSeconds, ext_expires_in: tokenLifetimeSeconds };
  return {
    status: 200,
    headers: { "cache-control": "no-store" },
    body: { token_type: "Bearer", ...lifetime, access_token },
  };
}

/** What is wrong with the request as such, and with who it says it is from. */
function formProblem(call: RoutedCall, form: URLSearchParams, application: Application): Problem | undefined {
  if (call.params.tenant !== tenantId) {
    return problem(400, "invalid_request", 90002, `Tenant '${call.params.tenant}' not found.`);
  }
  if (form.get("grant_type") !== "client_credentials") {
    return problem(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
  }
  if (form.get("client_id") !== application.id) {
    const message = `Application with identifier '${form.get("client_id")}' was not found in the directory.`;
    return problem(400, "unauthorized_client", 700016, message);
  }
  if (application.enabled) return undefined;
  return problem(401, "unauthorized_client", 7000112, `Application '${application.id}' is disabled.`);
}

/** What is wrong with the secret or the signature. */
function proofProblem(call: RoutedCall, form: URLSearchParams, application: Application): Problem | undefined {
  const assertion = form.get("client_assertion");
  const secret = form.get("client_secret");
  if (assertion !== null) {
    const authority = `${call.origin}/${tenantId}`;
    return assertionProblem(assertion, application, [`${authority}/oauth2/v2.0/token`, `${authority}/v2.0`]);
  }
  if (secret === null) {
    const message =
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.";
    return problem(401, "invalid_client", 7000216, message);
  }
  switch (application.secret(secret)) {
    case "valid":
      return undefined;
    case "expired":
      return problem(
        401,
        "invalid_client",
        7000222,
        `The provided client secret keys for app '${application.id}' are expired.`,
      );
    case "unknown":
      return problem(
        401,
        "invalid_client",
        7000215,
        `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.id}'.`,
      );
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
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
      response_types_supported: ["code"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid"],
    },
  };
}
