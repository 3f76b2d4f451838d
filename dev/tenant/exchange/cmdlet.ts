import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import { isLive, liveMailbox } from "./life.ts";

export type Parameters = Readonly<Record<string, unknown>>;
export interface CmdletResult {
  readonly value: readonly Record<string, unknown>[];
  readonly warnings?: readonly string[];
}
export type Cmdlet = (state: TenantState, parameters: Parameters) => CmdletResult;
/** Cmdlets by lower-case name. */
export type Cmdlets = Readonly<Record<string, Cmdlet>>;

/** The documented danger: without an identity every object comes back (m365-operations 2.8). */
export function mailboxesNamed(state: TenantState, identity: unknown): readonly Mailbox[] {
  if (identity === undefined || identity === null || identity === "") {
    return state.mailboxes.all().filter((mailbox) => isLive(state, mailbox));
  }
  return [liveMailbox(state, String(identity)) ?? notFound(String(identity))];
}

/** The one mailbox that a parameter names; a write takes no other. */
export function oneMailbox(state: TenantState, parameters: Parameters, name = "Identity"): Mailbox {
  const identity = parameters[name];
  if (typeof identity !== "string" || identity === "") return badParameter(name);
  return liveMailbox(state, identity) ?? notFound(identity);
}

/** A parameter that the cmdlet may well have, but not here: remembered like an unknown path. */
export function refuseOthers(state: TenantState, parameters: Parameters, known: readonly string[]): void {
  const unknown = Object.keys(parameters).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  state.unhandled.push(`EXO parameter ${unknown}`);
  badParameter(unknown);
}

/** The answer of a write that changed something, or that found everything as it should be. */
export function written(mailbox: Mailbox, changed: boolean): CmdletResult {
  if (changed) return { value: [] };
  const warning = `The command completed successfully but no settings of '${mailbox.displayName}' have been modified.`;
  return { value: [], warnings: [warning] };
}

/** A boolean parameter; undefined when it is absent. */
export function flag(parameters: Parameters, name: string): boolean | undefined {
  const value = parameters[name];
  return value === undefined || typeof value === "boolean" ? value : badParameter(name);
}

/** A text parameter; undefined when it is absent. */
export function word(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return value === undefined || typeof value === "string" ? value : badParameter(name);
}
