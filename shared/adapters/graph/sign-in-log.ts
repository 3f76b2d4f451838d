import { z } from "zod";
import type { Instant } from "../../domain/ids.ts";
import { instant, type LeaverId } from "../../domain/ids.ts";
import type { SignInLog, UsedApplications } from "../../domain/ports/sign-in-log.ts";
import type { GraphClient } from "./client.ts";
import { readSignIns } from "./operations.ts";
import { path, quoted } from "./path.ts";

const SignIns = z.object({
  value: z.array(z.object({ appId: z.string().nullish(), createdDateTime: z.iso.datetime({ offset: true }) })),
  "@odata.nextLink": z.string().optional(),
});

/** The sign-in log behind Microsoft Graph v1.0: interactive and federated sign-ins, newest first. */
export class GraphSignInLog implements SignInLog {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async applicationsSince(id: LeaverId, since: Instant): Promise<UsedApplications> {
    const filter = `userId eq ${quoted(id)} and createdDateTime ge ${since} and status/errorCode eq 0`;
    // One page: somebody who signs in every few minutes has thousands, and what was used lately stands at the top.
    const newest = path`auditLogs/signIns?$filter=${filter}&$top=999`;
    const answer = await this.#graph.get(newest, SignIns, readSignIns);
    const byApp = new Map<string, Instant>();
    for (const { appId, createdDateTime } of answer.value) {
      if (!appId) continue;
      const at = instant(Date.parse(createdDateTime));
      if (at > (byApp.get(appId) ?? "")) byApp.set(appId, at);
    }
    const applications = [...byApp].map(([appId, lastSignInAt]) => ({ appId, lastSignInAt }));
    applications.sort((a, b) => b.lastSignInAt.localeCompare(a.lastSignInAt));
    return { applications, complete: answer["@odata.nextLink"] === undefined };
  }
}
