import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import { type Instant, instant, type LeaverId } from "../../domain/ids.ts";
import { inTurns } from "../../domain/in-turns.ts";
import type { MobileDevice, MobileDevices } from "../../domain/ports/mobile-devices.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs, mailboxGuid, theMailbox, unlessMissing } from "./the-mailbox.ts";

const Partnership = z.object({
  /** `mailbox\ExchangeActiveSyncDevices\…`: the mailbox may be a person's name. */
  Identity: z.string(),
  Guid: z.guid(),
  DeviceId: z.string().min(1),
});

const Statistics = z.object({
  Guid: z.guid(),
  DeviceWipeRequestTime: z.string().nullish(),
  DeviceWipeAckTime: z.string().nullish(),
});
type Statistics = z.infer<typeof Statistics>;

const Blocked = z.object({
  ExternalDirectoryObjectId: z.string().toLowerCase(),
  ActiveSyncBlockedDeviceIDs: z
    .union([z.array(z.string()), z.string()])
    .nullish()
    .transform((value) => (value == null ? [] : [value].flat())),
});

/** Mail clients of mailboxes behind Exchange Online. Names, numbers and models stay there: they are not asked for. */
export class ExchangeMobileDevices implements MobileDevices {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async of(id: LeaverId): Promise<readonly MobileDevice[] | undefined> {
    const what = "Reading the mail clients";
    const mailbox = await theMailbox(this.#exchange, { id, what, more: z.object({}) });
    if (mailbox === undefined) return undefined;
    const ofMailbox = { Mailbox: mailbox.guid };
    const [partnerships, statistics] = await Promise.all([
      this.#read("Get-MobileDevice", { ...ofMailbox, ResultSize: "Unlimited" }, Partnership),
      this.#read("Get-MobileDeviceStatistics", ofMailbox, Statistics),
    ]);
    const owners = new Set(partnerships.map(({ Identity }) => Identity.split("\\")[0]));
    // Exchange may take a mailbox that it cannot resolve for "all".
    if (owners.size > 1) throw new NeedsPersonError(`${what}: Exchange answered with several mailboxes; do it by hand`);
    return partnerships.map(({ Guid, DeviceId }) => {
      const its = statistics.find((one) => one.Guid === Guid);
      return { id: Guid, deviceId: DeviceId, wipe: its && wipeOf(its) };
    });
  }

  async wipeAccount(deviceId: string): Promise<void> {
    // Always with AccountOnly: without it the phone's own mail app resets the whole phone (FACT-15).
    await this.#clear({ Identity: deviceId, AccountOnly: true, Confirm: false }, "Wiping a mail client");
  }

  async cancelWipe(deviceId: string): Promise<void> {
    await this.#clear({ Identity: deviceId, Cancel: true, Confirm: false }, "Taking back the wipe of a mail client");
  }

  async blocked(id: LeaverId): Promise<readonly string[] | undefined> {
    const what = "Reading the blocked devices";
    const select = Object.keys(Blocked.shape);
    const cmdlet = { name: "Get-CASMailbox", parameters: { Identity: id }, select, what };
    const shown = await unlessMissing(invokeAs(this.#exchange, cmdlet, Blocked));
    if (shown === undefined) return undefined;
    const [mailbox, ...others] = shown;
    if (mailbox === undefined || others.length > 0 || mailbox.ExternalDirectoryObjectId !== id) {
      throw new NeedsPersonError(`${what}: Exchange answered with another mailbox; do it by hand, then resume`);
    }
    return mailbox.ActiveSyncBlockedDeviceIDs;
  }

  async block(id: LeaverId, deviceIds: readonly string[]): Promise<void> {
    await this.#setBlocked(id, deviceIds, "add");
  }

  async unblock(id: LeaverId, deviceIds: readonly string[]): Promise<void> {
    await this.#setBlocked(id, deviceIds, "remove");
  }

  #read<T>(
    name: string,
    parameters: Readonly<Record<string, string>>,
    shape: z.ZodObject & z.ZodType<T>,
  ): Promise<T[]> {
    const select = Object.keys(shape.shape);
    return invokeAs(this.#exchange, { name, parameters, select, what: "Reading the mail clients" }, shape);
  }

  async #clear(parameters: Readonly<Record<string, string | boolean>>, what: string): Promise<void> {
    await unlessMissing(this.#exchange.invoke({ name: "Clear-MobileDevice", parameters, what }));
  }

  /** One after the other: a list of ids at once is nowhere documented. */
  async #setBlocked(id: LeaverId, deviceIds: readonly string[], how: "add" | "remove"): Promise<void> {
    const what = "Blocking or allowing a device";
    const guid = await mailboxGuid(this.#exchange, id, what);
    const setOne = (deviceId: string) => {
      const list = { "@odata.type": "#Exchange.GenericHashTable", [how]: deviceId };
      const parameters = { Identity: guid, ActiveSyncBlockedDeviceIDs: list };
      return this.#exchange.invoke({ name: "Set-CASMailbox", parameters, what });
    };
    await inTurns(deviceIds, setOne, 1);
  }
}

/** An answer to an earlier order answers no later one. */
function wipeOf({ DeviceWipeRequestTime: asked, DeviceWipeAckTime: answered }: Statistics): MobileDevice["wipe"] {
  const [at, acknowledgedAt] = [timeOf(asked), timeOf(answered)];
  if (at === undefined && acknowledgedAt === undefined) return undefined;
  return { at, acknowledged: acknowledgedAt !== undefined && (at === undefined || acknowledgedAt >= at) };
}

function timeOf(text: string | null | undefined): Instant | undefined {
  const epochMs = Date.parse(text ?? "");
  return epochMs > 0 ? instant(epochMs) : undefined;
}
