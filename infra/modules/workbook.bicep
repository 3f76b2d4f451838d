metadata description = 'One page for whoever runs Leaver: lockouts, outcomes, what waits for a person, whether everything runs. It reads logs and metrics, and holds no personal data.'

param location string
param tags object

param workspaceId string
param namespaceId string

var page = replace(loadTextContent('../workbook.json'), '{workspaceId}', workspaceId)

resource workbook 'Microsoft.Insights/workbooks@2022-04-01' = {
  name: guid(resourceGroup().id, 'leaver') // has to be a GUID
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Leaver'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: replace(page, '{serviceBusId}', namespaceId)
  }
}
