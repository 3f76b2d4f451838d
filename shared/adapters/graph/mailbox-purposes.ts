import { z } from "zod";
import type { LeaverId } from "../../domain/ids.ts";
import type { MailboxPurposes, MailboxType } from "../../domain/ports/shared-mailboxes.ts";
import { refusalBehind } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path } from "./path.ts";

const readPurpose: Operation = { what: "Reading the purpose of the mailbox", permission: "MailboxSettings.Read" };

const Settings = z.object({ userPurpose: z.string().nullish() });

const types: Readonly<Record<string, MailboxType>> = { user: "user", shared: "shared" };

/** No cloud mailbox: never licensed, licence gone, on premises or deleted (m365-operations 2.4). */
const noMailbox: ReadonlySet<string | undefined> = new Set([
  "MailboxNotEnabledForRESTAPI",
  "MailboxNotSupportedForRESTAPI",
]);

/** What Graph says a mailbox is for (offboarding-rules 5.1). How far it trails behind Exchange is not documented. */
export class GraphMailboxPurposes implements MailboxPurposes {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async of(id: LeaverId): Promise<MailboxType | undefined> {
    try {
      const settings = path`users/${id}/mailboxSettings?$select=userPurpose`;
      const { userPurpose } = await this.#graph.get(settings, Settings, readPurpose);
      return types[userPurpose ?? ""] ?? "other";
    } catch (error) {
      if (noMailbox.has(refusalBehind(error)?.code)) return undefined;
      throw error;
    }
  }
}
