import { z } from "zod";
import type { LeaverId } from "../../domain/ids.ts";
import type { InboxRule, InboxRules } from "../../domain/ports/inbox-rules.ts";
import { together } from "../../domain/together.ts";
import { acceptedDomains, isOutside } from "./accepted-domains.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs, mailboxGuid, theMailbox, unlessMissing } from "./the-mailbox.ts";

/** Calls at the same time for one mailbox. */
const width = 4;

const Recipients = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((value) => (value == null ? [] : [value].flat()));

const Rule = z.object({
  /** `mailbox\1234567890`: the mailbox may be a person's name. */
  Identity: z.string(),
  Name: z.string().nullish(),
  Enabled: z.boolean().nullish(),
  ForwardTo: Recipients,
  RedirectTo: Recipients,
  ForwardAsAttachmentTo: Recipients,
});
type Rule = z.infer<typeof Rule>;

/** Rules of inboxes behind Exchange Online, which shows hidden ones and those of clients as well (m365-operations 8.8). */
export class ExchangeInboxRules implements InboxRules {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async of(id: LeaverId): Promise<readonly InboxRule[] | undefined> {
    const what = "Reading the inbox rules";
    const mailbox = await theMailbox(this.#exchange, { id, what, more: z.object({}) });
    if (mailbox === undefined) return undefined;
    const parameters = { Mailbox: mailbox.guid, IncludeHidden: true };
    const cmdlet = { name: "Get-InboxRule", parameters, select: Object.keys(Rule.shape), what };
    // Side by side, though not every rule sends mail on: the lockout waits for the snapshot, which reads the rules as well.
    const [rules, domains] = await Promise.all([
      invokeAs(this.#exchange, cmdlet, Rule),
      acceptedDomains(this.#exchange),
    ]);
    return rules.filter((rule) => !isTheServices(rule)).map((rule) => shown(rule, domains));
  }

  async remove(id: LeaverId, ruleIds: readonly string[]): Promise<void> {
    const what = "Removing the inbox rules";
    const guid = await mailboxGuid(this.#exchange, id, what);
    for (let at = 0; at < ruleIds.length; at += width) {
      await together(ruleIds.slice(at, at + width).map((ruleId) => this.#remove(guid, ruleId, what)));
    }
  }

  async #remove(guid: string, ruleId: string, what: string): Promise<void> {
    const parameters = { Mailbox: guid, Identity: ruleId, AlwaysDeleteOutlookRulesBlob: true, Confirm: false };
    await unlessMissing(this.#exchange.invoke({ name: "Remove-InboxRule", parameters, what }));
  }
}

/** The filter for junk, and what stands behind automatic replies. */
function isTheServices({ Name: name }: Rule): boolean {
  return name === "Junk E-Mail Rule" || name?.startsWith("Microsoft.Exchange.OOF.") === true;
}

function targetsOf(rule: Rule): readonly string[] {
  return [...rule.ForwardTo, ...rule.RedirectTo, ...rule.ForwardAsAttachmentTo];
}

function shown(rule: Rule, domains: ReadonlySet<string>): InboxRule {
  const targets = targetsOf(rule);
  return {
    id: rule.Identity.split("\\").at(-1) ?? rule.Identity,
    enabled: rule.Enabled !== false,
    forwardsTo: targets.length,
    outside: targets.filter((target) => goesOutside(target, domains)).length,
  };
}

/** `"Name" [EX:/o=…]` is a recipient of the organisation, `"Name" [SMTP:a@b]` may be anybody. */
function goesOutside(target: string, domains: ReadonlySet<string>): boolean {
  if (/\[EX:[^\]]+\]\s*$/i.test(target)) return false;
  const address = /\[SMTP:([^\]]+)\]\s*$/i.exec(target)?.[1] ?? target;
  return isOutside(address, domains);
}
