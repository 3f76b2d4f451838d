import { createHmac, randomUUID } from "node:crypto";
import { local } from "./settings.ts";

/** A webhook as an HR system would send it: raw body and headers, signed. */
export interface Webhook {
  readonly source: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** BambooHR says that something about an employee changed; never what (3.1). */
export function bambooHrWebhook(
  hrId: string,
  options: { readonly at?: number; readonly secret?: string; readonly body?: string } = {},
): Webhook {
  const at = options.at ?? Date.now();
  const timestamp = String(Math.floor(at / 1_000));
  const data = { companyId: "1", employeeId: hrId, changedFields: ["employmentStatus"] };
  const body =
    options.body ?? JSON.stringify({ type: "employee.updated", timestamp: new Date(at).toISOString(), data });
  const mac = createHmac("sha256", options.secret ?? local.bambooHrSecret)
    .update(body + timestamp)
    .digest("hex");
  return { source: "bamboohr", body, headers: { "x-bamboohr-timestamp": timestamp, "x-bamboohr-signature": mac } };
}

/** A Standard Webhooks delivery; `id` stays the same over the sender's repetitions (section 2). */
export function standardWebhook(
  source: "payroll" | "approvals",
  type: string,
  employeeId: string,
  options: { readonly id?: string; readonly at?: number; readonly body?: string } = {},
): Webhook {
  const at = options.at ?? Date.now();
  const id = options.id ?? `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(at / 1_000));
  const body = options.body ?? JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { employeeId } });
  const secret = source === "payroll" ? local.payrollSecret : local.approvalsSecret;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    source,
    body,
    headers: { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${mac}` },
  };
}

/** Sends a webhook to the product. @returns the answer's status code */
export async function deliver(hostUrl: string, webhook: Webhook): Promise<number> {
  const answer = await fetch(`${hostUrl}/api/hris/${webhook.source}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...webhook.headers },
    body: webhook.body,
  });
  await answer.arrayBuffer();
  return answer.status;
}
