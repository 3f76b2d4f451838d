import { z } from "zod";
import type { Evidence, PreparedExport } from "../../domain/ports/evidence.ts";
import { ItemAnswer } from "./answers.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path, quoted } from "./path.ts";

const setUp =
  "eDiscovery refused the application: put its service principal into the role group eDiscoveryManager in Security & Compliance PowerShell, and grant it eDiscovery.ReadWrite.All; then resume";
const instead = new Map([
  ["Forbidden", setUp],
  ["AccessDenied", setUp],
  ["Authorization_RequestDenied", setUp],
]);

const readCases: Operation = {
  what: "Reading the eDiscovery cases",
  permission: "eDiscovery.ReadWrite.All",
  // Kinds of operations that are newer than version 1.0 would otherwise have no name.
  prefer: "include-unknown-enum-members",
  instead,
};
const prepareExport: Operation = {
  what: "Preparing the eDiscovery search",
  permission: "eDiscovery.ReadWrite.All",
  instead,
};

const CaseOperation = z.object({
  action: z.string().nullish(),
  status: z.string().nullish(),
});

const cases = "security/cases/ediscoveryCases";

/** eDiscovery behind Microsoft Graph v1.0, which allows five calls a minute (m365-operations 7.5). */
export class GraphEvidence implements Evidence {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async find(reference: string): Promise<PreparedExport> {
    const filter = path`$filter=displayName eq ${quoted(nameOf(reference))}`;
    const [found] = await this.#graph.list(`${cases}?${filter}`, ItemAnswer, readCases);
    if (found === undefined) return { caseId: undefined, searchId: undefined, hasSource: false, exports: 0 };
    const inside = `${cases}/${path`${found.id}`}`;
    const [search] = await this.#graph.list(`${inside}/searches`, ItemAnswer, readCases);
    if (search === undefined) return { caseId: found.id, searchId: undefined, hasSource: false, exports: 0 };
    const additional = `${inside}/${path`searches/${search.id}/additionalSources`}`;
    const sources = await this.#graph.list(additional, ItemAnswer, prepareExport);
    const operations = await this.#graph.list(`${inside}/operations`, CaseOperation, readCases);
    const exports = operations.filter(({ action, status }) => action === "exportResult" && status === "succeeded");
    return { caseId: found.id, searchId: search.id, hasSource: sources.length > 0, exports: exports.length };
  }

  async prepare(reference: string, address: string, there: PreparedExport): Promise<void> {
    const caseId =
      there.caseId ?? (await this.#create(cases, { displayName: nameOf(reference), externalId: reference }));
    const searches = `${cases}/${path`${caseId}/searches`}`;
    const search = { displayName: "Mailbox", contentQuery: "", dataSourceScopes: "none" };
    const searchId = there.searchId ?? (await this.#create(searches, search));
    if (there.hasSource) return;
    await this.#create(`${searches}/${path`${searchId}/additionalSources`}`, {
      "@odata.type": "microsoft.graph.security.userSource",
      email: address,
      includedSources: "mailbox",
    });
  }

  async #create(address: string, body: object): Promise<string> {
    return (await this.#graph.create(address, body, ItemAnswer, prepareExport)).id;
  }
}

/** What the case is called: cases can be found by their name, and not by their external id. */
function nameOf(reference: string): string {
  return `Leaver ${reference}`;
}
