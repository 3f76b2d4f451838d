targetScope = 'subscription'

metadata name = 'Leaver'
metadata description = 'Everything that Leaver runs on, in a resource group of its own. docs/deploy.md goes through it step by step.'

@description('Name of this installation, for example leaver-prod; the resource group is rg- and this name.')
@minLength(3)
@maxLength(40)
param environmentName string

@description('Region of all resources: one that has Flex Consumption with Node 24.')
param location string

@description('Cloud of the Microsoft 365 tenant.')
@allowed(['worldwide', 'us-gov-l4', 'us-gov-l5', 'china'])
param m365Cloud string = 'worldwide'

@description('The Microsoft 365 tenant; by default the one of this subscription.')
param m365TenantId string = tenant().tenantId

@description('Only for a tenant that is not this subscription\'s: an app registration there, with its certificate in the vault (m365-certificate). Empty: the identity of this template.')
param m365ClientId string = ''

@description('Object id or sign-in name of the mailbox that notices are sent from.')
param noticeSender string

@description('Language of notices to people whose own is not known.')
param noticeLanguage string = 'en'

@description('Whom the readers of a notice ask; empty: nobody is named.')
param noticeContact string = ''

@description('Folder of the package with the customer\'s own texts of notices; empty: the built-in ones.')
param noticeTemplates string = ''

@description('How notices go out: html or text.')
@allowed(['html', 'text'])
param noticeFormat string = 'html'

@description('Where Microsoft Graph reaches the app, as https address without a path; empty: its own name in Azure; off: not at all.')
param publicOrigin string = ''

@description('HR systems, as text of the setting HR_SOURCES (docs/hr-sources.md). Names and addresses, no secrets.')
param hrSources string = '[]'

@description('Settings whose values are in the vault, for example HR_BAMBOOHR_SECRET and HR_BAMBOOHR_LOOKUP_KEY.')
param hrVaultSettings string[] = []

@description('Who is told about alerts and costs.')
param alertReceivers string[] = []

@description('Minutes within which a lockout has to be confirmed; an alert tells when one was not.')
@minValue(1)
param lockoutTargetMinutes int = 15

@description('Storage and vault answer inside a virtual network only. Service Bus Standard cannot: it stays reachable, with Entra sign-in and TLS.')
param privateNetwork bool = false

@description('Addresses of that network.')
param networkAddresses string = '10.90.0.0/25'

@description('How many copies of the ledger there are, and where.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param ledgerCopies string = 'Standard_ZRS'

@description('A lock that refuses to delete the ledger.')
param lockLedger bool = true

@description('Standard is enough until about 1,000 people leave in the same minute (docs/scale.md).')
@allowed(['Standard', 'Premium'])
param serviceBusTier string = 'Standard'

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 512

@description('Most instances of all functions together.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 100

@description('Instances that always wait for webhooks; they cost at rest.')
@minValue(0)
param webhookInstances int = 0

@description('Days until logs are deleted.')
@minValue(30)
@maxValue(730)
param keepLogsDays int = 90

@description('Most gigabytes of logs a day; -1 for no cap.')
param dailyLogCapGb int = -1

@description('Budget a month in the currency of the subscription; 0 for none.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the first month of the budget.')
param budgetStart string = utcNow('yyyy-MM-01')

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName, product: 'leaver' }
var isOtherTenant = !empty(m365ClientId)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-leaver-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    name: 'leaver-${token}'
    location: location
    tags: tags
    keepDays: keepLogsDays
    dailyCapGb: dailyLogCapGb
    writerPrincipalId: identity.outputs.principalId
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    isPrivate: privateNetwork
    hostPrincipalId: identity.outputs.principalId
  }
}

module ledger 'modules/ledger.bicep' = {
  name: 'ledger'
  scope: group
  params: {
    name: 'stledger${token}'
    location: location
    tags: tags
    copies: ledgerCopies
    isLocked: lockLedger
    isPrivate: privateNetwork
    writerPrincipalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: {
    name: 'sbns-leaver-${token}'
    location: location
    tags: tags
    tier: serviceBusTier
    appPrincipalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: group
  params: {
    name: 'kv-leaver-${token}'
    location: location
    tags: tags
    isPrivate: privateNetwork
    readerPrincipalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'leaver-${token}'
    location: location
    tags: tags
    addressSpace: networkAddresses
  }
}

var endpoints = [
  { groupId: 'blob', zoneName: 'privatelink.blob.${environment().suffixes.storage}' }
  { groupId: 'table', zoneName: 'privatelink.table.${environment().suffixes.storage}' }
  { groupId: 'vault', zoneName: vaultZones[environment().name] }
]

var endpointTargets = {
  blob: hostStorage.outputs.id
  table: ledger.outputs.id
  vault: keyVault.outputs.id
}

@description('Private zones of Key Vault do not follow the suffix of its addresses.')
var vaultZones = {
  AzureCloud: 'privatelink.vaultcore.azure.net'
  AzureUSGovernment: 'privatelink.vaultcore.usgovcloudapi.net'
  AzureChinaCloud: 'privatelink.vaultcore.azure.cn'
}

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for (endpoint, index) in endpoints: if (privateNetwork) {
    name: 'private-endpoint-${index}'
    scope: group
    params: {
      name: 'leaver-${token}'
      location: location
      tags: tags
      networkId: privateNetwork ? network!.outputs.id : ''
      subnetId: privateNetwork ? network!.outputs.endpointSubnetId : ''
      resourceId: endpointTargets[endpoint.groupId]
      groupId: endpoint.groupId
      zoneName: endpoint.zoneName
    }
  }
]

module functionApp 'modules/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    name: 'func-leaver-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    packageContainer: hostStorage.outputs.packageContainer
    insightsName: monitoring.outputs.insightsName
    vaultName: keyVault.outputs.name
    ledgerTableServiceUri: ledger.outputs.tableServiceUri
    serviceBusHostName: serviceBus.outputs.hostName
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    webhookInstances: webhookInstances
    settings: {
      POLICY_FILE: 'policy.json'
      M365_CLOUD: m365Cloud
      M365_TENANT_ID: m365TenantId
      M365_CLIENT_ID: isOtherTenant ? m365ClientId : identity.outputs.clientId
      PUBLIC_ORIGIN: publicOrigin
      NOTICE_SENDER: noticeSender
      NOTICE_LANGUAGE: noticeLanguage
      NOTICE_CONTACT: noticeContact
      NOTICE_TEMPLATES: noticeTemplates
      NOTICE_FORMAT: noticeFormat
      HR_SOURCES: hrSources
    }
    vaultSettings: isOtherTenant ? concat(hrVaultSettings, ['M365_CERTIFICATE']) : hrVaultSettings
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    name: 'leaver-${token}'
    location: location
    tags: tags
    receivers: alertReceivers
    lockoutTargetMinutes: lockoutTargetMinutes
    workspaceId: monitoring.outputs.workspaceId
    namespaceId: serviceBus.outputs.id
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    namespaceId: serviceBus.outputs.id
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && !empty(alertReceivers)) {
  name: 'budget'
  scope: group
  params: {
    name: 'leaver-${environmentName}'
    monthlyAmount: monthlyBudget
    receivers: alertReceivers
    startDate: budgetStart
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output LEAVER_FUNCTION_APP string = functionApp.outputs.name
output LEAVER_WEBHOOK_URL string = 'https://${functionApp.outputs.hostName}/api/hris/'
output LEAVER_IDENTITY_NAME string = identity.outputs.name
output LEAVER_IDENTITY_CLIENT_ID string = identity.outputs.clientId
output LEAVER_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output LEAVER_KEY_VAULT string = keyVault.outputs.name
output LEAVER_SERVICE_BUS string = serviceBus.outputs.name
output LEAVER_LEDGER_ACCOUNT string = ledger.outputs.name
