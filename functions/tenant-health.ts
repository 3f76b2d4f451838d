import { suffixesOf } from "../shared/adapters/clouds.ts";
import { ExchangeAdminApi } from "../shared/adapters/exchange/admin-api.ts";
import { GraphClient } from "../shared/adapters/graph/client.ts";
import { SharePointSiteApi } from "../shared/adapters/sharepoint/site-api.ts";
import { credentialOf, SignIn } from "../shared/adapters/sign-in.ts";
import type { NeededPermission } from "../shared/domain/needed-permissions.ts";
import { certificateCheck } from "../shared/health/certificate-check.ts";
import type { Check } from "../shared/health/check.ts";
import { clockCheck } from "../shared/health/clock-check.ts";
import { exchangeCheck } from "../shared/health/exchange-check.ts";
import { graphChecks } from "../shared/health/graph-checks.ts";
import { sharePointCheck } from "../shared/health/sharepoint-check.ts";
import type { Proof } from "../shared/health/sign-in-advice.ts";
import { type Signed, signedIn } from "../shared/health/token.ts";
import type { TenantSettings } from "./settings/tenant.ts";

/** Everything about the tenant: clock, certificate, sign-in, rights, and each of its services. */
export function tenantChecks(
  { tenantId, cloud, application, endpoints, noticeSender }: TenantSettings,
  needed: readonly NeededPermission[] | undefined,
  now: () => number,
): readonly Check[] {
  const signIn = new SignIn(credentialOf(application));
  const graph = new GraphClient({ endpoint: endpoints.graph, signIn });
  const exchange = new ExchangeAdminApi({ endpoint: endpoints.exchange, tenantId, signIn });
  const sharepoint = new SharePointSiteApi({ local: endpoints.sharepoint, signIn });
  const { login } = endpoints;
  const proof: Proof =
    application.certificate !== undefined
      ? "certificate"
      : application.clientSecret === undefined
        ? "managed identity"
        : "secret";
  const local = endpoints.sharepoint !== undefined;
  const takes = (service: NeededPermission["service"]) => needed?.some((one) => one.service === service) ?? true;
  const forGraph = once(() => signedIn(signIn, endpoints.graph));
  const forExchange = once(() => signedIn(signIn, endpoints.exchange));
  return [
    clockCheck(login, tenantId, now),
    certificateCheck(application.certificate, now),
    ...graphChecks({
      graph,
      signed: forGraph,
      proof,
      login,
      noticeSender,
      // Where one address stands for all services, one token has the permissions of all of them.
      needed: needed?.filter(({ service }) => local || service === "graph"),
      local,
    }),
    exchangeCheck({ exchange, signed: forExchange, proof, login, needed: takes("exchange") }),
    sharePointCheck({
      graph,
      sharepoint,
      local: endpoints.sharepoint,
      suffix: suffixesOf(cloud).sharepoint,
      proof,
      needed: takes("sharepoint"),
    }),
  ];
}

function once(ask: () => Promise<Signed>): () => Promise<Signed> {
  let asked: Promise<Signed> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
