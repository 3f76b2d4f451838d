import type { Tenant } from "../../../dev/tenant/tenant.ts";

/** Books that only count what happened, or when something is due. */
const logs = ["schedule", "userJournal", "deliveries", "subscriptions"];

/** What stands at the tenant, as plain data: people, devices, mailboxes and the book of each area. */
export function factsOf({ state }: Tenant): unknown {
  // What is made when it is first asked for is asked for now.
  for (const mailbox of state.mailboxes.all()) {
    state.exchange.of(mailbox);
    state.mobileDevices.of(mailbox);
  }
  for (const { id } of state.people.all()) {
    state.intune.of(id);
    state.sites.oneDrive(id);
  }
  const books = Object.entries(state.books).filter(([name]) => !logs.includes(name));
  return JSON.parse(
    JSON.stringify({
      people: Object.fromEntries(state.people.everyone().map((person) => [person.key, person])),
      devices: Object.fromEntries(state.devices),
      mailboxes: Object.fromEntries([...state.mailboxes.all()].map((mailbox) => [mailbox.personId, mailbox])),
      ...Object.fromEntries(books.map(([name, book]) => [name, book.content()])),
    }),
  );
}

/** Where two facts differ, by path, with both values. Lists count without their order, things in them by their id. */
export function differences(before: unknown, after: unknown, path = ""): readonly string[] {
  const [left, right] = [named(before), named(after)];
  if (isRecord(left) && isRecord(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return names.flatMap((name) => differences(left[name], right[name], path === "" ? name : `${path}/${name}`));
  }
  const same = text(left) === text(right);
  return same ? [] : [`${path}: ${text(left)} → ${text(right)}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function named(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return value;
  return Object.fromEntries(value.map((item) => [typeof item.id === "string" ? item.id : text(item), item]));
}

function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).toSorted().join()}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "nothing";
  const members = Object.entries(value).map(([name, member]) => `${name}: ${text(member)}`);
  return `{${members.toSorted().join()}}`;
}
