/** Ports of a stack that people talk to (`npm start`): the ones that Microsoft's tools use, where they have one. */
export const standardPorts = {
  host: 7071,
  tenant: 4443,
  control: 4480,
  broker: 5672,
  brokerControl: 5673,
  tables: 10002,
} as const;
