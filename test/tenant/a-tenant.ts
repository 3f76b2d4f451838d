import { appendFileSync } from "node:fs";
import { ClientSecretCredential } from "@azure/identity";
import { expect } from "vitest";
import { z } from "zod";
import { virtualClock } from "../../dev/clock.ts";
import type { RecordedExchange } from "../../dev/tenant/http/recording.ts";
import { startTenant, type Tenant, type TenantOptions } from "../../dev/tenant/tenant.ts";
import { trustedCertificate } from "../trusted-certificate.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, text, or undefined. */
  readonly body: unknown;
}

/** A running tenant with an application that is signed in to it. */
export interface TestTenant extends Tenant, AsyncDisposable {
  /** A call to Graph, path from `/v1.0` on left out. A path may be a whole link, as answers have them. */
  graph(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  exchange(cmdlet: string, parameters: Record<string, unknown>): Promise<Reply>;
}

export const clock = virtualClock();

/** JSON lines of every exchange, to hold the simulation against Microsoft's schema by hand. */
const recordingFile = process.env.TENANT_RECORDING;
const keep = (exchange: RecordedExchange) => appendFileSync(`${recordingFile}`, `${JSON.stringify(exchange)}\n`);

/** For requests that are wrong on purpose. */
export const unrecorded = { record: () => undefined };

/** Starts a tenant on free ports. */
export async function aTenant(options: Partial<TenantOptions> = {}): Promise<TestTenant> {
  const certificate = trustedCertificate();
  const tenant = await startTenant({ clock, certificate, ...(recordingFile && { record: keep }), ...options });
  const credential = credentialFor(tenant);

  async function call(scope: string, method: string, url: string, body?: unknown, more = {}): Promise<Reply> {
    const { token } = await credential.getToken(scope);
    return request(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...more,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  return {
    ...tenant,
    graph: (method, path, body, headers) => {
      const url = path.startsWith(tenant.url) ? path : `${tenant.url}/v1.0/${path}`;
      return call("https://graph.microsoft.com/.default", method, url, body, headers);
    },
    exchange: (cmdlet, parameters) =>
      call(
        "https://outlook.office365.com/.default",
        "POST",
        `${tenant.url}/adminapi/beta/${tenant.tenantId}/InvokeCommand`,
        { CmdletInput: { CmdletName: cmdlet, Parameters: parameters } },
      ),
    [Symbol.asyncDispose]: () => tenant.close(),
  };
}

/** The unmodified Azure SDK, told where sign-in is. */
export function credentialFor(tenant: Tenant, secret = tenant.clientSecret): ClientSecretCredential {
  return new ClientSecretCredential(tenant.tenantId, tenant.clientId, secret, {
    authorityHost: tenant.url,
    disableInstanceDiscovery: true,
  });
}

export async function request(url: string, init?: RequestInit): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const body = text === "" ? undefined : isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

/** For advanced queries of the directory. */
export const eventual = { ConsistencyLevel: "eventual" };

/** What a collection holds, with the links of the answer. */
export function collection({ body }: Reply) {
  return Collection.parse(body);
}

const Collection = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  "@odata.count": z.number().optional(),
  "@odata.nextLink": z.string().optional(),
  "@odata.deltaLink": z.string().optional(),
});

export const dayMs = 86_400_000;

export const errorOf = (code: string) => ({ error: expect.objectContaining({ code }) });
