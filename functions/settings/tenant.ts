import { z } from "zod";
import { closedClouds, type Endpoints, endpointsOf } from "../../shared/adapters/clouds.ts";
import type { Application } from "../../shared/adapters/sign-in.ts";
import { Cloud } from "../../shared/domain/cloud.ts";
import { certificateIn } from "./certificate.ts";
import { type Environment, SettingError } from "./require.ts";

/** Where the tenant is, and as whom Leaver works in it. */
export interface TenantSettings {
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly application: Application;
  readonly endpoints: Endpoints;
  /** Object id or sign-in name of the mailbox that notices are sent from. */
  readonly noticeSender: string;
}

const guid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const upn = "[^\\s@$/?#][^\\s@/?]*@[^\\s@/?#]+";

function required(pattern: string, because: string): z.ZodString {
  return z.string({ error: "is missing or empty" }).regex(new RegExp(`^(${pattern})$`, "i"), because);
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "https:" && url.href === `${url.origin}/`;
}

const Settings = z.object({
  M365_TENANT_ID: required(guid, "must be a GUID").toLowerCase(),
  M365_CLOUD: z
    .string()
    .default("worldwide")
    .superRefine((name, issues) => {
      if (Cloud.safeParse(name).success) return;
      const closed = Object.hasOwn(closedClouds, name) ? closedClouds[name] : undefined;
      issues.addIssue(closed ?? `must be one of ${Cloud.options.join(", ")}`);
    })
    .pipe(Cloud),
  M365_CLIENT_ID: required(guid, "must be a GUID").toLowerCase(),
  M365_CLIENT_SECRET: z.string().optional(),
  M365_CERTIFICATE: z.string().optional(),
  M365_ENDPOINT: z
    .string()
    .refine(isOrigin, "must be an https address without a path")
    .transform((text) => new URL(text).origin)
    .optional(),
  NOTICE_SENDER: required(`${guid}|${upn}`, "must be the object id or the sign-in name of a mailbox"),
});

/**
 * Reads the tenant's settings; blank counts as absent. With `M365_ENDPOINT` one address stands for sign-in, Graph,
 * Exchange and SharePoint, as in the local stack.
 *
 * @throws {SettingError} naming the first setting that is missing or wrong
 */
export function tenantSettings(environment: Environment): TenantSettings {
  const filled = Object.fromEntries(
    Object.keys(Settings.shape).flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = Settings.safeParse(filled);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SettingError(String(issue?.path[0]), issue?.message ?? "is wrong");
  }
  const settings = parsed.data;
  const local = settings.M365_ENDPOINT;
  const endpoints =
    local === undefined
      ? endpointsOf(settings.M365_CLOUD)
      : { login: local, graph: local, exchange: local, sharepoint: local };
  return {
    tenantId: settings.M365_TENANT_ID,
    cloud: settings.M365_CLOUD,
    application: {
      tenantId: settings.M365_TENANT_ID,
      clientId: settings.M365_CLIENT_ID,
      certificate: certificateIn("M365_CERTIFICATE", settings.M365_CERTIFICATE),
      clientSecret: settings.M365_CLIENT_SECRET,
      login: endpoints.login,
      local: local !== undefined,
    },
    endpoints,
    noticeSender: settings.NOTICE_SENDER,
  };
}
