using './main.bicep'

// What azd takes: `azd env set NAME value` fills these in. dev.bicepparam and prod.bicepparam are for `az` without azd.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param noticeSender = readEnvironmentVariable('LEAVER_NOTICE_SENDER')
param noticeLanguage = readEnvironmentVariable('LEAVER_NOTICE_LANGUAGE', 'en')
param noticeContact = readEnvironmentVariable('LEAVER_NOTICE_CONTACT', '')
param noticeTemplates = readEnvironmentVariable('LEAVER_NOTICE_TEMPLATES', '')
param noticeFormat = readEnvironmentVariable('LEAVER_NOTICE_FORMAT', 'html')
param publicOrigin = readEnvironmentVariable('LEAVER_PUBLIC_ORIGIN', '')
param m365Cloud = readEnvironmentVariable('LEAVER_M365_CLOUD', 'worldwide')
param hrSources = readEnvironmentVariable('LEAVER_HR_SOURCES', '[]')
param hrVaultSettings = empty(hrSettings) ? [] : split(hrSettings, ',')
param alertReceivers = empty(receivers) ? [] : split(receivers, ',')
param privateNetwork = bool(readEnvironmentVariable('LEAVER_PRIVATE_NETWORK', 'false'))
param ledgerCopies = readEnvironmentVariable('LEAVER_LEDGER_COPIES', 'Standard_ZRS')
param serviceBusTier = readEnvironmentVariable('LEAVER_SERVICE_BUS_TIER', 'Standard')
param lockLedger = bool(readEnvironmentVariable('LEAVER_LOCK_LEDGER', 'true'))
param webhookInstances = int(readEnvironmentVariable('LEAVER_WEBHOOK_INSTANCES', '0'))
param monthlyBudget = int(readEnvironmentVariable('LEAVER_MONTHLY_BUDGET', '0'))

var hrSettings = readEnvironmentVariable('LEAVER_HR_VAULT_SETTINGS', '')
var receivers = readEnvironmentVariable('LEAVER_ALERT_RECEIVERS', '')
