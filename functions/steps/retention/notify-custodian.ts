import { z } from "zod";
import { nobodyTakesOver } from "../../../shared/domain/custodian.ts";
import { deletionOf, restored } from "../../../shared/domain/deletion-of.ts";
import { heirOf, withoutHeir } from "../../../shared/domain/former-manager.ts";
import { epochMs, Instant, instant, LeaverId } from "../../../shared/domain/ids.ts";
import { lastDayOf, noDrive, placeIn, placeOrStop } from "../../../shared/domain/left-drive.ts";
import { noticeId } from "../../../shared/domain/notices.ts";
import { retentionClocks } from "../../../shared/domain/retention-clocks.ts";
import { readerTag, secondNoticeAt } from "../../../shared/domain/retention-notices.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { sendNotice, sendsNotice } from "../../../shared/notices/send-notice.ts";

const Shown = z.object({
  deletedAt: Instant,
  /** Null: not known, which counts as held. */
  onHold: z.boolean().nullable(),
  /** When the files can last be saved; undefined while a hold lasts. */
  endsAt: Instant.optional(),
  mailboxUntil: Instant.optional(),
  recipient: LeaverId.optional(),
});

const kind = "custodian-first";
const dayMs = 86_400_000;

/**
 * The first notice: who takes over can open the files, and until when (REQ-43, REQ-44). Sent besides the service's own mail,
 * which goes to the direct manager only, and to nobody where delegation is switched off (FACT-16, REQ-40).
 */
export const notifyCustodian = defineStep({
  name: "notify-custodian",
  title: "Tell the custodian when the files end",
  section: "retention",
  kinds: ["leaver", "retention"],
  needs: ["share-left-drive"],
  permissions: [
    "User.Read.All",
    "SharePoint.Sites.FullControl.All",
    "SharePointTenantSettings.Read.All",
    "Mail.Send",
    "Mail.ReadBasic.All",
  ],
  chain: 10,
  ...sendsNotice,
  noWayBack: "The mail was sent: tell its reader that the person is back",
  shows: Shown,

  leftOut: ({ settings }) => withoutHeir(settings),

  async observe(input) {
    const { tenant } = input;
    const place = placeIn(input);
    if (place === undefined) return noDrive;
    const deletion = await deletionOf(input);
    if (deletion.kind === "restored") return restored;
    if (deletion.kind !== "deleted") return { kind: "not-applicable", because: "no deletion is known" };
    const [left, retentionDays, heir] = await Promise.all([
      tenant.leftDrives.look(place),
      tenant.drives.retentionDays(),
      heirOf(input),
    ]);
    const { deletedAt } = deletion;
    const onHold = left.kind === "there" ? (left.state.onHold ?? null) : false;
    const endsAt = onHold === false ? lastDayOf(left, { deletedAt, retentionDays }) : undefined;
    const { mailboxUntil } = retentionClocks(input, deletion).clocks;
    const facts = { deletedAt, onHold, ...(endsAt && { endsAt }), ...(mailboxUntil && { mailboxUntil }) };
    if (heir === undefined) return { kind: "different", shown: facts, because: "there is nobody to tell" };
    const shown = { ...facts, recipient: heir.id };
    if (await tenant.mail.wasSent(noticeId(input.case.caseId, kind, readerTag(heir.id))))
      return { kind: "reached", shown };
    if (left.kind === "gone") return { kind: "not-applicable", because: "the OneDrive is gone for good" };
    return { kind: "different", shown };
  },

  async guard({ clock }, { recipient, endsAt }) {
    if (recipient === undefined) return { kind: "person", because: nobodyTakesOver };
    if (endsAt !== undefined) return undefined;
    const until = instant(epochMs(clock.now()) + dayMs);
    return { kind: "wait", until, because: "a hold covers the OneDrive, or nobody knows: no day can be named (R-35)" };
  },

  async change(input, { recipient, endsAt, mailboxUntil, deletedAt }) {
    if (recipient === undefined || endsAt === undefined) return;
    const left = await input.tenant.leftDrives.look(placeOrStop(input));
    const facts = {
      ends: endsAt,
      secondNotice: secondNoticeAt(endsAt),
      files: left.kind === "there" ? left.drive.address : undefined,
      mailboxEnds: mailboxUntil,
    };
    const lateBecause = input.case.kind === "retention" ? "learned-late" : "stood-still";
    await sendNotice(
      { kind, occasion: readerTag(recipient), to: recipient, facts, due: { at: deletedAt, lateBecause } },
      input,
    );
  },
});
