import { z } from "zod";
import { type Instant, instant, LeaverId } from "../../domain/ids.ts";
import type { Account, Contact, RegisteredDevice, SignInMethod } from "../../domain/ports/directory.ts";

/** Graph sends seconds, or up to seven digits after them. */
const Timestamp = z.iso.datetime({ offset: true }).transform((text): Instant => instant(Date.parse(text)));

const LicenceState = z.object({ skuId: z.string(), assignedByGroup: z.string().nullish() });

const Manager = z.object({ "@odata.type": z.string().optional(), id: LeaverId }).nullish();

/** What `$select` asks for: nothing more, which is also what a read costs. */
export const accountFields = [
  "id",
  "accountEnabled",
  "onPremisesSyncEnabled",
  "userType",
  "externalUserState",
  "isResourceAccount",
  "employeeId",
  "signInSessionsValidFromDateTime",
  "lastPasswordChangeDateTime",
  "licenseAssignmentStates",
  "proxyAddresses",
].join(",");

/** A user with its manager, as `accountFields` and `$expand=manager($select=id)` return it. */
export const AccountAnswer = z
  .object({
    id: LeaverId,
    accountEnabled: z.boolean(),
    onPremisesSyncEnabled: z.boolean().nullish(),
    userType: z.string().nullish(),
    externalUserState: z.string().nullish(),
    isResourceAccount: z.boolean().nullish(),
    employeeId: z.string().nullish(),
    signInSessionsValidFromDateTime: Timestamp.nullish(),
    lastPasswordChangeDateTime: Timestamp.nullish(),
    licenseAssignmentStates: z.array(LicenceState).nullish(),
    proxyAddresses: z.array(z.string()).nullish(),
    manager: Manager,
  })
  .transform(
    (user): Account => ({
      id: user.id,
      enabled: user.accountEnabled,
      masteredOnPremises: user.onPremisesSyncEnabled === true,
      kind: kindOf(user),
      external: (user.externalUserState ?? "") !== "",
      resourceAccount: user.isResourceAccount === true,
      employeeId: user.employeeId ?? undefined,
      sessionsValidFrom: user.signInSessionsValidFromDateTime ?? undefined,
      passwordChangedAt: user.lastPasswordChangeDateTime ?? undefined,
      licences: (user.licenseAssignmentStates ?? []).map(({ skuId, assignedByGroup }) => ({
        skuId,
        throughGroup: assignedByGroup ?? undefined,
      })),
      managerId: managerOf(user),
      addresses: user.proxyAddresses?.length ?? 0,
    }),
  );

export const contactFields =
  "id,displayName,mail,accountEnabled,userType,preferredLanguage,officeLocation,usageLocation";

export const ContactAnswer = z
  .object({
    id: LeaverId,
    displayName: z.string().nullish(),
    mail: z.string().nullish(),
    accountEnabled: z.boolean(),
    userType: z.string().nullish(),
    preferredLanguage: z.string().nullish(),
    officeLocation: z.string().nullish(),
    usageLocation: z.string().nullish(),
    manager: Manager,
  })
  .transform(
    (user): Contact => ({
      id: user.id,
      displayName: user.displayName ?? "",
      mail: user.mail ?? undefined,
      enabled: user.accountEnabled,
      kind: kindOf(user),
      managerId: managerOf(user),
      preferredLanguage: user.preferredLanguage ?? undefined,
      officeLocation: user.officeLocation ?? undefined,
      usageLocation: user.usageLocation ?? undefined,
    }),
  );

/** The type without its namespace. */
export const SignInMethodAnswer = z
  .object({ id: z.string().min(1), "@odata.type": z.string() })
  .transform((method): SignInMethod => ({ id: method.id, type: method["@odata.type"].replace(/^#.*\./, "") }));

/** The pass is in this one answer only. */
export const PassAnswer = z.object({ temporaryAccessPass: z.string().min(1) });

export const deviceFields = "id,accountEnabled,trustType,onPremisesSyncEnabled";

/** Undefined for what is listed among the devices and is none, for example an application's endpoint. */
export const DeviceAnswer = z
  .object({
    "@odata.type": z.string().optional(),
    id: z.string().min(1),
    accountEnabled: z.boolean().nullish(),
    trustType: z.string().nullish(),
    onPremisesSyncEnabled: z.boolean().nullish(),
  })
  .transform((device): RegisteredDevice | undefined =>
    isA("device", device)
      ? {
          id: device.id,
          enabled: device.accountEnabled !== false,
          masteredOnPremises: device.trustType === "ServerAd" || device.onPremisesSyncEnabled === true,
        }
      : undefined,
  );

/** Anything that a list names by id. */
export const ItemAnswer = z.object({ id: z.string().min(1) });

/** Accounts from before guests existed have no type. */
function kindOf({ userType }: { readonly userType?: string | null | undefined }): "guest" | "member" {
  return userType?.toLowerCase() === "guest" ? "guest" : "member";
}

/** A manager may be a mail contact, which is no account. */
function managerOf({ manager }: { readonly manager?: z.infer<typeof Manager> }): LeaverId | undefined {
  return isA("user", manager) ? manager?.id : undefined;
}

function isA(type: string, item: { "@odata.type"?: string | undefined } | null | undefined): boolean {
  return item?.["@odata.type"] === undefined || item["@odata.type"] === `#microsoft.graph.${type}`;
}
