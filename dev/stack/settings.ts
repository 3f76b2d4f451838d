import { noticesAddress } from "../tenant/seed.ts";
import type { Tenant } from "../tenant/tenant.ts";

/** Secrets of the local stack: they open nothing outside this machine's loopback interface. */
export const local = {
  bambooHrSecret: "local-bamboohr-private-key-0001",
  bambooHrSecretNext: "local-bamboohr-private-key-0002",
  payrollSecret: `whsec_${Buffer.from("local-payroll-secret-0123456789abcdef").toString("base64")}`,
  approvalsSecret: `whsec_${Buffer.from("local-approvals-secret-0123456789abc").toString("base64")}`,
  functionKey: "local-function-key",
} as const;

/** Every setting of the app, with its local value: the same names as in Azure (`local.settings.sample.json`). */
export function localSettings(parts: {
  readonly tenant: Pick<
    Tenant,
    "url" | "tenantId" | "clientId" | "clientSecret" | "clientCertificate" | "hrApiKey" | "hrToken"
  >;
  readonly ledger: string;
  readonly serviceBus: string;
  readonly policyFile: string;
  /** Where the host listens; `off` when there is none that the tenant could call. */
  readonly origin?: string;
}): Record<string, string> {
  const { tenant } = parts;
  const sources = [
    { name: "bamboohr", scheme: "bamboohr", lookup: { kind: "bamboohr", baseUrl: tenant.url } },
    { name: "payroll", scheme: "standard-webhooks", lookup: { kind: "http", url: `${tenant.url}/hr/workers` } },
    { name: "approvals", scheme: "standard-webhooks" },
  ];
  return {
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1048576",
    LEDGER: parts.ledger,
    SERVICE_BUS: parts.serviceBus,
    POLICY_FILE: parts.policyFile,
    M365_CLOUD: "worldwide",
    M365_TENANT_ID: tenant.tenantId,
    M365_CLIENT_ID: tenant.clientId,
    M365_CLIENT_SECRET: tenant.clientSecret,
    M365_CERTIFICATE: tenant.clientCertificate,
    M365_ENDPOINT: tenant.url,
    PUBLIC_ORIGIN: parts.origin ?? "off",
    NOTICE_SENDER: noticesAddress,
    HR_SOURCES: JSON.stringify(sources),
    HR_BAMBOOHR_SECRET: local.bambooHrSecret,
    HR_BAMBOOHR_SECRET_NEXT: local.bambooHrSecretNext,
    HR_BAMBOOHR_LOOKUP_KEY: tenant.hrApiKey,
    HR_PAYROLL_SECRET: local.payrollSecret,
    HR_PAYROLL_LOOKUP_KEY: tenant.hrToken,
    HR_APPROVALS_SECRET: local.approvalsSecret,
  };
}
