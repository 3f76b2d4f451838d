import type { Successor } from "./case-settings.ts";
import { NotFoundError } from "./errors.ts";
import { LeaverId } from "./ids.ts";
import type { Contact } from "./ports/directory.ts";
import type { StepInput } from "./step.ts";

type Input = Pick<StepInput, "leaver" | "tenant" | "policy" | "leaving">;

/** Managers above the leaver that are looked at: more levels than that are a loop in the data. */
const mostLevels = 5;

/**
 * Who takes over what the leaver had: the manager, the next managers up to five, the policy's secondary owner, its
 * fallback contact; the first who is active, a member, reachable by mail and not leaving. Looked up fresh.
 *
 * @returns undefined when there is nobody: no clock may start silently
 */
export async function custodianOf(input: Input): Promise<Contact | undefined> {
  const { managerId } = await input.tenant.directory.contact(input.leaver.id);
  return await custodianFrom(managerId, input);
}

/**
 * The same for a leaver whose account is gone, by who the manager was.
 *
 * @param managerId undefined: there was none, or nobody knows any more
 */
export async function custodianFrom(managerId: LeaverId | undefined, input: Input): Promise<Contact | undefined> {
  let next = managerId;
  for (let level = 1; next !== undefined && level <= mostLevels; level += 1) {
    const manager = await known(next, input);
    if (manager !== undefined && (await canTakeOver(manager, input))) return manager;
    next = manager?.managerId;
  }
  for (const id of [input.policy.secondaryOwner, input.policy.fallbackContact]) {
    const contact = id === undefined ? undefined : await known(LeaverId.parse(id), input);
    if (contact !== undefined && (await canTakeOver(contact, input))) return contact;
  }
  return undefined;
}

/**
 * Who the settings mean: the custodian, nobody, or one person by id, who has to be able to take over now.
 *
 * @returns undefined for nobody, and for somebody who cannot: the caller knows which of the two it asked for
 */
export async function successorOf(wanted: Successor, input: Input): Promise<Contact | undefined> {
  if (wanted === "nobody") return undefined;
  if (wanted === "custodian") return await custodianOf(input);
  const contact = await known(LeaverId.parse(wanted), input);
  return contact !== undefined && (await canTakeOver(contact, input)) ? contact : undefined;
}

/** What a person is told when nobody can take something over. */
export const nobodyTakesOver =
  "Nobody can take it over: manager, next managers, secondary owner and fallback contact are missing, disabled or leaving. Name somebody in the policy or the directory, then resume (R-43)";

async function known(id: LeaverId, { tenant }: Input): Promise<Contact | undefined> {
  try {
    return await tenant.directory.contact(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function canTakeOver(contact: Contact, { leaver, leaving }: Input): Promise<boolean> {
  if (contact.id === leaver.id || !contact.enabled || contact.kind === "guest") return false;
  return contact.mail !== undefined && !(await leaving(contact.id));
}
