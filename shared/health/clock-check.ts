import { type Check, failed, ok, warning } from "./check.ts";

/** Webhooks older than that are refused, and sign-in takes no assertion that is further off. In milliseconds. */
const refusedMs = 300_000;
const noticedMs = 60_000;

/**
 * Compares this clock with the one of the sign-in service, by the `Date` header of a document that everybody may read.
 *
 * @param login origin of the sign-in service
 * @param now epoch milliseconds
 */
export function clockCheck(login: string, tenantId: string, now: () => number = Date.now): Check {
  return {
    id: "clock",
    async look() {
      const address = `${login}/${tenantId}/v2.0/.well-known/openid-configuration`;
      const date = await dateAt(address);
      if (date === undefined) {
        const todo = `Let this app reach ${login}: look at outgoing firewall rules, DNS and the certificates that it trusts`;
        return failed("the sign-in service does not answer, so that nothing can be said about the clock", todo);
      }
      return judged(now() - date);
    },
  };
}

function judged(aheadMs: number) {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const found = `this clock is ${seconds} s ${aheadMs < 0 ? "behind" : "ahead of"} Microsoft's`;
  const todo = "Set the time of this machine by NTP: sign-in and webhooks are refused at 300 s";
  if (Math.abs(aheadMs) >= refusedMs) return failed(found, todo);
  return Math.abs(aheadMs) >= noticedMs ? warning(found, todo) : ok(found);
}

/** Epoch milliseconds, to a second. */
async function dateAt(address: string): Promise<number | undefined> {
  try {
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(20_000) });
    await response.body?.cancel();
    const date = Date.parse(response.headers.get("date") ?? "");
    return Number.isFinite(date) ? date : undefined;
  } catch {
    return undefined;
  }
}
