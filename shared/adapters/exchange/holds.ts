import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { instant, type LeaverId } from "../../domain/ids.ts";
import type { Hold, Holds, LitigationHold, MailboxHolds, MailPlan } from "../../domain/ports/holds.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { holdOf, organisationHolds } from "./hold-entries.ts";
import { invokeAs, mailboxGuid, theMailbox, unlessMissing } from "./the-mailbox.ts";

/** Absent or null: Exchange does not say, which counts as a hold. */
const Flag = z.boolean().nullish();

const Mailbox = z.object({
  LitigationHoldEnabled: z.boolean(),
  LitigationHoldDate: z.string().nullish(),
  LitigationHoldDuration: z.string().nullish(),
  InPlaceHolds: z.array(z.string()).nullish(),
  ComplianceTagHoldApplied: Flag,
  DelayHoldApplied: Flag,
  DelayReleaseHoldApplied: Flag,
});
type Mailbox = z.infer<typeof Mailbox>;

const Gone = z.object({
  ExchangeGuid: z.guid(),
  LitigationHoldEnabled: z.boolean(),
  InPlaceHolds: z.array(z.string()).nullish(),
});

const Organisation = z.object({ InPlaceHolds: z.array(z.string()).nullish() });

/** Holds as Exchange Online shows them (m365-operations 7.1, 7.2). */
export class ExchangeHolds implements Holds {
  readonly #exchange: ExchangeAdminApi;
  readonly #plans: Pick<Holds, "plan">;

  /** @param plans what licences allow is not Exchange's to tell */
  constructor(exchange: ExchangeAdminApi, plans: Pick<Holds, "plan">) {
    this.#exchange = exchange;
    this.#plans = plans;
  }

  async of(id: LeaverId): Promise<MailboxHolds | undefined> {
    const what = "Reading the holds of the mailbox";
    const [mailbox, organisation] = await Promise.all([
      theMailbox(this.#exchange, { id, what, more: Mailbox }),
      invokeAs(
        this.#exchange,
        { name: "Get-OrganizationConfig", parameters: {}, select: ["InPlaceHolds"], what },
        Organisation,
      ),
    ]);
    if (mailbox === undefined) return undefined;
    const [config] = organisation;
    if (config === undefined) throw new TryLaterError(`${what} has to wait: Exchange named no organisation`);
    const own = mailbox.InPlaceHolds ?? [];
    return {
      mailbox: mailbox.guid,
      litigation: litigationOf(mailbox),
      others: [
        ...own.flatMap((entry) => holdOf(entry) ?? []),
        ...organisationHolds(config.InPlaceHolds ?? [], own),
        ...flagged(mailbox, "ComplianceTagHoldApplied", "label"),
        ...flagged(mailbox, "DelayHoldApplied", "delay"),
        ...flagged(mailbox, "DelayReleaseHoldApplied", "delay"),
      ],
    };
  }

  plan(id: LeaverId): Promise<MailPlan> {
    return this.#plans.plan(id);
  }

  async afterDeletion(mailbox: string): Promise<"kept" | "placed" | "none"> {
    const [inactive] = await this.#gone(mailbox, "InactiveMailboxOnly");
    if (inactive !== undefined) return "kept";
    const [deleted] = await this.#gone(mailbox, "SoftDeletedMailbox");
    if (deleted === undefined) return "none";
    const holds = deleted.InPlaceHolds ?? [];
    return deleted.LitigationHoldEnabled || holds.some((entry) => holdOf(entry) !== undefined) ? "placed" : "none";
  }

  async #gone(mailbox: string, which: "InactiveMailboxOnly" | "SoftDeletedMailbox") {
    const what = "Reading the holds of the deleted mailbox";
    const parameters = { [which]: true, Identity: mailbox };
    const select = Object.keys(Gone.shape);
    const found = await unlessMissing(
      invokeAs(this.#exchange, { name: "Get-Mailbox", parameters, select, what }, Gone),
    );
    return (found ?? []).filter(({ ExchangeGuid }) => ExchangeGuid.toLowerCase() === mailbox.toLowerCase());
  }

  async placeLitigationHold(id: LeaverId, days: number | undefined): Promise<void> {
    await this.#set(id, { LitigationHoldEnabled: true, LitigationHoldDuration: days ?? "Unlimited" });
  }

  async liftLitigationHold(id: LeaverId): Promise<void> {
    await this.#set(id, { LitigationHoldEnabled: false });
  }

  async #set(id: LeaverId, hold: Readonly<Record<string, boolean | number | string>>): Promise<void> {
    const what = "Placing or lifting the litigation hold";
    const parameters = { Identity: await mailboxGuid(this.#exchange, id, what), ...hold, Force: true };
    await this.#exchange.invoke({ name: "Set-Mailbox", parameters, what });
  }
}

function litigationOf(mailbox: Mailbox): LitigationHold | undefined {
  if (!mailbox.LitigationHoldEnabled) return undefined;
  const since = Date.parse(mailbox.LitigationHoldDate ?? "");
  const days = /^(\d+)\./.exec(mailbox.LitigationHoldDuration ?? "")?.[1];
  return {
    since: Number.isNaN(since) ? undefined : instant(since),
    days: days === undefined ? undefined : Number(days),
  };
}

function flagged(
  mailbox: Mailbox,
  name: "ComplianceTagHoldApplied" | "DelayHoldApplied" | "DelayReleaseHoldApplied",
  kind: Hold["kind"],
): readonly Hold[] {
  const flag = mailbox[name];
  if (flag === false) return [];
  return [{ kind: flag === true ? kind : "unknown", id: name }];
}
