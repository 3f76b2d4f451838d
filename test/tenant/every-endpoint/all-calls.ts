import { applicationCalls } from "./applications.ts";
import { coreCalls } from "./core.ts";
import { deviceCalls } from "./devices.ts";
import type { EndpointCall } from "./endpoint-call.ts";
import { grantCalls } from "./grants.ts";
import { groupCalls } from "./groups.ts";
import { hrCalls } from "./hr.ts";
import { licenceCalls } from "./licences.ts";
import { mailCalls } from "./mail.ts";
import { mailboxSettingsCalls } from "./mailbox-settings.ts";
import { preserveCalls } from "./preserve.ts";
import { roleCalls } from "./roles.ts";
import { sharePointCalls } from "./sharepoint.ts";
import { signInMethodCalls } from "./sign-in-methods.ts";
import { telephonyCalls } from "./telephony.ts";

/** The calls of each area: one line here, one file beside it. */
export const allCalls: Readonly<Record<string, readonly EndpointCall[]>> = {
  core: coreCalls,
  "sign-in methods": signInMethodCalls,
  devices: deviceCalls,
  mail: mailCalls,
  "mailbox settings": mailboxSettingsCalls,
  preserve: preserveCalls,
  groups: groupCalls,
  applications: applicationCalls,
  licences: licenceCalls,
  telephony: telephonyCalls,
  sharepoint: sharePointCalls,
  roles: roleCalls,
  grants: grantCalls,
  hr: hrCalls,
};
