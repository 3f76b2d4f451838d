import { randomUUID } from "node:crypto";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Site } from "./model.ts";

const dayMs = 86_400_000;

/** What the service itself writes to whoever it gave a OneDrive to (REQ-43 to REQ-45). @param at epoch milliseconds */
export function mailAboutDeletion(
  state: TenantState,
  site: Site,
  to: Person,
  { which, endsAt, at }: { which: "first" | "second"; endsAt: number; at: number },
): void {
  if (to.mail === null) return;
  const id = `AAMk${randomUUID().replaceAll("-", "")}`;
  const ends = new Date(endsAt).toISOString().slice(0, 10);
  const days = Math.round((endsAt - at) / dayMs);
  const subject =
    which === "first"
      ? `The OneDrive for Business of ${site.title} will be deleted in ${days} days`
      : `${site.title}'s OneDrive for Business is scheduled for deletion in ${days} days`;
  const content = `You have access to the files of ${site.title}. They are deleted on ${ends}. Copy what has to be kept.`;
  state.mails.push({
    id,
    at: new Date(at).toISOString(),
    senderId: "sharepoint",
    from: "no-reply@sharepointonline.com",
    to: [to.mail],
    subject,
    contentType: "Text",
    content,
    headers: [],
    inSentItems: false,
  });
  const detail = { mailId: id, which, to: to.id };
  state.effects.add({ operation: "send-onedrive-mail", objectId: site.id, detail, by: "service" }, at);
}
