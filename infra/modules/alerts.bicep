metadata description = 'Who is told, and about what: alerts.json says which lines of the log, docs/runbook.md what to do.'

param name string
param location string
param tags object

@description('Addresses that alerts go to. Without one, alerts fire and nobody is told.')
param receivers string[]

@description('Minutes from the first step of a case to the confirmed lockout.')
param lockoutTargetMinutes int

param workspaceId string
param namespaceId string

var logAlerts = loadJsonContent('../alerts.json')

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'leaver'
    emailReceivers: [
      for (receiver, index) in receivers: {
        name: 'receiver-${index}'
        emailAddress: receiver
        useCommonAlertSchema: true
      }
    ]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A message was given up after its last delivery. docs/runbook.md#dead-letters'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [namespaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-letters'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource fromLogs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: alert.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Leaver: ${alert.title}'
      description: '${alert.because} docs/runbook.md#${alert.name}'
      severity: alert.severity
      enabled: true
      autoMitigate: !alert.repeats // told once until it is over, or once for each
      scopes: [workspaceId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      skipQueryValidation: true // a new workspace has no table to check the query against
      criteria: {
        allOf: [
          {
            query: replace(join(alert.query, '\n'), '{lockoutTargetMinutes}', string(lockoutTargetMinutes))
            timeAggregation: 'Count'
            operator: alert.fires == 'when-silent' ? 'LessThan' : 'GreaterThan'
            threshold: alert.fires == 'when-silent' ? 1 : 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]
