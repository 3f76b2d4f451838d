import { z } from "zod";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs } from "./the-mailbox.ts";

const AcceptedDomain = z.object({ DomainName: z.string().toLowerCase() });

/** Domains that the organisation receives mail for, in lower case: everybody else is outside. */
export async function acceptedDomains(exchange: ExchangeAdminApi): Promise<ReadonlySet<string>> {
  const what = "Reading the accepted domains";
  const cmdlet = { name: "Get-AcceptedDomain", parameters: {}, select: ["DomainName"], what };
  return new Set((await invokeAs(exchange, cmdlet, AcceptedDomain)).map(({ DomainName }) => DomainName));
}

/** Whether an SMTP address, with or without `smtp:`, is outside the organisation. What is no address counts as outside. */
export function isOutside(address: string, domains: ReadonlySet<string>): boolean {
  const domain = /^(?:smtp:)?[^@\s]+@([^@\s]+)$/i.exec(address.trim())?.[1];
  return domain === undefined || !domains.has(domain.toLowerCase());
}
