metadata description = 'Queues, topics, and one subscription per step: what dev/stack/entities.ts makes on the local stack.'

param name string
param location string
param tags object

@description('Standard counts every filter of a topic against 1,000 credits a second; Premium does not (docs/scale.md).')
@allowed(['Standard', 'Premium'])
param tier string

@description('Object id of the function app\'s identity.')
param appPrincipalId string

@description('Where what happens to queues and topics is logged.')
param workspaceId string

@description('Generated from functions/steps.ts by npm run docs.')
var steps = loadJsonContent('../steps.json')
var queueNames = ['intake', 'wake']

var lockDuration = 'PT1M'
var duplicateWindow = 'PT2M'
var keepMessages = 'P14D'
var deliveries = 10

@description('Azure Service Bus Data Receiver')
var receiverRole = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

@description('Azure Service Bus Data Sender')
var senderRole = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: tier, tier: tier, capacity: tier == 'Premium' ? 1 : null }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queueName in queueNames: {
    parent: namespace
    name: queueName
    properties: {
      lockDuration: lockDuration
      maxDeliveryCount: deliveries
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: duplicateWindow
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: keepMessages
    }
  }
]

resource stepsTopic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: 'steps'
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: duplicateWindow
    defaultMessageTimeToLive: keepMessages
  }
}

// A few at a time: a namespace refuses many changes to one topic at once.
@batchSize(5)
resource stepSubscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for step in steps: {
    parent: stepsTopic
    name: step
    properties: {
      lockDuration: lockDuration
      maxDeliveryCount: deliveries
      deadLetteringOnMessageExpiration: true
    }
  }
]

// Named $Default, so that it takes the place of the rule that lets everything through.
@batchSize(5)
resource stepFilters 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (step, index) in steps: {
    parent: stepSubscriptions[index]
    name: '$Default'
    properties: {
      filterType: 'CorrelationFilter'
      correlationFilter: { label: step }
    }
  }
]

resource eventsTopic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: 'events'
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: duplicateWindow
    defaultMessageTimeToLive: keepMessages
  }
}

@description('Facts about cases that the operator is told by mail: one rule for each, and none that lets everything through.')
var operatorEvents = ['case.parked', 'case.account-deleted-elsewhere']

resource operatorSubscription 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: eventsTopic
  name: 'operator'
  properties: {
    lockDuration: lockDuration
    maxDeliveryCount: deliveries
    deadLetteringOnMessageExpiration: true
  }
}

@batchSize(1)
resource operatorFilters 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (event, index) in operatorEvents: {
    parent: operatorSubscription
    name: index == 0 ? '$Default' : event
    properties: {
      filterType: 'CorrelationFilter'
      correlationFilter: { label: event }
    }
  }
]

resource receiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, appPrincipalId, receiverRole)
  scope: namespace // a trigger needs it over the subscription, and there is one per step; the namespace holds nothing else
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', receiverRole)
  }
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, appPrincipalId, senderRole)
  scope: namespace
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', senderRole)
  }
}

resource operations 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
  }
}

output id string = namespace.id
output name string = namespace.name
output hostName string = replace(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
