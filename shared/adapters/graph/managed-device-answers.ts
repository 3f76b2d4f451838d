import { z } from "zod";
import { type Instant, instant } from "../../domain/ids.ts";
import { type ManagedDevice, ownerships, type RemovalOrder } from "../../domain/ports/managed-devices.ts";

/** Nothing that names the person or the phone: no user name, no number, no serial number. */
export const managedDeviceFields = "id,userId,managedDeviceOwnerType,managementState,deviceActionResults";

const Action = z.object({
  actionName: z.string().nullish(),
  actionState: z.string().nullish(),
  startDateTime: z.string().nullish(),
});
type Action = z.infer<typeof Action>;

/** A managed device, and for whom it is enrolled. An owner type that is not known here is no company device. */
export const ManagedDeviceAnswer = z
  .object({
    id: z.string().min(1),
    userId: z.string().toLowerCase().nullish(),
    managedDeviceOwnerType: z.enum(ownerships).catch("unknown"),
    managementState: z.string().nullish(),
    deviceActionResults: z.array(Action).nullish(),
  })
  .transform((shown): { ownerId: string | undefined; device: ManagedDevice } => ({
    ownerId: shown.userId ?? undefined,
    device: {
      id: shown.id,
      ownership: shown.managedDeviceOwnerType,
      order: orderOf(shown.managementState ?? "", shown.deviceActionResults ?? []),
    },
  }));

const kinds: ReadonlyMap<string, RemovalOrder["kind"]> = new Map([
  ["retire", "retire"],
  ["removecompanydata", "retire"],
  ["wipe", "wipe"],
  ["factoryreset", "wipe"],
]);
const states: ReadonlyMap<string, RemovalOrder["state"]> = new Map([
  ["pending", "pending"],
  ["active", "pending"],
  ["done", "done"],
  ["failed", "failed"],
  ["notsupported", "failed"],
]);

/** The state of the device says what is under way; the results of actions also what has been. */
function orderOf(managementState: string, actions: readonly Action[]): RemovalOrder | undefined {
  const [newest] = actions.flatMap(orderIn).toSorted((a, b) => (b.at ?? "").localeCompare(a.at ?? ""));
  const [, kind, state] = /^(retire|wipe)(Pending|Issued|Failed)$/.exec(managementState) ?? [];
  if (kind !== "retire" && kind !== "wipe") return newest;
  return { kind, state: state === "Failed" ? "failed" : "pending", at: newest?.kind === kind ? newest.at : undefined };
}

function orderIn({ actionName, actionState, startDateTime }: Action): RemovalOrder[] {
  const kind = kinds.get((actionName ?? "").toLowerCase());
  const state = states.get((actionState ?? "").toLowerCase());
  return kind === undefined || state === undefined ? [] : [{ kind, state, at: timeOf(startDateTime) }];
}

/** Intune writes the year 1 where there is no time. */
function timeOf(text: string | null | undefined): Instant | undefined {
  const epochMs = Date.parse(text ?? "");
  return epochMs > 0 ? instant(epochMs) : undefined;
}
