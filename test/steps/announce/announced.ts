import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { day } from "../../product/virtual-time.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const newYork = "America/New_York";

/** A policy with everything that follows a lockout, as only then the last day is announced. */
export const policy = {
  endOfWork: "18:00",
  sites: { "New York": newYork },
  defaults: { end: "living-account" as const },
};

/** Clara in New York, whose case waits for her last day. */
export async function leavingIn(product: Product, days: number): Promise<Leaver> {
  product.terminate("clara", day(days));
  await product.told("clara");
  await product.run();
  return product.leaver("clara");
}

/** Clara's last day moves, and HR says so. */
export async function movedTo(product: Product, days: number): Promise<void> {
  product.terminate("clara", day(days));
  await product.told("clara");
  await product.run();
}

/** Time passes until an instant, and whatever is due until then happens in its time. */
export async function passTo(product: Product, until: number): Promise<void> {
  while (Date.now() < until) {
    const times = product.bus.waiting.map(({ notBefore }) => Date.parse(notBefore ?? "2000-01-01"));
    await product.pass(Math.max(1, Math.min(until, ...times) - Date.now()));
  }
}

/** When access ends, by what the case says. */
export async function startOf(leaver: Leaver): Promise<number> {
  return Date.parse((await leaver.record()).departure?.startAt ?? "");
}

/** What the mail catcher holds about the case: which notice to whom, with days before `ends` at the site and the time there. */
export async function announced(product: Product, leaver: Leaver, zone = newYork): Promise<readonly string[]> {
  const { caseId } = await leaver.record();
  const { mails, people } = product.tenant.state;
  return mails.flatMap((mail) => {
    const notice = mail.headers.find(({ name }) => name === "x-leaver-notice")?.value;
    if (notice === undefined || !notice.startsWith(caseId)) return [];
    const [, kind, about = ""] = /^(.*)-(\d{4}-\d\d-\d\d)$/.exec(notice.slice(caseId.length + 1)) ?? [];
    const to = people.everyone().find((person) => person.mail !== null && mail.to.includes(person.mail))?.key ?? "?";
    const at = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(
      Date.parse(mail.at),
    );
    const ahead = Math.round((Date.parse(about) - Date.parse(at.slice(0, 10))) / dayMs);
    return [`${kind} to ${to}, ${ahead} days ahead at ${at.slice(11)}`];
  });
}

/** A zone in which it is this hour of the day now, and the civil date there. */
export function zoneWhereItIs(hour: number): { readonly zone: string; readonly date: string } {
  const ahead = ((hour - new Date().getUTCHours() + 36) % 24) - 12;
  const zone = ahead === 0 ? "UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
  const date = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short" }).format(Date.now());
  return { zone, date };
}
