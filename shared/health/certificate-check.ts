import { X509Certificate } from "node:crypto";
import { type Check, failed, ok, skipped, warning } from "./check.ts";

const dayMs = 86_400_000;
const soonDays = 30;

/** How long the application's certificate is good for. @param pem undefined: it signs in otherwise */
export function certificateCheck(pem: string | undefined, now: () => number = Date.now): Check {
  return {
    id: "certificate",
    look() {
      if (pem === undefined) return skipped("the application signs in without a certificate");
      const { validFrom, validTo, fingerprint256 } = new X509Certificate(pem);
      const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
      const name = `the certificate ${fingerprint256.replaceAll(":", "").slice(0, 16)}…`;
      const todo = "Make a new certificate, register it beside the old one, then put it into M365_CERTIFICATE";
      const until = new Date(to).toISOString().slice(0, 10);
      if (now() > to) return failed(`${name} has expired on ${until}`, todo);
      if (now() < from) return failed(`${name} is not valid yet`, "Set the time of this machine by NTP, or wait");
      const days = Math.floor((to - now()) / dayMs);
      if (days < soonDays) return warning(`${name} expires in ${days} days, on ${until}`, todo);
      return ok(`${name} is good until ${until}`);
    },
  };
}
