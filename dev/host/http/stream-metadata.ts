import type { IncomingMessage } from "node:http";
import type { TypedData } from "../protocol.ts";
import { bodyProperties } from "../service-bus/body-properties.ts";
import { requestParts } from "./request-data.ts";

/**
 * The metadata of a streamed request: `Headers` and `Query` as JSON; every text entry becomes one of `request.params`,
 * which are the properties of a JSON body, the query and the route, the later before the earlier.
 */
export function streamMetadata(
  request: IncomingMessage,
  params: Record<string, string>,
  body: Buffer | undefined,
): Record<string, TypedData> {
  const { headers, query } = requestParts(request);
  const texts = [...(body ? bodyProperties(body.toString("utf8")) : []), ...query, ...Object.entries(params)];
  return {
    Headers: { json: JSON.stringify(Object.fromEntries(headers)) },
    Query: { json: JSON.stringify(Object.fromEntries(query)) },
    ...Object.fromEntries(texts.map(([name, value]) => [name, { string: value }])),
  };
}
