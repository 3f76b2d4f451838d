import type { Expanded } from "../expand-template.ts";
import { isRecord } from "../is-record.ts";

/** What takes a secret out of a resource, or is one. */
const takesSecret =
  /\blist[A-Z]\w*\(|\b\w*(?:primary|secondary)\w*(?:key|connectionString)\b|\bconnectionString\b|instrumentationKey/i;
const looksSecret = /AccountKey=|SharedAccessKey=|SharedAccessSignature|[?&]sig=|-----BEGIN|whsec_/i;
const secretName = /secret|password|_key$|_token$|certificate/i;

/** No output holds a secret, and no setting holds one that is not a reference to the vault. */
export function noSecrets({ outputs, resources }: Expanded): readonly string[] {
  return [...outputs.flatMap(outputFaults), ...resources.filter(hasSettings).flatMap(settingFaults)];
}

function outputFaults({ module, name, type, written }: Expanded["outputs"][number]): readonly string[] {
  const text = JSON.stringify(written) ?? "";
  const what = `Output ${name} of ${module}`;
  if (/^secure/i.test(type)) return [`${what} is of type ${type}: deployments keep outputs, and many may read them`];
  if (takesSecret.test(text) || looksSecret.test(text))
    return [`${what} holds a key or a connection string: deployments keep outputs, and many may read them`];
  return [];
}

function hasSettings({ type, name }: Expanded["resources"][number]): boolean {
  return type === "Microsoft.Web/sites" || (type === "Microsoft.Web/sites/config" && name.endsWith("/appsettings"));
}

function settingFaults({ type, properties }: Expanded["resources"][number]): readonly string[] {
  return settingsOf(type, properties).flatMap(([name, value]) => {
    const reference = value.startsWith("@Microsoft.KeyVault(");
    if (looksSecret.test(value) || /<list[A-Z]\w* of /.test(value))
      return [`Setting ${name} holds a key or a connection string`];
    return secretName.test(name) && !reference
      ? [`Setting ${name} is a secret: it must be a reference to the vault`]
      : [];
  });
}

function settingsOf(
  type: string,
  properties: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] {
  if (type === "Microsoft.Web/sites/config")
    return Object.entries(properties).map(([name, value]) => [name, String(value)]);
  const { siteConfig } = properties;
  const settings = isRecord(siteConfig) && Array.isArray(siteConfig.appSettings) ? siteConfig.appSettings : [];
  return settings.filter(isRecord).map(({ name, value }) => [String(name), String(value)] as const);
}
