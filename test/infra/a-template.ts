/** A resource group's template in the compiler's words: what the rules look at, all right. Change it to see them speak. */
export function aTemplate() {
  const principal =
    "[reference(resourceId('Microsoft.Resources/deployments', 'identity'), '2022-09-01').outputs.principalId.value]";
  const module = (name: string, template: object, parameters: object = {}) => ({
    type: "Microsoft.Resources/deployments",
    name,
    properties: { parameters, template },
  });
  return {
    parameters: { steps: { type: "array" }, isPrivate: { type: "bool", defaultValue: false } },
    variables: { token: "[toLower(uniqueString(subscription().id))]" },
    resources: [
      module("identity", identity()),
      module("storage", storage(), {
        name: { value: "[format('stledger{0}', variables('token'))]" },
        principalId: { value: principal },
      }),
      module("bus", bus(), { steps: { value: "[parameters('steps')]" } }),
      module("app", app()),
    ],
    outputs: {} as Record<string, { type: string; value: unknown }>,
  };
}

function identity() {
  const type = "Microsoft.ManagedIdentity/userAssignedIdentities";
  return {
    resources: [{ type, name: "[format('id-leaver-{0}', uniqueString('x'))]" }],
    outputs: {
      principalId: {
        type: "string",
        value: `[reference(resourceId('${type}', format('id-leaver-{0}', uniqueString('x'))), '2023-01-31').principalId]`,
      },
    },
  };
}

/** With symbolic names, as the compiler writes newer files. */
function storage() {
  const account = "Microsoft.Storage/storageAccounts";
  return {
    parameters: { name: { type: "string" }, principalId: { type: "string" } },
    variables: { tables: ["cases", "due"] },
    resources: {
      account: {
        type: account,
        name: "[parameters('name')]",
        properties: {
          allowSharedKeyAccess: false,
          allowBlobPublicAccess: false,
          supportsHttpsTrafficOnly: true,
          minimumTlsVersion: "TLS1_2",
        },
      },
      tables: {
        copy: { name: "tables", count: "[length(variables('tables'))]" },
        type: `${account}/tableServices/tables`,
        name: "[format('{0}/{1}/{2}', parameters('name'), 'default', variables('tables')[copyIndex()])]",
      },
      writers: {
        copy: { name: "writers", count: "[length(variables('tables'))]" },
        type: "Microsoft.Authorization/roleAssignments",
        scope: `[resourceId('${account}/tableServices/tables', parameters('name'), 'default', variables('tables')[copyIndex()])]`,
        name: "[guid(variables('tables')[copyIndex()])]",
        properties: {
          principalId: "[parameters('principalId')]",
          roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${writerRole}')]`,
        },
      },
    },
    outputs: { name: { type: "string", value: "[parameters('name')]" } },
  };
}

/** Storage Table Data Contributor */
export const writerRole = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";

function bus() {
  const type = "Microsoft.ServiceBus/namespaces";
  const copy = (name: string) => ({ name, count: "[length(parameters('steps'))]" });
  const step = "parameters('steps')[copyIndex()]";
  return {
    parameters: { steps: { type: "array" } },
    resources: [
      { type, name: "sbns", properties: { disableLocalAuth: true, minimumTlsVersion: "1.2" } },
      { type: `${type}/queues`, name: "[format('{0}/{1}', 'sbns', 'intake')]", properties: { lockDuration: "PT1M" } },
      { type: `${type}/topics`, name: "[format('{0}/{1}', 'sbns', 'steps')]", properties: {} },
      {
        copy: copy("subscriptions"),
        type: `${type}/topics/subscriptions`,
        name: `[format('{0}/{1}/{2}', 'sbns', 'steps', ${step})]`,
        properties: { maxDeliveryCount: 10 },
      },
      {
        copy: copy("filters"),
        type: `${type}/topics/subscriptions/rules`,
        name: `[format('{0}/{1}/{2}/{3}', 'sbns', 'steps', ${step}, '$Default')]`,
        properties: { filterType: "CorrelationFilter", correlationFilter: { label: `[${step}]` } },
      },
    ],
  };
}

function app() {
  return {
    resources: [
      {
        type: "Microsoft.Web/sites",
        name: "func",
        properties: {
          httpsOnly: true,
          siteConfig: { minTlsVersion: "1.2", scmMinTlsVersion: "1.2", ftpsState: "Disabled" },
          functionAppConfig: { deployment: { storage: { authentication: { type: "UserAssignedIdentity" } } } },
        },
      },
      {
        type: "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
        name: "func/scm",
        properties: { allow: false },
      },
      {
        type: "Microsoft.Web/sites/config",
        name: "func/appsettings",
        properties:
          "[union(createObject('POLICY_FILE', 'policy.json'), toObject(createArray('HR_BAMBOOHR_SECRET'), lambda('setting', lambdaVariables('setting')), lambda('setting', format('@Microsoft.KeyVault(VaultName={0};SecretName={1})', 'kv', toLower(replace(lambdaVariables('setting'), '_', '-'))))))]",
      },
      {
        type: "Microsoft.KeyVault/vaults",
        name: "kv",
        properties: { enableRbacAuthorization: true, enablePurgeProtection: true },
      },
      { type: "Microsoft.Insights/components", name: "appi", properties: { DisableLocalAuth: true } },
      {
        type: "Microsoft.OperationalInsights/workspaces",
        name: "log",
        properties: { features: { disableLocalAuth: true } },
      },
    ],
  };
}
