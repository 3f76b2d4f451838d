import { readLeaveDate } from "../shared/adapters/hris/entra-record.ts";
import { instant } from "../shared/domain/ids.ts";
import { type NeededPermission, neededPermissions, type OutsideSteps } from "../shared/domain/needed-permissions.ts";
import type { Policy } from "../shared/domain/policy.ts";
import type { Step } from "../shared/domain/step.ts";
import type { WatchHealth } from "../shared/domain/watch-directory.ts";
import { busChecks } from "../shared/health/bus-checks.ts";
import type { Check } from "../shared/health/check.ts";
import { cloudCheck } from "../shared/health/cloud-check.ts";
import { hrChecks } from "../shared/health/hr-checks.ts";
import type { HealthReport } from "../shared/health/report.ts";
import { runChecks } from "../shared/health/run-checks.ts";
import { type SubscriptionHealth, subscriptionCheck } from "../shared/health/subscription-check.ts";
import { tableChecks } from "../shared/health/table-checks.ts";
import { watchCheck } from "../shared/health/watch-check.ts";
import { operatorEvents } from "./events/tell-operator.ts";
import { serviceBus, tableNames, tables } from "./settings/azure.ts";
import { type HrSource, hrSources } from "./settings/hr-sources.ts";
import { noticeBook } from "./settings/notices.ts";
import { notificationAddress } from "./settings/notification-address.ts";
import { readPolicy } from "./settings/policy-file.ts";
import type { Environment } from "./settings/require.ts";
import { setting } from "./settings/setting-check.ts";
import { type TenantSettings, tenantSettings } from "./settings/tenant.ts";
import { tenantChecks } from "./tenant-health.ts";

/** Entities of the bus that the app uses; each step has a subscription of its own name. */
export const busEntities = { queues: ["intake", "wake"], topics: ["steps", "events"] } as const;

/** What the checks need besides the settings. */
export interface HealthParts {
  readonly steps: readonly Step[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Undefined: the app keeps no change notification subscriptions. */
  readonly subscriptions?: SubscriptionHealth | undefined;
  /** How the directory is watched; undefined: it is not looked at. */
  readonly watch?: (() => Promise<WatchHealth>) | undefined;
  /** Begins the ids of the checks to run; all of them without it. */
  readonly only?: string | undefined;
}

/**
 * Looks at everything that the app needs, as its settings say, with the app's own identity and without changing anything.
 * The same for `GET /api/health` and `npm run doctor`. Every setting is read by itself: one that is wrong hides no other.
 */
export async function lookAtHealth(environment: Environment, parts: HealthParts): Promise<HealthReport> {
  const { steps, now = Date.now, subscriptions, watch, only = "" } = parts;
  const policy = setting(
    "settings.policy",
    () => readPolicy(environment, steps),
    () => "the policy can be read",
  );
  const tenant = setting("settings.tenant", () => tenantSettings(environment), describe);
  const sources = setting("settings.hr-sources", () => hrSources(environment), namesOf);
  const notices = setting(
    "settings.notices",
    () => noticeBook(environment),
    () => "the texts of the notices can be read",
  );
  const notifications = setting(
    "settings.notifications",
    () => notificationAddress(environment),
    (address) =>
      address === undefined ? "Graph is not asked to call this app" : "Graph calls this app at PUBLIC_ORIGIN",
  );
  const table = setting(
    "settings.tables",
    () => tables(environment),
    () => "where the tables are is said",
  );
  // A client of its own: with it, every link that the checks open is closed again.
  const bus = setting(
    "settings.service-bus",
    () => serviceBus(environment),
    () => "where the bus is is said",
  );

  const checks: Check[] = [
    ...[policy, tenant, sources, notices, notifications, table, bus].map(({ check }) => check),
    cloudCheck({
      name: environment.M365_CLOUD,
      endpoints: tenant.value?.endpoints,
      tableServiceUri: environment.LEDGER__tableServiceUri,
      busNamespace: environment.SERVICE_BUS__fullyQualifiedNamespace,
    }),
    ...(tenant.value === undefined
      ? []
      : tenantChecks(tenant.value, needs(policy.value, tenant.value, sources.value, steps), now)),
    subscriptionCheck(subscriptions, now),
    ...(watch === undefined ? [] : [watchCheck(watch, now)]),
    ...(table.value === undefined ? [] : tableChecks(tableNames, table.value)),
    ...(bus.value === undefined
      ? []
      : busChecks(bus.value, {
          ...busEntities,
          subscriptions: [
            ...steps.map(({ name }) => ({ topic: "steps", name, subjects: [name] })),
            { topic: "events", name: "operator", subjects: operatorEvents },
          ],
        })),
    ...hrChecks(
      (sources.value ?? []).map(({ name, lookup, scheme }) => ({ name, lookup, calls: scheme !== undefined })),
      { now: () => instant(now()) },
    ),
  ];
  try {
    return await runChecks(checks.filter(({ id }) => id.startsWith(only)));
  } finally {
    await bus.value?.close();
  }
}

/** What the policy and the settings need of the tenant; undefined while the policy cannot be read. */
function needs(
  policy: Policy | undefined,
  { cloud }: TenantSettings,
  sources: readonly HrSource[] | undefined,
  steps: readonly Step[],
): readonly NeededPermission[] | undefined {
  return policy && neededPermissions(steps, policy, cloud, outsideSteps(sources ?? []));
}

/** What HR sources take of Graph. */
export function outsideSteps(
  sources: readonly { readonly name: string; readonly lookup?: { readonly kind: string } | undefined }[],
): readonly OutsideSteps[] {
  return sources
    .filter(({ lookup }) => lookup?.kind === "entra")
    .map(({ name }) => ({ name: `HR source ${name}`, permissions: [readLeaveDate.permission] }));
}

function describe({ application, tenantId }: TenantSettings): string {
  const by =
    application.certificate !== undefined
      ? "a certificate"
      : application.clientSecret === undefined
        ? "a managed identity"
        : "a client secret";
  return `tenant ${tenantId}, application ${application.clientId}, by ${by}`;
}

function namesOf(sources: readonly HrSource[]): string {
  return sources.length === 0
    ? "no HR source"
    : `HR sources with their secrets: ${sources.map(({ name }) => name).join(", ")}`;
}
