import { expect, test } from "vitest";
import { standardWebhooks } from "../../../shared/adapters/hris/standard-webhooks.ts";
import { instant } from "../../../shared/domain/ids.ts";
import { MalformedDeliveryError } from "../../../shared/domain/ports/webhook-scheme.ts";
import { standardBody, standardHeaders, standardSecret, VECTOR_TIME } from "./signed.ts";

const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const now = instant(VECTOR_TIME * 1000);
const refused = { ok: false, because: "signature" };

interface Received {
  headers?: Record<string, string>;
  body?: Uint8Array;
  secrets?: readonly string[];
  at?: typeof now;
}

function authenticate({
  headers = standardHeaders(standardBody),
  body,
  secrets = [standardSecret],
  at = now,
}: Received) {
  return standardWebhooks.authenticate(new Headers(headers), body ?? Buffer.from(standardBody), secrets, at);
}

test("the published vector is genuine, and its id is the delivery key", () => {
  const headers = {
    "webhook-id": "msg_leaver_0001",
    "webhook-timestamp": "1767225600",
    "webhook-signature": "v1,6wSPEd7iE3UUvdKlShpt0MKHuF0HxH05QUzUPjrz6NM=",
  };

  expect(authenticate({ headers })).toEqual({ ok: true, deliveryKey: "msg_leaver_0001" });
});

test("a changed byte anywhere in the body is refused", () => {
  for (let place = 0; place < standardBody.length; place += 1) {
    const body = Buffer.from(standardBody);
    body[place] = (body[place] ?? 0) ^ 1;
    expect(authenticate({ body })).toEqual(refused);
  }
});

test("bytes that are not UTF-8 are verified as they came", () => {
  const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
  const asText = Buffer.from(body.toString("utf8"));

  expect(authenticate({ headers: standardHeaders(body), body })).toMatchObject({ ok: true });
  expect(authenticate({ headers: standardHeaders(asText), body })).toEqual(refused);
});

test("either of two active secrets may sign, and a removed one may not", () => {
  const headers = standardHeaders(standardBody, { secret: other });

  expect(authenticate({ headers, secrets: [standardSecret, other] })).toMatchObject({ ok: true });
  expect(authenticate({ headers, secrets: [other, standardSecret] })).toMatchObject({ ok: true });
  expect(authenticate({ headers, secrets: [standardSecret] })).toEqual(refused);
  expect(authenticate({ secrets: [] })).toEqual(refused);
});

test("one good entry among several is enough", () => {
  const good = standardHeaders(standardBody)["webhook-signature"];
  const bad = standardHeaders(standardBody, { secret: other })["webhook-signature"];

  expect(authenticate({ headers: signature(`v1a,abc ${bad} ${good}`) })).toMatchObject({ ok: true });
  expect(authenticate({ headers: signature(`v1a,abc ${bad}`) })).toEqual(refused);
});

test.each([
  ["empty header", () => ""],
  ["empty MAC", () => "v1,"],
  ["other version", (mac: string) => `v1a,${mac}`],
  ["no version", (mac: string) => mac],
  ["too short", (mac: string) => `v1,${mac.slice(0, 20)}`],
  ["16 bytes", () => `v1,${Buffer.alloc(16).toString("base64")}`],
  ["too long", (mac: string) => `v1,${mac}${mac}`],
  ["no padding", (mac: string) => `v1,${mac.slice(0, -1)}`],
  ["something behind a second comma", (mac: string) => `v1,${mac},more`],
  ["joined by a comma", (mac: string) => `v1,${mac},v1,${mac}`],
])("a signature header with %s is refused", (_, write) => {
  const mac = standardHeaders(standardBody)["webhook-signature"].slice(3);

  expect(authenticate({ headers: signature(write(mac)) })).toEqual(refused);
});

test.each(["", "1767225600s", "+1767225600", "1767225600.0", "0x6955B900", "1767225600, 1767225600", "1234567890123"])(
  "the timestamp header %o is refused although it was signed",
  (timestamp) => {
    expect(authenticate({ headers: standardHeaders(standardBody, { timestamp }) })).toEqual(refused);
  },
);

test.each(["", "msg.1", "msg 1", "msg_1, msg_1", "x".repeat(257)])(
  "the id %o is refused although it was signed",
  (id) => {
    expect(authenticate({ headers: standardHeaders(standardBody, { id }) })).toEqual(refused);
  },
);

test("a missing header is refused", () => {
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    const headers = new Headers(standardHeaders(standardBody));
    headers.delete(name);
    expect(authenticate({ headers: Object.fromEntries(headers) })).toEqual(refused);
  }
});

test("a signature fits one id and one time only", () => {
  const headers = standardHeaders(standardBody);

  expect(authenticate({ headers: { ...headers, "webhook-id": "msg_2" } })).toEqual(refused);
  expect(authenticate({ headers: { ...headers, "webhook-timestamp": `${VECTOR_TIME + 1}` } })).toEqual(refused);
});

test("the window is 300 seconds wide in both directions", () => {
  const at = (seconds: number) => authenticate({ at: instant((VECTOR_TIME + seconds) * 1000) });

  expect(at(300)).toMatchObject({ ok: true });
  expect(at(-300)).toMatchObject({ ok: true });
  expect(at(301)).toEqual({ ok: false, because: "window" });
  expect(at(-301)).toEqual({ ok: false, because: "window" });
});

test("an old and forged delivery counts as forged", () => {
  const body = Buffer.from("{}");

  expect(authenticate({ body, at: instant((VECTOR_TIME + 9_999) * 1000) })).toEqual(refused);
});

test("a retry with a new timestamp has the same delivery key", () => {
  const headers = standardHeaders(standardBody, { id: "msg_9", timestamp: `${VECTOR_TIME + 5}` });

  expect(authenticate({ headers })).toEqual({ ok: true, deliveryKey: "msg_9" });
});

test.each([
  ["employee.terminated", "termination.recorded"],
  ["employee.changed", "employee.changed"],
  ["termination.recorded", "termination.recorded"],
  ["termination.changed", "termination.changed"],
  ["termination.cancelled", "termination.cancelled"],
  ["termination.effective", "termination.effective"],
  ["access.revoke-now", "access.revoke-now"],
  ["employment.restarted", "employment.restarted"],
])("%s is understood as %s", (type, kind) => {
  expect(standardWebhooks.events({ type, data: { employeeId: "E-42", secret: "dropped" } })).toEqual([
    { kind, employeeRef: "E-42" },
  ]);
});

test("an employee id may be a number", () => {
  expect(standardWebhooks.events({ type: "termination.effective", data: { employeeId: 42 } })).toEqual([
    { kind: "termination.effective", employeeRef: "42" },
  ]);
});

test("other types are of no use, whatever they carry", () => {
  expect(standardWebhooks.events({ type: "invoice.paid" })).toEqual([{ kind: "unknown" }]);
  expect(standardWebhooks.events({ type: "toString", data: null })).toEqual([{ kind: "unknown" }]);
});

test.each([
  ["null", null],
  ["text", "employee.terminated"],
  ["a list", [{ type: "employee.terminated", data: { employeeId: "1" } }]],
  ["no type", { data: { employeeId: "1" } }],
  ["no data", { type: "employee.terminated" }],
  ["an empty id", { type: "employee.terminated", data: { employeeId: "" } }],
  ["a control character", { type: "employee.terminated", data: { employeeId: "1\n2" } }],
  ["half a character", { type: "employee.terminated", data: { employeeId: "\ud800" } }],
  ["a long id", { type: "employee.terminated", data: { employeeId: "1".repeat(129) } }],
  ["a fraction", { type: "employee.terminated", data: { employeeId: 4.2 } }],
  ["an object", { type: "employee.terminated", data: { employeeId: { $ne: "" } } }],
])("a body with %s is malformed", (_, json) => {
  expect(() => standardWebhooks.events(json)).toThrow(MalformedDeliveryError);
});

test("a secret is whsec_ and 24 to 64 bytes in base64", () => {
  const secret = (bytes: number) => `whsec_${Buffer.alloc(bytes, 5).toString("base64")}`;

  expect(standardWebhooks.secretProblem(standardSecret)).toBeUndefined();
  expect(standardWebhooks.secretProblem(secret(24))).toBeUndefined();
  expect(standardWebhooks.secretProblem(secret(64))).toBeUndefined();
  for (const wrong of [secret(23), secret(65), "whsec_", "whpk_AAAA", standardSecret.slice(6), `${standardSecret}\n`]) {
    expect(standardWebhooks.secretProblem(wrong)).toBeTypeOf("string");
  }
});

function signature(value: string): Record<string, string> {
  return { ...standardHeaders(standardBody), "webhook-signature": value };
}
