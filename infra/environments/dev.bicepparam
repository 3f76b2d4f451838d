using '../main.bicep'

// To try Leaver out, against a test tenant: one copy, no lock, short logs.
param environmentName = 'leaver-dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param noticeSender = readEnvironmentVariable('LEAVER_NOTICE_SENDER', 'leaver-notices@contoso.example')
param ledgerCopies = 'Standard_LRS'
param lockLedger = false
param maximumInstances = 40
param keepLogsDays = 30
param dailyLogCapGb = 1
