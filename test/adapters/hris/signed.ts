import { createHmac } from "node:crypto";

/** 2026-01-01T00:00:00Z, the time of the published vectors. */
export const VECTOR_TIME = 1_767_225_600;

export const standardSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
export const standardBody =
  '{"type":"employee.terminated","timestamp":"2026-01-01T00:00:00Z","data":{"employeeId":"E-42"}}';

export const bambooSecret = "bamboo-private-key-0001";
export const bambooBody =
  '{"type":"employee.updated","timestamp":"2026-01-01T00:00:00+0000","data":{"companyId":"1","employeeId":"42","changedFields":["employmentStatus"]}}';

type Body = string | Uint8Array;

/** Headers as a Standard Webhooks sender writes them. */
export function standardHeaders(
  body: Body,
  { id = "msg_1", timestamp = `${VECTOR_TIME}`, secret = standardSecret } = {},
) {
  const mac = createHmac("sha256", Buffer.from(secret.slice(6), "base64"));
  const signature = mac.update(`${id}.${timestamp}.`).update(body).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

/** Headers as BambooHR writes them. */
export function bambooHeaders(body: Body, { timestamp = `${VECTOR_TIME}`, secret = bambooSecret } = {}) {
  const signature = createHmac("sha256", secret).update(body).update(timestamp).digest("hex");
  return { "x-bamboohr-timestamp": timestamp, "x-bamboohr-signature": signature };
}
