metadata description = 'The ledger: one account that holds nothing else, so that its rights, its limits and its lock are its own.'

param name string
param location string
param tags object

@description('Copies: in one building (LRS), in three zones (ZRS), or also in the paired region (GZRS).')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param copies string

@description('Refuse to delete the account: it holds the proof of every case.')
param isLocked bool

@description('Reachable from the virtual network only.')
param isPrivate bool

@description('Object id of the function app\'s identity: the only one that may read or write the ledger.')
param writerPrincipalId string

@description('Where deletions of rows and tables are logged.')
param workspaceId string

@description('The app has no right to make tables: these are all there are (tableNames in functions/settings/azure.ts).')
var tableNames = ['cases', 'due', 'subjects', 'deliveries', 'caselist', 'sources']

@description('Storage Table Data Contributor')
var tableWriterRole = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: copies }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'None', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: storage
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

resource writers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (tableName, index) in tableNames: {
    name: guid(storage.id, tableName, writerPrincipalId, tableWriterRole)
    scope: tables[index] // these tables only, not the account
    properties: {
      principalId: writerPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableWriterRole)
    }
  }
]

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'ledger'
  scope: storage
  properties: { level: 'CanNotDelete', notes: 'Proof of every case. See docs/deploy.md, "Take it down", before you remove this.' }
}

resource deletions 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'deletions'
  scope: tableService
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
  }
}

output id string = storage.id
output name string = storage.name
output tableServiceUri string = 'https://${storage.name}.table.${environment().suffixes.storage}'
