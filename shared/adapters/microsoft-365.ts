import type { Tenant } from "../domain/tenant.ts";
import type { ExchangeAdminApi } from "./exchange/admin-api.ts";
import { ExchangeMailboxes } from "./exchange/mailboxes.ts";
import type { GraphClient } from "./graph/client.ts";
import { GraphDeletedAccounts } from "./graph/deleted-accounts.ts";
import { GraphDirectory } from "./graph/directory.ts";
import { GraphMail } from "./graph/mail.ts";

/** What the adapters talk through. */
export interface Services {
  readonly graph: GraphClient;
  readonly exchange: ExchangeAdminApi;
  /** Object id or sign-in name of the mailbox that notices are sent from. */
  readonly noticeSender: string;
}

/** Every port of the tenant, behind the services of one Microsoft 365 tenant. */
export function microsoft365({ graph, exchange, noticeSender }: Services): Tenant {
  return {
    directory: new GraphDirectory(graph),
    deletedAccounts: new GraphDeletedAccounts(graph),
    mailboxes: new ExchangeMailboxes(exchange),
    mail: new GraphMail(graph, noticeSender),
  };
}
