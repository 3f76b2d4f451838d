import { z } from "zod";
import type { Mail, Notice, NoticeMark } from "../../domain/ports/mail.ts";
import { ItemAnswer } from "./answers.ts";
import type { GraphClient } from "./client.ts";
import * as operations from "./operations.ts";
import { path, quoted } from "./path.ts";

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

  async wasSent(notice: NoticeMark): Promise<boolean> {
    const filter = `subject eq ${quoted(subjectOf(notice))}`;
    const sent = path`users/${this.#sender}/mailFolders/sentitems/messages?$filter=${filter}&$select=id&$top=1`;
    return (await this.#graph.get(sent, Found, operations.findNotice)).value.length > 0;
  }

  async send(notice: Notice): Promise<void> {
    const message = {
      subject: subjectOf(notice),
      body: { contentType: "text", content: notice.text },
      toRecipients: [{ emailAddress: { address: notice.to } }],
      internetMessageHeaders: [{ name: "x-leaver-notice", value: notice.noticeId }],
    };
    const sendMail = path`users/${this.#sender}/sendMail`;
    await this.#graph.post(sendMail, { message, saveToSentItems: true }, operations.sendNotice);
  }
}

/**
 * The subject as it goes out: with the notice id at its end, so that it is unique. Of what Graph can filter by, the
 * subject is the one part of our own that can be read without the right to read what mails say (Mail.ReadBasic.All);
 * it filters by no header.
 *
 * @throws {RangeError} what a header or the subject cannot carry
 */
function subjectOf({ noticeId, subject }: NoticeMark): string {
  // It becomes a header: one line of ASCII.
  if (!/^[\x21-\x7e]{1,200}$/.test(noticeId))
    throw new RangeError("A notice id is 1 to 200 printable ASCII characters");
  const unique = `${subject} [${noticeId}]`;
  // A longer one would be cut off by Exchange, and not be found again.
  if (unique.length > 255) throw new RangeError("A subject is at most 255 characters, with the notice id");
  return unique;
}
