import { entity, type Properties, project, selected } from "../graph/shape.ts";
import { personAt } from "../graph/users.ts";
import type { Routes } from "../http/routes.ts";
import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { mailboxInGraph } from "./calendar-view.ts";
import { badParameter } from "./exchange-errors.ts";
import type { MailboxParameters } from "./mailbox-parameter.ts";

const kinds: Readonly<Record<string, Mailbox["kind"]>> = { regular: "UserMailbox", shared: "SharedMailbox" };

/** Conversion between a user's mailbox and a shared one (m365-operations 8.2). */
export const typeParameters: MailboxParameters = {
  Type: ({ state, mailbox, value, name }) => {
    const kind = typeof value === "string" ? kinds[value.toLowerCase()] : undefined;
    if (kind === undefined) return badParameter(name);
    return kind === mailbox.kind ? undefined : () => setMailboxType(state, mailbox, kind);
  },
};

/** @param by `sync` when Active Directory turns it back, which it does to a type that was changed in the cloud only */
export function setMailboxType(
  state: TenantState,
  mailbox: Mailbox,
  kind: Mailbox["kind"],
  by?: "hand" | "sync",
): void {
  if (mailbox.kind === kind) return;
  const { exchangeGuid: objectId, personId } = mailbox;
  state.exchange.replicas.mailboxType.replacing(objectId, mailbox.kind);
  state.exchange.replicas.userPurpose.replacing(objectId, mailbox.kind);
  mailbox.kind = kind;
  state.effects.add({ operation: "convert-mailbox", objectId, personId, detail: { to: kind }, ...(by && { by }) });
}

/** What Graph says about the same mailbox (offboarding-rules 5.1). */
export function addMailboxSettings(routes: Routes, state: TenantState): void {
  const properties: Properties<Mailbox> = {
    userPurpose: ({ exchangeGuid, kind }) => {
      const shown = state.exchange.replicas.userPurpose.shown(exchangeGuid, kind);
      return shown === "SharedMailbox" ? "shared" : "user";
    },
  };
  const anyOf = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"];
  routes.add("GET", "/v1.0/users/:id/mailboxSettings", { resource: "graph", anyOf }, (call) => {
    const person = personAt(state, call);
    const names = selected(call.query) ?? Object.keys(properties);
    const shown = project(mailboxInGraph(state, person.id), properties, "mailboxSettings", names);
    return entity(call, `users('${person.id}')/mailboxSettings`, shown);
  });
}
