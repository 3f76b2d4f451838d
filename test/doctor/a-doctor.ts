import { afterAll, beforeAll } from "vitest";
import { startBroker } from "../../dev/broker/broker.ts";
import { trustCertificate } from "../../dev/certificates.ts";
import { serviceBusConfig } from "../../dev/stack/entities.ts";
import { type Stack, startStack } from "../../dev/stack/stack.ts";
import { type HealthParts, lookAtHealth } from "../../functions/health.ts";
import { steps } from "../../functions/steps.ts";
import { neededPermissions } from "../../shared/domain/needed-permissions.ts";
import { Policy } from "../../shared/domain/policy.ts";
import type { CheckResult, HealthReport } from "../../shared/health/report.ts";

/** What the tests look at: the whole product on this machine, whose application has exactly what its policy needs. */
export interface Doctor {
  readonly stack: Stack;
  /** Looks with the stack's settings, and others laid over them. */
  look(others?: Record<string, string>, parts?: Partial<HealthParts>): Promise<HealthReport>;
  /** One check, by its id. */
  check(id: string, others?: Record<string, string>, parts?: Partial<HealthParts>): Promise<CheckResult>;
  /** Everything that was found so far, as text. */
  said(): string;
}

/** Graph permissions of the usual policy, and of nothing else. */
export const exactly: readonly string[] = neededPermissions(steps, Policy.parse({}), "worldwide")
  .filter(({ service }) => service === "graph")
  .map(({ permission }) => permission);

/** One stack for a file of tests. */
export function aDoctor(): { readonly here: Doctor } {
  let stack: Stack | undefined;
  const reports: HealthReport[] = [];
  const running = () => {
    if (stack === undefined) throw new Error("The stack is not up yet");
    return stack;
  };
  const look: Doctor["look"] = async (others = {}, parts = {}) => {
    const report = await lookAtHealth({ ...running().settings, ...others }, { steps, ...parts });
    reports.push(report);
    return report;
  };
  beforeAll(async () => {
    stack = await startStack({ grantedPermissions: exactly });
    trustCertificate(stack.certificate);
  });
  afterAll(async () => await stack?.stop());
  return {
    get here() {
      return {
        stack: running(),
        look,
        async check(id: string, others?: Record<string, string>, parts?: Partial<HealthParts>) {
          const { checks } = await look(others, { only: id, ...parts });
          const found = checks.find((one) => one.id === id);
          if (found === undefined) throw new Error(`There is no check ${id}`);
          return found;
        },
        said: () => JSON.stringify(reports),
      };
    },
  };
}

interface Namespace {
  Queues: { Name: string }[];
  Topics: { Name: string; Subscriptions: { Name: string; Rules: unknown[] }[] }[];
}

/** A broker whose entities differ from what the product expects; gives the settings that lead there. */
export async function aBusWith(
  { stack }: Doctor,
  differs: (namespace: Namespace) => unknown,
  look: (settings: Record<string, string>) => Promise<void>,
  accessKeys?: Readonly<Record<string, string>>,
): Promise<void> {
  const config = serviceBusConfig();
  const namespaces: Namespace[] = config.UserConfig.Namespaces;
  for (const namespace of namespaces) differs(namespace);
  const broker = await startBroker({ clock: stack.clock, config, ...(accessKeys && { accessKeys }) });
  try {
    await look({ SERVICE_BUS: broker.connectionString });
  } finally {
    await broker.close();
  }
}
