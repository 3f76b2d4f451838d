using '../main.bicep'

// For the tenant that people work in. Fill in what is the customer's; what is not here has its default in main.bicep.
param environmentName = 'leaver-prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param noticeSender = readEnvironmentVariable('LEAVER_NOTICE_SENDER', 'leaver-notices@contoso.example')
param hrSources = string([
  {
    name: 'bamboohr'
    scheme: 'bamboohr'
    lookup: { kind: 'bamboohr', baseUrl: 'https://contoso.bamboohr.com' }
  }
])
param hrVaultSettings = ['HR_BAMBOOHR_SECRET', 'HR_BAMBOOHR_LOOKUP_KEY']
param alertReceivers = ['it-operations@contoso.example']
param privateNetwork = true
param webhookInstances = 1
param monthlyBudget = 100
