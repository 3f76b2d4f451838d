import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { tooLarge } from "../../../shared/domain/mailbox-keeps-licence.ts";
import { defineStep, type Observation, type StepInput } from "../../../shared/domain/step.ts";

const Type = z.enum(["user", "shared", "other"]);
const Shown = z.object({
  /** As Exchange shows it. */
  type: Type,
  /** As Graph shows it, independently; undefined: Graph knows no mailbox. */
  purpose: Type.optional(),
  masteredOnPremises: z.boolean(),
  /** Bytes, measured at this look (R-30, REQ-24); no archive: undefined. */
  sizes: z.object({ primary: z.number(), recoverable: z.number(), archive: z.number().optional() }),
  /** Why the mailbox needs its licence also when it is shared, as far as size tells. */
  keepsLicence: z.array(z.string()),
  /** Since when a mailbox that Active Directory masters is seen as shared on both ways; undefined: it is not. */
  sharedSince: Instant.optional(),
});
type Shown = z.infer<typeof Shown>;

const hourMs = 3_600_000;
/** A sync that turns the type back has come by then (R-39, R-62, REQ-11). */
const syncMs = 3 * hourMs;

/**
 * Makes the mailbox a shared one: old mail stays reachable, and mostly without a licence (REQ-21 to REQ-24). While it is
 * licensed, and done only when Exchange and Graph both show it. The account stays as the anchor (FACT-02).
 *
 * @see https://learn.microsoft.com/microsoft-365/admin/email/convert-user-mailbox-to-shared-mailbox
 */
export const convertMailbox = defineStep({
  name: "convert-mailbox",
  title: "Convert the mailbox to a shared one",
  section: "hand-over",
  // The switches live on the mailbox, and cancellations are sent by it: both before its type changes.
  needs: ["block-mail-protocols", "cancel-meetings"],
  after: ["block-sign-in"],
  permissions: ["User.Read.All", "MailboxSettings.Read", "Exchange.ManageAsApp"],
  chain: 8,
  duplicateRisk:
    "Where an agent changes Active Directory, the event `on-premises.requested` goes out once for each announced conversion; the broker may deliver it twice, always with the same CloudEvents id.",
  // How far Graph trails behind Exchange is not documented, and on premises takes three hours or more (R-36, REQ-11).
  deadlineMs: 5 * hourMs,
  shows: Shown,

  leftOut({ settings }) {
    if (settings.end !== "living-account")
      return "The mailbox goes with the account: there is nothing to convert (FACT-11)";
    return settings.mailbox.convertToShared ? undefined : "The policy leaves the mailbox as it is (R-74)";
  },

  async observe(input) {
    const { leaver, tenant } = input;
    const [mailbox, purpose, sizes] = await Promise.all([
      tenant.sharedMailboxes.find(leaver.id),
      tenant.mailboxPurposes.of(leaver.id),
      tenant.sharedMailboxes.sizesOf(leaver.id),
    ]);
    if (mailbox === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    if (mailbox.type === "other") return { kind: "not-applicable", because: "the mailbox belongs to no person" };
    const { type, masteredOnPremises } = mailbox;
    const { primary = 0, recoverable = 0, archive } = sizes ?? {};
    const shown: Shown = {
      type,
      ...(purpose && { purpose }),
      masteredOnPremises,
      sizes: { primary, recoverable, ...(archive !== undefined && { archive }) },
      keepsLicence: [...tooLarge(sizes)],
    };
    return judged(shown, input);
  },

  async guard(input, shown) {
    const { leaver, tenant, settings } = input;
    if (shown.masteredOnPremises && settings.onPremises === "person") return { kind: "person", because: bothSides };
    if ((await tenant.directory.account(leaver.id)).enabled) return { kind: "person", because: accountEnabled };
    const plan = shown.type === "user" ? await tenant.holds.plan(leaver.id) : undefined;
    return plan === "none" ? { kind: "person", because: unlicensed } : undefined;
  },

  async change({ leaver, tenant }, { type, masteredOnPremises }) {
    if (type !== "shared") await tenant.sharedMailboxes.makeShared(leaver.id);
    if (!masteredOnPremises) return undefined;
    const asks = [{ what: "convert-remote-mailbox", to: "shared" }];
    return { event: { type: "on-premises.requested", data: { objectId: leaver.id, asks } } };
  },

  async undo({ leaver, tenant }, { type, masteredOnPremises }) {
    if (type === "shared") return;
    await tenant.sharedMailboxes.makePersonal(leaver.id);
    if (masteredOnPremises)
      throw new NeedsPersonError("Run Set-RemoteMailbox -Type Regular on premises as well (R-39)");
  },

  isBack({ type, purpose }, wanted) {
    return type === wanted.type && (purpose === undefined || purpose === type);
  },
});

/** Seen on both ways. What happens on premises cannot be seen from here: it has to have been asked for, and to last. */
function judged(shown: Shown, { before, steps, clock }: StepInput): Observation<Shown> {
  if (shown.type !== "shared") return { kind: "different", shown, because: "Exchange shows a user's mailbox" };
  if (shown.purpose !== "shared") return { kind: "different", shown, because: "Graph still shows a user's mailbox" };
  if (!shown.masteredOnPremises) return { kind: "reached", shown };
  const evidence = stepRecord(steps, "convert-mailbox")?.evidence;
  const asked = before !== undefined || evidence !== undefined;
  if (!asked) return { kind: "different", shown, because: "nobody has said that it is converted on premises as well" };
  const since = Shown.safeParse(evidence).data?.sharedSince ?? clock.now();
  const lasted = { ...shown, sharedSince: since };
  const until = instant(epochMs(since) + syncMs);
  if (until <= clock.now()) return { kind: "reached", shown: lasted };
  const because = "the sync may still turn it back (R-39, R-62)";
  return { kind: "different", shown: lasted, because, lookAgainAt: until };
}

const bothSides =
  "The mailbox is mastered in Active Directory, and the sync would turn it back: run Set-RemoteMailbox -Type Shared on premises and Set-Mailbox -Type Shared in Exchange Online, wait for the sync, then resume (R-39)";
const accountEnabled =
  "The account is enabled, and whoever has its password could open the shared mailbox: block the sign-in, then resume (R-38)";
const unlicensed =
  "The mailbox has no licence, and an unlicensed user mailbox cannot be converted and dies after 30 days: assign Exchange Online at once, then resume (R-36)";
