import { z } from "zod";
import { JsonFile } from "../json-file.ts";
import type { TenantState } from "./state.ts";
import { StateContent } from "./state-content.ts";

/** Everything that is kept: the people with what belongs to them, and the book of each area by its name. */
type FileContent = StateContent & { readonly books: Readonly<Record<string, unknown>> };

/**
 * The file that keeps an empty tenant's state across restarts. Fills the state with what is there already.
 *
 * @throws {JsonFileError} the file cannot be used
 */
export function stateFile(path: string, state: TenantState): JsonFile<FileContent> {
  const file = new JsonFile(path, schemaFor(state), () => contentOf(state));
  const kept = file.read();
  if (kept !== undefined) restore(state, kept);
  return file;
}

/** An area that the file does not know yet starts afresh; one that the tenant does not know any more is dropped. */
function schemaFor(state: TenantState): z.ZodType<FileContent> {
  const books = Object.entries(state.books).map(([name, { schema }]) => [name, schema.optional()] as const);
  return StateContent.extend({ books: z.object(Object.fromEntries(books)).default({}) });
}

function contentOf(state: TenantState): FileContent {
  return {
    version: 2,
    people: [...state.people.everyone()],
    devices: [...state.devices.values()],
    mailboxes: [...state.mailboxes.all()],
    hr: [...state.hr.all()],
    mails: state.mails,
    signIns: [...state.signIns.all()],
    effects: [...state.effects.all()],
    passwords: state.passwords.hashes(),
    books: Object.fromEntries(Object.entries(state.books).map(([name, book]) => [name, book.content()])),
  };
}

function restore(state: TenantState, kept: FileContent): void {
  for (const person of kept.people) state.people.add(person);
  for (const device of kept.devices) state.devices.set(device.id, device);
  for (const mailbox of kept.mailboxes) state.mailboxes.add(mailbox);
  for (const record of kept.hr) state.hr.add(record);
  state.mails.push(...kept.mails);
  state.signIns.restore(kept.signIns);
  state.effects.restore(kept.effects);
  state.passwords.restore(kept.passwords);
  for (const [name, content] of Object.entries(kept.books)) {
    if (content !== undefined) state.books[name]?.restore(content);
  }
}
