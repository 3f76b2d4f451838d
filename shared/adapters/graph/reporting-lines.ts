import type { LeaverId } from "../../domain/ids.ts";
import type { DirectReport, ReportingLines } from "../../domain/ports/reporting-lines.ts";
import type { GraphClient } from "./client.ts";
import { present, ReportAnswer } from "./group-answers.ts";
import * as operations from "./group-operations.ts";
import { path } from "./path.ts";

/** Managers and direct reports behind Microsoft Graph v1.0 (m365-operations 4.3). */
export class GraphReportingLines implements ReportingLines {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async directReports(id: LeaverId): Promise<readonly DirectReport[]> {
    const all = path`users/${id}/directReports?$select=id,onPremisesSyncEnabled&$top=999`;
    return present(await this.#graph.list(all, ReportAnswer, operations.readReports));
  }

  setManager(id: LeaverId, managerId: LeaverId): Promise<void> {
    return this.#graph.put(path`users/${id}/manager/$ref`, this.#graph.referenceTo(managerId), operations.setManager);
  }
}
