import type { Expanded } from "../expand-template.ts";
import { unmet, type Want } from "./wants.ts";

const keys = "keys open what the identity's roles are meant to guard";
const encrypted = "nothing goes over the wire unencrypted";

const wants: readonly Want[] = [
  ["Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", [false], keys],
  ["Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", [false], "no blob is for everybody"],
  ["Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly", [true], encrypted],
  ["Microsoft.Storage/storageAccounts", "minimumTlsVersion", ["TLS1_2", "TLS1_3"], encrypted],
  ["Microsoft.ServiceBus/namespaces", "disableLocalAuth", [true], keys],
  ["Microsoft.ServiceBus/namespaces", "minimumTlsVersion", ["1.2", "1.3"], encrypted],
  ["Microsoft.KeyVault/vaults", "enableRbacAuthorization", [true], "rights come from roles, which are listed"],
  ["Microsoft.KeyVault/vaults", "enablePurgeProtection", [true], "a secret that is deleted can be had back"],
  ["Microsoft.Insights/components", "DisableLocalAuth", [true], keys],
  ["Microsoft.OperationalInsights/workspaces", "features.disableLocalAuth", [true], keys],
  ["Microsoft.Web/sites", "httpsOnly", [true], encrypted],
  ["Microsoft.Web/sites", "siteConfig.minTlsVersion", ["1.2", "1.3"], encrypted],
  ["Microsoft.Web/sites", "siteConfig.scmMinTlsVersion", ["1.2", "1.3"], encrypted],
  ["Microsoft.Web/sites", "siteConfig.ftpsState", ["Disabled"], "deployments sign in with Entra"],
  ["Microsoft.Web/sites", "functionAppConfig.deployment.storage.authentication.type", ["UserAssignedIdentity"], keys],
  ["Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow", [false], "deployments sign in with Entra"],
].map(([type, path, values, because]) => ({ type, path, values, because }) as Want);

/** Keys are off, TLS is on, and what must exist to have a door exists. */
export function closedDoors({ resources }: Expanded): readonly string[] {
  const there = new Set(resources.map(({ type }) => type));
  const types = [...new Set(wants.map(({ type }) => type))];
  const missing = types
    .filter((type) => !there.has(type))
    .map((type) => `There is no ${type}: the check looks at nothing`);
  return [...missing, ...unmet(wants, resources)];
}
