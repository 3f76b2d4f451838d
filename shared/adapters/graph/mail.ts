import { z } from "zod";
import type { Mail, Notice } from "../../domain/ports/mail.ts";
import { ItemAnswer } from "./answers.ts";
import type { GraphClient } from "./client.ts";
import * as operations from "./operations.ts";
import { path, quoted } from "./path.ts";

/** A property of our own on the sent message, since Graph cannot search for a header. The namespace never changes. */
const noticeProperty = "String {7c1f6c0e-5a0b-4e43-9d0c-3f5d1b0a9e27} Name LeaverNotice";

const Found = z.object({ value: z.array(ItemAnswer) });

/** Mail that goes out from one mailbox of the tenant. */
export class GraphMail implements Mail {
  readonly #graph: GraphClient;
  readonly #sender: string;

  /** @param sender object id or sign-in name of a user or shared mailbox */
  constructor(graph: GraphClient, sender: string) {
    this.#graph = graph;
    this.#sender = sender;
  }

  async wasSent(noticeId: string): Promise<boolean> {
    const marked = `ep/id eq ${quoted(noticeProperty)} and ep/value eq ${quoted(printable(noticeId))}`;
    const filter = `singleValueExtendedProperties/any(ep:${marked})`;
    const sent = path`users/${this.#sender}/mailFolders/sentitems/messages?$filter=${filter}&$select=id&$top=1`;
    return (await this.#graph.get(sent, Found, operations.findNotice)).value.length > 0;
  }

  async send(notice: Notice): Promise<void> {
    const noticeId = printable(notice.noticeId);
    const message = {
      subject: notice.subject,
      body: { contentType: "text", content: notice.text },
      toRecipients: [{ emailAddress: { address: notice.to } }],
      internetMessageHeaders: [{ name: "x-leaver-notice", value: noticeId }],
      singleValueExtendedProperties: [{ id: noticeProperty, value: noticeId }],
    };
    const sendMail = path`users/${this.#sender}/sendMail`;
    await this.#graph.post(sendMail, { message, saveToSentItems: true }, operations.sendNotice);
  }
}

/** It becomes a header: one line of ASCII. */
function printable(noticeId: string): string {
  if (!/^[\x21-\x7e]{1,200}$/.test(noticeId))
    throw new RangeError("A notice id is 1 to 200 printable ASCII characters");
  return noticeId;
}
