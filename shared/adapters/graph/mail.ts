import { z } from "zod";
import type { Mail, Notice } from "../../domain/ports/mail.ts";
import { builtInBook, type NoticeBook } from "../../notices/notice-book.ts";
import { referenceOf, renderNotice } from "../../notices/render-notice.ts";
import { ItemAnswer } from "./answers.ts";
import type { GraphClient } from "./client.ts";
import * as operations from "./operations.ts";
import { path, quoted } from "./path.ts";

const Found = z.object({ value: z.array(ItemAnswer) });

/** Mail that goes out from one mailbox of the tenant. */
export class GraphMail implements Mail {
  readonly #graph: GraphClient;
  readonly #sender: string;
  readonly #book: NoticeBook;

  /**
   * @param sender object id or sign-in name of a user or shared mailbox
   * @param book texts; the built-in ones unless told otherwise
   */
  constructor(graph: GraphClient, sender: string, book = builtInBook) {
    this.#graph = graph;
    this.#sender = sender;
    this.#book = book;
  }

  /**
   * Looks for the reference at the end of the subject. Of what Graph can filter by, the subject is the one part of our
   * own that can be read without the right to read what mails say (Mail.ReadBasic.All); it filters by no header. What
   * stands before the reference differs by the reader's language.
   */
  async wasSent(noticeId: string): Promise<boolean> {
    const filter = `contains(subject,${quoted(mark(noticeId))})`;
    const sent = path`users/${this.#sender}/mailFolders/sentitems/messages?$filter=${filter}&$select=id&$top=1`;
    return (await this.#graph.get(sent, Found, operations.findNotice)).value.length > 0;
  }

  async send(notice: Notice): Promise<void> {
    const { to, noticeId } = notice;
    const { format } = this.#book;
    const { subject, [format]: content } = renderNotice(notice, to, this.#book);
    const message = {
      subject: `${subject} ${mark(noticeId)}`,
      // Graph takes one body. Exchange makes the text for readers without HTML from it.
      body: { contentType: format, content },
      toRecipients: [{ emailAddress: { address: to.address } }],
      internetMessageHeaders: [{ name: "x-leaver-notice", value: header(noticeId) }],
    };
    const sendMail = path`users/${this.#sender}/sendMail`;
    await this.#graph.post(sendMail, { message, saveToSentItems: true }, operations.sendNotice);
  }
}

function mark(noticeId: string): string {
  return `[${referenceOf(noticeId)}]`;
}

/** @throws {RangeError} what a header cannot carry: more than one line of ASCII */
function header(noticeId: string): string {
  if (!/^[\x21-\x7e]{1,200}$/.test(noticeId))
    throw new RangeError("A notice id is 1 to 200 printable ASCII characters");
  return noticeId;
}
