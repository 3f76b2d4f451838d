import { z } from "zod";
import { catchMail } from "../changes.ts";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { CaughtMail, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { conditionsIn, matches } from "./filter.ts";
import { type Properties, page, project, seconds, selected } from "./shape.ts";
import { personAt } from "./users.ts";

const Recipient = z.object({ emailAddress: z.object({ address: z.string() }) });
const SendMail = z.object({
  message: z.object({
    subject: z.string().default(""),
    body: z.object({ contentType: z.string().default("Text"), content: z.string() }),
    toRecipients: z.array(Recipient).default([]),
    internetMessageHeaders: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  }),
  // The service keeps a copy unless told not to, and takes the text "false" too.
  saveToSentItems: z.union([z.boolean(), z.stringbool()]).default(true),
});

const properties: Properties<CaughtMail> = {
  id: ({ id }) => id,
  subject: ({ subject }) => subject,
  sentDateTime: ({ at }) => seconds(Date.parse(at)),
  createdDateTime: ({ at }) => seconds(Date.parse(at)),
  internetMessageId: ({ id }) => `<${id}@kestrel.example>`,
  toRecipients: ({ to }) => to.map((address) => ({ emailAddress: { name: address, address } })),
  body: ({ contentType, content }) => ({ contentType: contentType.toLowerCase(), content }),
};

const fullReaders = ["Mail.Read", "Mail.ReadWrite"];

/** Sending mail into the catcher, and the sender's folder of sent mail (m365-operations 14). */
export function addMail(routes: Routes, state: TenantState): void {
  const senders = { resource: "graph", anyOf: ["Mail.Send"] } as const;
  routes.add("POST", "/v1.0/users/:id/sendMail", senders, (call) => send(state, call));

  const readers = { resource: "graph", anyOf: ["Mail.ReadBasic.All", ...fullReaders] } as const;
  routes.add("GET", "/v1.0/users/:id/mailFolders/sentitems/messages", readers, (call) => sentItems(state, call));
}

function send(state: TenantState, call: RoutedCall): Answer {
  const sender = personWithMailbox(state, call);
  const parsed = SendMail.safeParse(call.body);
  if (!parsed.success) return refuse(400, "RequestBodyRead", parsed.error.issues[0]?.message ?? "Invalid message.");
  const { message, saveToSentItems } = parsed.data;
  const to = message.toRecipients.map(({ emailAddress }) => emailAddress.address);
  if (to.length === 0 || to.some((address) => !/^[^@\s]+@[^@\s]+$/.test(address))) {
    refuse(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.");
  }
  if (message.internetMessageHeaders.some(({ name }) => !/^x-/i.test(name))) {
    refuse(400, "InvalidInternetMessageHeader", "The internet message header name should start with 'x-' or 'X-'.");
  }
  catchMail(state, sender, {
    from: sender.mail ?? sender.userPrincipalName,
    to,
    subject: message.subject,
    contentType: message.body.contentType,
    content: message.body.content,
    headers: message.internetMessageHeaders,
    inSentItems: saveToSentItems,
  });
  return { status: 202 };
}

function sentItems(state: TenantState, call: RoutedCall): Answer {
  const sender = personWithMailbox(state, call);
  const conditions = conditionsIn(call.query, ["subject", "sentDateTime"]);
  const visibleUntil = Date.now() - state.sentItems.lagMs;
  const found = state.mails.filter(
    (mail) =>
      mail.inSentItems &&
      mail.senderId === sender.id &&
      Date.parse(mail.at) <= visibleUntil &&
      matches(conditions, { subject: mail.subject, sentDateTime: mail.at }),
  );
  const readsAll = fullReaders.some((permission) => call.caller?.roles.includes(permission));
  const names = (selected(call.query) ?? Object.keys(properties)).filter((name) => readsAll || name !== "body");
  // Messages always carry their id.
  const shown = found.map((mail) => ({ id: mail.id, ...project(mail, properties, "message", names) }));
  return page(call, `users('${sender.id}')/mailFolders('sentitems')/messages`, shown.reverse());
}

function personWithMailbox(state: TenantState, call: RoutedCall): Person {
  const person = personAt(state, call);
  if (state.mailboxes.find(person.id) !== undefined) return person;
  return refuse(
    404,
    "MailboxNotEnabledForRESTAPI",
    "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
  );
}
