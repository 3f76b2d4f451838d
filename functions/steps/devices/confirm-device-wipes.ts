import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { type SeenManagedDevice, SeenMobileDevice, seenManaged } from "../../../shared/domain/device-orders.ts";
import { epochMs, type Instant, instant } from "../../../shared/domain/ids.ts";
import type { MobileDevice } from "../../../shared/domain/ports/mobile-devices.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Orders that no device has carried out yet, by the id of the managed device or mail client. */
  open: z.array(z.string()),
  risks: z.array(Risk),
});

const hourMs = 3_600_000;
/** Devices have so long to acknowledge; then they are on the residual-risk list. */
const deadlineMs = 72 * hourMs;

/**
 * Waits until every device has carried out its order, for 72 hours at most: what is open then goes on the residual-risk
 * list, because a device that is off or locked out may never fetch it. Only the end of the case waits for this.
 */
export const confirmDeviceWipes = defineStep({
  name: "confirm-device-wipes",
  title: "Confirm that devices were wiped",
  section: "devices",
  needs: ["retire-managed-devices", "wipe-managed-devices", "wipe-mobile-devices"],
  after: ["block-mobile-devices"],
  permissions: ["DeviceManagementManagedDevices.Read.All", "Exchange.ManageAsApp"],
  chain: 2,
  shows: Shown,

  leftOut({ settings: { devices } }) {
    const none = devices.company === "nothing" && devices.personal === "nothing";
    return none ? "The policy leaves devices alone" : undefined;
  },

  async observe(input) {
    const { leaver, tenant, since, clock } = input;
    const [managed = [], mobile] = await Promise.all([
      tenant.managedDevices.of(leaver.id),
      tenant.mobileDevices.of(leaver.id),
    ]);
    const seen = [...managed.map(seenManaged).map((device) => ofManaged(device, input)), ...ofMobile(mobile, input)];
    const open = seen.flatMap(({ id, pending }) => (pending ? [id] : []));
    const shown = { open, risks: seen.flatMap(({ risk }) => risk ?? []) };
    const until = instant(epochMs(since) + deadlineMs);
    const now = clock.now();
    if (open.length === 0 || now >= until) return { kind: "reached", shown };
    const because = `${open.length} devices have not acknowledged yet: until ${until}, then they are listed as a risk (R-54)`;
    return { kind: "different", shown, because, lookAgainAt: nextLook(since, now, until) };
  },
});

/** What is known of one order: whether the device may still carry it out, and what stays open if it never does. */
interface Order {
  readonly id: string;
  readonly pending: boolean;
  readonly risk: Risk | undefined;
}

function ofManaged({ id, ownership, order }: SeenManagedDevice, { settings: { devices } }: StepInput): Order {
  const risk = (what: string): Risk => ({ rule: "R-54", what, objectId: id });
  if (order?.state === "pending") return { id, pending: true, risk: risk(notFetched) };
  if (order?.state === "failed") return { id, pending: false, risk: risk(failed) };
  const meant = ownership === "company" ? devices.company !== "nothing" : devices.personal !== "nothing";
  return { id, pending: false, risk: order === undefined && meant ? risk(notOrdered) : undefined };
}

/** With the clients that got an order in this case and are not there any more: nobody knows whether they fetched it. */
function ofMobile(now: readonly MobileDevice[] | undefined, { steps }: StepInput): Order[] {
  const listed = (now ?? []).map(({ id, wipe }): Order => {
    const pending = wipe?.acknowledged === false;
    return { id, pending, risk: pending ? { rule: "R-54", what: notSynced, objectId: id } : undefined };
  });
  const evidence = z.object({ devices: z.array(SeenMobileDevice) });
  const ordered = evidence.safeParse(stepRecord(steps, "wipe-mobile-devices")?.evidence).data?.devices ?? [];
  const gone = ordered.filter(({ id, wipe }) => !wipe?.acknowledged && !listed.some((one) => one.id === id));
  return [
    ...listed,
    ...gone.map(({ id }): Order => ({ id, pending: false, risk: { rule: "R-53", what: unpaired, objectId: id } })),
  ];
}

/** Soon at first, then ever more seldom: most devices answer within the hour or in days. */
function nextLook(since: Instant, now: Instant, until: Instant): Instant {
  const waitedMs = epochMs(now) - epochMs(since);
  const waitMs = Math.min(Math.max(waitedMs, hourMs / 4), 8 * hourMs);
  return instant(Math.min(epochMs(now) + waitMs, epochMs(until)));
}

const notFetched =
  "The managed device has not carried out its order: it may be off or lost. The order waits in Intune: leave the record there until it is gone, and ask for the device";
const failed = "The managed device failed at its order: remove the company's data from it by hand";
const notOrdered =
  "The managed device got no order, because its ownership changed or it was enrolled meanwhile: decide in Intune whether to retire it";
const notSynced =
  "The mail client has not acknowledged its wipe: it may be off or locked out. Leave the partnership, with which the order travels (R-53)";
const unpaired =
  "The partnership was removed before the mail client acknowledged its wipe: count its mail as not removed";
