import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Parameters } from "./cmdlet.ts";
import type { MailboxState } from "./mailbox-state.ts";

/** One parameter of Set-Mailbox as it was sent; `parameters` are all of them. */
export interface AskedParameter {
  readonly state: TenantState;
  readonly mailbox: Mailbox;
  readonly its: MailboxState;
  readonly value: unknown;
  readonly name: string;
  readonly parameters: Parameters;
}

/**
 * Judges a value, and throws a refusal, or returns what makes the change and adds its effect. Undefined: everything is
 * as it should be.
 */
export type JudgeParameter = (asked: AskedParameter) => (() => void) | undefined;
export type MailboxParameters = Readonly<Record<string, JudgeParameter>>;

/**
 * A list after what was sent for it: an array replaces it, a hash table adds or removes (m365-operations 2.8). Undefined:
 * the value is neither.
 */
export function changedList(list: readonly string[], value: unknown): readonly string[] | undefined {
  if (value === null) return [];
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? value : undefined;
  if (typeof value !== "object") return undefined;
  const { "@odata.type": type, add, remove, ...others }: Record<string, unknown> = { ...value };
  if (type !== "#Exchange.GenericHashTable" || Object.keys(others).length > 0) return undefined;
  const added = wordsIn(add);
  const removed = wordsIn(remove);
  if (added === undefined || removed === undefined) return undefined;
  return [...new Set([...list, ...added])].filter((one) => !removed.includes(one));
}

function wordsIn(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.every((one) => typeof one === "string") ? all : undefined;
}
