metadata description = 'Logs and traces. Telemetry comes in with the identity only: the key in the connection string opens nothing.'

param name string
param location string
param tags object

@description('Days until logs are deleted. They hold ids, never names or addresses; the proof of a case is in the ledger, not here.')
param keepDays int

@description('Most gigabytes a day; -1 for no cap. A cap silences the alerts that read logs for the rest of the day.')
param dailyCapGb int

@description('Object id of the identity that may write telemetry.')
param writerPrincipalId string

@description('Monitoring Metrics Publisher')
var publisherRole = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: keepDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, writerPrincipalId, publisherRole)
  scope: insights
  properties: {
    principalId: writerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', publisherRole)
  }
}

output workspaceId string = workspace.id
output insightsName string = insights.name
