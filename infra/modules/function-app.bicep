metadata description = 'Flex Consumption: one plan, one app, as many instances as there is work, none when there is none.'

param name string
param location string
param tags object

@description('Full id of the identity that the app works as.')
param identityId string
param identityClientId string

param hostStorageName string
param packageContainer string
param insightsName string
param vaultName string
param ledgerTableServiceUri string
param serviceBusHostName string

@description('Where the app sends its calls from; empty without private networking.')
param subnetId string

@description('Memory of an instance in MB; the processor goes with it.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most instances, of all functions together.')
@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Instances that always wait for webhooks. Personio gives up after 3 s: a cold start can be slower.')
@minValue(0)
param webhookInstances int

@description('Settings about the tenant, the policy and HR systems (local.settings.sample.json). No secrets.')
param settings object

@description('Names of settings whose value is a secret of the vault; the secret\'s name is the setting\'s, in small letters with dashes.')
param vaultSettings string[]

@description('Storage hands the package over by its address; keys play no part.')
var packageAddress = '${hostStorage.properties.primaryEndpoints.blob}${packageContainer}'

var platformSettings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString // an address: local authentication is off
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureWebJobsStorage__blobServiceUri: 'https://${hostStorageName}.blob.${environment().suffixes.storage}'
  AzureWebJobsStorage__queueServiceUri: 'https://${hostStorageName}.queue.${environment().suffixes.storage}'
  AzureWebJobsStorage__tableServiceUri: 'https://${hostStorageName}.table.${environment().suffixes.storage}'
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1048576'
  LEDGER__tableServiceUri: ledgerTableServiceUri
  LEDGER__clientId: identityClientId
  SERVICE_BUS__fullyQualifiedNamespace: serviceBusHostName
  SERVICE_BUS__credential: 'managedidentity'
  SERVICE_BUS__clientId: identityClientId
}

var secretReferences = toObject(
  vaultSettings,
  setting => setting,
  setting => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${replace(toLower(setting), '_', '-')})'
)

resource hostStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: hostStorageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'leaver' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
    }
    functionAppConfig: {
      runtime: { name: 'node', version: '24' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageAddress
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: webhookInstances == 0 ? [] : [{ name: 'http', instanceCount: webhookInstances }]
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(platformSettings, settings, secretReferences)
  }

  // Deployments sign in with Entra; user names and passwords for publishing are off.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName
