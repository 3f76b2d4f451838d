import type { TenantState } from "../tenant/state.ts";

/** What an outsider sees of one person on one day. */
export interface Shown {
  readonly account: "enabled" | "blocked" | "in the bin" | "gone for good";
  readonly mailbox: string;
  readonly oneDrive: "there" | "waiting for the end of its retention" | "in the bin of sites" | "gone for good";
  /** Subjects of all mails so far, with whom they went to. */
  readonly mails: readonly string[];
}

/** Reads what the tenant has of a person now. */
export function stateOf(state: TenantState, who: string): Shown {
  const person = state.person(who);
  const mailbox = state.mailboxes.find(person.id);
  return {
    account: accountOf(state, who),
    mailbox: mailbox === undefined ? "none" : state.exchange.of(mailbox).life.kind,
    oneDrive: driveOf(state, person.id),
    mails: state.mails.map(({ to, subject }) => `${to.join(", ")}: ${subject}`),
  };
}

/** What became different since then, one line each. */
export function newsOf(before: Shown, now: Shown): readonly string[] {
  const changes = (["account", "mailbox", "oneDrive"] as const).flatMap((name) =>
    before[name] === now[name] ? [] : [`${titles[name]}: ${now[name]}`],
  );
  return [...changes, ...now.mails.slice(before.mails.length).map((mail) => `mail to ${mail}`)];
}

const titles = { account: "account", mailbox: "mailbox", oneDrive: "OneDrive" } as const;

function accountOf(state: TenantState, who: string): Shown["account"] {
  const person = state.person(who);
  if (!state.people.has(person.key)) return "gone for good";
  if (person.deletedAt !== undefined) return "in the bin";
  return person.accountEnabled ? "enabled" : "blocked";
}

function driveOf(state: TenantState, ownerId: string): Shown["oneDrive"] {
  const site = state.sites.oneDrive(ownerId);
  if (site === undefined) return "gone for good";
  if (site.recycledAt !== undefined) return "in the bin of sites";
  return site.orphanedAt === undefined ? "there" : "waiting for the end of its retention";
}
