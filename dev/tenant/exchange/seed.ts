import { guidOf } from "../ids.ts";
import { type PartNumber, skus } from "../licences/skus.ts";
import type { Licence, Person } from "../model.ts";
import { domain } from "../seed.ts";
import { type CalendarEvent, type InboxRule, type MailboxState, usualMailbox } from "./mailbox-state.ts";
import { rightsSeed } from "./rights-seed.ts";

const gigabyte = 1024 ** 3;
const dayMs = 86_400_000;

const licence = (skuPartNumber: PartNumber): Licence => ({
  skuId: skus[skuPartNumber].skuId,
  skuPartNumber,
  assignedByGroup: null,
});

/** Whoever has other mail licences than the company's usual ones. */
export const mailLicences: Readonly<Record<string, readonly Licence[]>> = {
  leaver06: [licence("EXCHANGESTANDARD"), licence("EXCHANGEARCHIVE_ADDON")],
  leaver08: [licence("SPE_F1")],
  // Plan 1, whose mailboxes cannot be held.
  leaver09: [licence("EXCHANGESTANDARD")],
};

/** The mailbox of somebody as it was when they arrived here. */
export function mailboxSeed({ key, createdAt }: Person): MailboxState {
  // People are created 400 days before the tenant starts.
  return { ...usualMailbox(), ...seeds[key]?.(createdAt + 400 * dayMs), ...rightsSeed[key] };
}

type Seed = (now: number) => Partial<MailboxState>;

const inside = (name: string) =>
  `"${name}" [EX:/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=${name}]`;
const outside = (address: string) => `"${address}" [SMTP:${address}]`;

const seeds: Readonly<Record<string, Seed>> = {
  anna: (now) => ({
    primaryBytes: 12.3 * gigabyte,
    rules: [
      rule("anna", 1, { name: "Invoices to the folder" }),
      rule("anna", 2, { name: "Copies for home", forwardTo: [outside("anna.albrecht@mail.example.org")] }),
      rule("anna", 3, { name: "Hand on to Maria", redirectTo: [inside("maria.keller")], clientSide: true }),
      rule("anna", 4, { name: "Junk E-Mail Rule", hidden: true }),
    ],
    events: [
      event("anna", 1, now, { day: 2, attendees: ["maria.keller", "ben.okafor"], subject: "Handover" }),
      event("anna", 2, now, { day: 3, everyDays: 7, count: 20, attendees: ["ben.okafor"], subject: "Weekly" }),
      event("anna", 3, now, { day: 4, attendees: [], subject: "Dentist" }),
      event("anna", 4, now, { day: 5, attendees: ["anna.albrecht"], organised: false, subject: "All hands" }),
      event("anna", 5, now, { day: 700, attendees: ["maria.keller"], subject: "Far away" }),
    ],
  }),
  ben: (now) => ({
    primaryBytes: 62 * gigabyte,
    events: [event("ben", 1, now, { day: 1, attendees: ["oskar.winter"], subject: "One to one" })],
  }),
  clara: () => ({ archiveBytes: 30 * gigabyte, fullAccess: [{ userId: guidOf("person/maria"), autoMapping: true }] }),
  dario: () => ({ inPlaceHolds: ["UniH7d895d48-7e23-4a8d-8346-533c3beac15d"] }),
  hanna: () => ({
    autoReply: { state: "Enabled", internal: "<p>Away</p>", external: "<p>Away</p>", audience: "All" },
    hidden: true,
  }),
  leaver01: () => ({ inPlaceHolds: ["mbxcdbbb86ce60342489bff371876e7f224:2"] }),
  leaver02: () => ({ inPlaceHolds: ["mbxcdbbb86ce60342489bff371876e7f224:1"] }),
  leaver03: () => ({ complianceTag: true }),
  leaver04: () => ({ delayHold: true }),
  leaver05: (now) => ({
    litigation: { at: now - 90 * dayMs, days: null, owner: "Compliance", comment: "" },
  }),
  leaver07: () => ({
    forwardingSmtpAddress: "smtp:quentin.duval@mail.example.org",
    deliverToMailboxAndForward: true,
  }),
};

function rule(key: string, number: number, differing: Partial<InboxRule>): InboxRule {
  return {
    id: BigInt(`0x${guidOf(`inbox-rule/${key}/${number}`).replaceAll("-", "").slice(0, 15)}`).toString(),
    name: "",
    enabled: true,
    clientSide: false,
    hidden: false,
    forwardTo: [],
    redirectTo: [],
    forwardAsAttachmentTo: [],
    ...differing,
  };
}

interface EventSeed extends Partial<Omit<CalendarEvent, "id" | "start">> {
  /** Days from now. */
  readonly day: number;
}

function event(key: string, number: number, now: number, { day, attendees = [], ...rest }: EventSeed): CalendarEvent {
  return {
    id: `AAMkAD${guidOf(`event/${key}/${number}`).replaceAll("-", "")}`,
    start: Math.floor(now / dayMs) * dayMs + day * dayMs + dayMs / 2,
    minutes: 60,
    everyDays: null,
    count: 1,
    organised: true,
    attendees: attendees.map((name) => `${name}@${domain}`),
    subject: "",
    ...rest,
  };
}
