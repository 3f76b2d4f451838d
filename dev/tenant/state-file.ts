import { JsonFile } from "../json-file.ts";
import type { TenantState } from "./state.ts";
import { StateContent } from "./state-content.ts";

/**
 * The file that keeps an empty tenant's state across restarts. Fills the state with what is there already.
 *
 * @throws {JsonFileError} the file cannot be used
 */
export function stateFile(path: string, state: TenantState): JsonFile<StateContent> {
  const file = new JsonFile(path, StateContent, () => contentOf(state));
  const kept = file.read();
  if (kept !== undefined) restore(state, kept);
  return file;
}

function contentOf(state: TenantState): StateContent {
  return {
    version: 1,
    people: [...state.people.all()],
    devices: [...state.devices.values()],
    mailboxes: [...state.mailboxes.all()],
    hr: [...state.hr.all()],
    mails: state.mails,
    signIns: [...state.signIns.all()],
    effects: [...state.effects.all()],
    passwords: state.passwords.hashes(),
  };
}

function restore(state: TenantState, kept: StateContent): void {
  for (const person of kept.people) state.people.add(person);
  for (const device of kept.devices) state.devices.set(device.id, device);
  for (const mailbox of kept.mailboxes) state.mailboxes.add(mailbox);
  for (const record of kept.hr) state.hr.add(record);
  state.mails.push(...kept.mails);
  state.signIns.restore(kept.signIns);
  state.effects.restore(kept.effects);
  state.passwords.restore(kept.passwords);
}
