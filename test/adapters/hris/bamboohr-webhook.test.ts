import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { bambooHrWebhook } from "../../../shared/adapters/hris/bamboohr-webhook.ts";
import { instant } from "../../../shared/domain/ids.ts";
import { MalformedDeliveryError } from "../../../shared/domain/ports/webhook-scheme.ts";
import { bambooBody, bambooHeaders, bambooSecret, VECTOR_TIME } from "./signed.ts";

const other = "bamboo-private-key-0002";
const now = instant(VECTOR_TIME * 1000);
const refused = { ok: false, because: "signature" };
const deliveryKey = createHash("sha256").update(bambooBody).digest("hex");

interface Received {
  headers?: Record<string, string>;
  body?: Uint8Array;
  secrets?: readonly string[];
  at?: typeof now;
}

function authenticate({ headers = bambooHeaders(bambooBody), body, secrets = [bambooSecret], at = now }: Received) {
  return bambooHrWebhook.authenticate(new Headers(headers), body ?? Buffer.from(bambooBody), secrets, at);
}

test("the published vector is genuine, and the hash of its body is the delivery key", () => {
  const headers = {
    "X-BambooHR-Timestamp": "1767225600",
    "X-BambooHR-Signature": "caada0ba53cc5ba8d896690e3f05eef8bf86a270adcc8fbcc3187344da4731b6",
  };

  expect(authenticate({ headers })).toEqual({ ok: true, deliveryKey });
});

test("a changed byte anywhere in the body is refused", () => {
  for (let place = 0; place < bambooBody.length; place += 1) {
    const body = Buffer.from(bambooBody);
    body[place] = (body[place] ?? 0) ^ 1;
    expect(authenticate({ body })).toEqual(refused);
  }
});

test("bytes that are not UTF-8 are verified as they came", () => {
  const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);

  expect(authenticate({ headers: bambooHeaders(body), body })).toMatchObject({ ok: true });
  expect(authenticate({ headers: bambooHeaders(body.toString("utf8")), body })).toEqual(refused);
});

test.each(["2026-01-01T00:00:00Z", "2026-01-01T00:00:00+0000", "2025-12-31T16:00:00.123-08:00"])(
  "the timestamp may be written as %s, and is signed as it is written",
  (timestamp) => {
    expect(authenticate({ headers: bambooHeaders(bambooBody, { timestamp }) })).toEqual({ ok: true, deliveryKey });
  },
);

test.each(["", "yesterday", "2026-01-01T00:00:00", "2026-01-01", "1767225600.5", "-1767225600"])(
  "a signed timestamp %o that says no instant is outside of every window",
  (timestamp) => {
    expect(authenticate({ headers: bambooHeaders(bambooBody, { timestamp }) })).toEqual({
      ok: false,
      because: "window",
    });
  },
);

test("the window is 300 seconds wide in both directions, in either notation", () => {
  for (const timestamp of [`${VECTOR_TIME}`, "2026-01-01T00:00:00Z"]) {
    const headers = bambooHeaders(bambooBody, { timestamp });
    const at = (seconds: number) => authenticate({ headers, at: instant((VECTOR_TIME + seconds) * 1000) });

    expect(at(300)).toMatchObject({ ok: true });
    expect(at(-300)).toMatchObject({ ok: true });
    expect(at(301)).toEqual({ ok: false, because: "window" });
    expect(at(-301)).toEqual({ ok: false, because: "window" });
  }
});

test("bytes that wander between body and timestamp under the same MAC are of no use", () => {
  const { "x-bamboohr-signature": signature } = bambooHeaders(bambooBody);
  const whole = bambooBody + VECTOR_TIME;

  for (let cut = bambooBody.length - 3; cut <= whole.length; cut += 1) {
    if (cut === bambooBody.length) continue;
    const headers = { "x-bamboohr-signature": signature, "x-bamboohr-timestamp": whole.slice(cut) };
    expect(authenticate({ headers, body: Buffer.from(whole.slice(0, cut)) })).toMatchObject({ ok: false });
  }
});

test("either of two active secrets may sign, and a removed one may not", () => {
  const headers = bambooHeaders(bambooBody, { secret: other });

  expect(authenticate({ headers, secrets: [bambooSecret, other] })).toMatchObject({ ok: true });
  expect(authenticate({ headers, secrets: [bambooSecret] })).toEqual(refused);
  expect(authenticate({ headers, secrets: [] })).toEqual(refused);
});

test.each([
  ["empty", () => ""],
  ["too short", (mac: string) => mac.slice(0, 62)],
  ["of odd length", (mac: string) => mac.slice(0, 63)],
  ["too long", (mac: string) => `${mac}00`],
  ["not hexadecimal", (mac: string) => `${mac.slice(0, 62)}zz`],
  ["in base64", (mac: string) => Buffer.from(mac, "hex").toString("base64")],
  ["given twice", (mac: string) => `${mac}, ${mac}`],
])("a signature that is %s is refused", (_, write) => {
  const headers = bambooHeaders(bambooBody);
  const signature = write(headers["x-bamboohr-signature"]);

  expect(authenticate({ headers: { ...headers, "x-bamboohr-signature": signature } })).toEqual(refused);
});

test("a missing header is refused", () => {
  for (const name of ["x-bamboohr-timestamp", "x-bamboohr-signature"]) {
    const headers = new Headers(bambooHeaders(bambooBody));
    headers.delete(name);
    expect(authenticate({ headers: Object.fromEntries(headers) })).toEqual(refused);
  }
});

test.each(["employee.created", "employee.updated", "employee.deleted"])("%s means: read the record again", (type) => {
  const data = { companyId: "1", employeeId: "42", changedFields: ["employmentStatus"] };

  expect(bambooHrWebhook.events({ type, timestamp: "2026-01-01T00:00:00+0000", data })).toEqual([
    { kind: "employee.changed", employeeRef: "42" },
  ]);
});

test("the older form names many people; each is read once", () => {
  const fields = { "Employment Status": { value: "Terminated" } };
  const employees = [
    { id: "42", action: "Updated", timestamp: "2026-01-01T00:00:00Z", changedFields: ["Employment Status"], fields },
    { id: 43, action: "Created", fields: {} },
    { id: 42, action: "Updated", fields: {} },
  ];

  expect(bambooHrWebhook.events({ employees })).toEqual([
    { kind: "employee.changed", employeeRef: "42" },
    { kind: "employee.changed", employeeRef: "43" },
  ]);
});

test("other types are of no use, whatever they carry", () => {
  expect(bambooHrWebhook.events({ type: "company.updated" })).toEqual([{ kind: "unknown" }]);
  expect(bambooHrWebhook.events({ employees: [] })).toEqual([]);
});

test.each([
  ["null", null],
  ["a list", []],
  ["no type", { data: { employeeId: "42" } }],
  ["no data", { type: "employee.updated" }],
  ["an id that is a path", { type: "employee.updated", data: { employeeId: "42/../../x" } }],
  ["the id that means the owner of the key", { type: "employee.updated", data: { employeeId: "0" } }],
  ["the same id as a number", { type: "employee.updated", data: { employeeId: 0 } }],
  ["an id of other digits", { type: "employee.updated", data: { employeeId: "٤٢" } }],
  ["an older form without id", { employees: [{ action: "Updated" }] }],
  ["an older form that is no list", { employees: { id: "42" } }],
])("a body with %s is malformed", (_, json) => {
  expect(() => bambooHrWebhook.events(json)).toThrow(MalformedDeliveryError);
});

test("a secret has at least 16 visible characters", () => {
  expect(bambooHrWebhook.secretProblem(bambooSecret)).toBeUndefined();
  for (const wrong of ["", "short", ` ${bambooSecret}`, `${bambooSecret}\n`, "x".repeat(257)]) {
    expect(bambooHrWebhook.secretProblem(wrong)).toBeTypeOf("string");
  }
});
