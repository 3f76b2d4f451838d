import rhea from "rhea";
import type { Operations } from "../operations.ts";
import type { NodeRequest } from "./request-node.ts";

/**
 * Claims-based security: every put-token is accepted. The keys of a local connection string protect nothing, and
 * checking them would only hide that. The status names have hyphens here, and only here.
 */
export function answerPutToken(request: NodeRequest, operations: Operations): void {
  operations.count("tokens", String(request.properties.name));
  request.answer({ "status-code": rhea.types.wrap_int(202), "status-description": "Accepted" });
}
