import { createHmac } from "node:crypto";
import type { Webhook } from "./hr-sender.ts";

/** What a vendor signs with, and the name under which the source is configured. */
interface Sender {
  readonly source: string;
  readonly secret: string;
}

/** HiBob: HMAC-SHA512 of the body alone. */
export function hibobWebhook(type: string, data: object, { source, secret }: Sender): Webhook {
  const triggeredAt = new Date().toISOString().replace("Z", "000");
  const body = JSON.stringify({ companyId: 1, type, triggeredBy: "system", triggeredAt, version: "v2", data });
  return { source, body, headers: { "bob-signature": createHmac("sha512", secret).update(body).digest("base64") } };
}

/** Deel: HMAC-SHA256 of the method and the body. */
export function deelWebhook(contractId: string, { source, secret }: Sender): Webhook {
  const data = { meta: { event_type: "contract.status.updated" }, resource: [{ id: contractId }] };
  const body = JSON.stringify({ data, timestamp: new Date().toISOString() });
  const mac = createHmac("sha256", secret).update(`POST${body}`).digest("hex");
  return { source, body, headers: { "x-deel-signature": mac } };
}

/** Merge: HMAC-SHA256 of the body, with the padding that some of its servers write. */
export function mergeWebhook(employeeId: string, { source, secret }: Sender): Webhook {
  const hook = {
    id: "00000000-0000-4000-8000-000000000001",
    event: "Employee.changed",
    target: "https://leaver.example",
  };
  const linked_account = { id: "00000000-0000-4000-8000-000000000002", category: "hris" };
  const body = JSON.stringify({ hook, linked_account, data: { id: employeeId } });
  const mac = createHmac("sha256", secret).update(body).digest("base64url");
  return { source, body, headers: { "x-merge-webhook-signature": `${mac}=` } };
}

/** Finch: as Standard Webhooks, under its own names. `id` stays the same over repetitions. */
export function finchWebhook(individualId: string, id: string, at: number, { source, secret }: Sender): Webhook {
  const timestamp = String(Math.floor(at / 1_000));
  const data = { individual_id: individualId };
  const body = JSON.stringify({ company_id: "1", account_id: "1", event_type: "employment.updated", data });
  const key = Buffer.from(secret, "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    source,
    body,
    headers: { "finch-event-id": id, "finch-timestamp": timestamp, "finch-signature": `v1,${mac}` },
  };
}

/** The body that Entra lifecycle workflows give to a Logic App. */
export function entraCalloutBody(objectId: string): string {
  const subject = { id: objectId, displayName: "somebody", userPrincipalName: "somebody@contoso.example" };
  return JSON.stringify({ type: "lifecycleEvent", source: "sample", data: { subject, callbackUriPath: "/x" } });
}
