metadata description = 'Tells the same people when the month costs more than expected. It stops nothing.'

param name string

@description('In the currency of the subscription.')
param monthlyAmount int
param receivers string[]

@description('First day of a month, never one that is past.')
param startDate string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: monthlyAmount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: {
      actual: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: receivers
      }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: receivers
      }
    }
  }
}
