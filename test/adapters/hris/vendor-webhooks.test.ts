import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { entraCalloutBody } from "../../../dev/stack/vendor-webhooks.ts";
import { bambooHrWebhookWithOldTimes } from "../../../shared/adapters/hris/bamboohr-webhook.ts";
import { deelWebhook } from "../../../shared/adapters/hris/deel-webhook.ts";
import { entraCallout } from "../../../shared/adapters/hris/entra-callout.ts";
import { finchWebhook } from "../../../shared/adapters/hris/finch-webhook.ts";
import { hibobWebhook } from "../../../shared/adapters/hris/hibob-webhook.ts";
import { mergeWebhook } from "../../../shared/adapters/hris/merge-webhook.ts";
import { personioWebhook } from "../../../shared/adapters/hris/personio-webhook.ts";
import { instant } from "../../../shared/domain/ids.ts";
import { MalformedDeliveryError, type WebhookScheme } from "../../../shared/domain/ports/webhook-scheme.ts";
import { bambooBody, bambooHeaders, bambooSecret, standardHeaders, standardSecret, VECTOR_TIME } from "./signed.ts";

const now = instant(VECTOR_TIME * 1000);
const refused = { ok: false, because: "signature" };
const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");

interface Vector {
  readonly scheme: WebhookScheme;
  readonly secret: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly deliveryKey: string;
}

const hibobBody =
  '{"companyId":1,"type":"employee.left","triggeredBy":"system","triggeredAt":"2026-01-01T00:00:00.000000","version":"v2","data":{"employeeId":"42"}}';
const deelBody =
  '{"data":{"meta":{"event_type":"contract.status.updated"},"resource":[{"id":"42"}]},"timestamp":"2026-01-01T00:00:00.000Z"}';
const mergeBody =
  '{"hook":{"id":"00000000-0000-4000-8000-000000000001","event":"Employee.changed"},"linked_account":{"id":"00000000-0000-4000-8000-000000000002"},"data":{}}';
const mergeMac = "kC9HgpK9tPKSDwy6J4yDKB3GqFcjQQv5LaPgOUFOKmg";
const finchSecret = Buffer.from("0123456789abcdef0123456789abcdef").toString("base64");

const vectors: Readonly<Record<string, Vector>> = {
  HiBob: {
    scheme: hibobWebhook,
    secret: "hibob-secret-0001",
    body: hibobBody,
    headers: {
      "Bob-Signature": "K4d0O/VnW/7lsfQ4hEplelbWJ0tcftHMhcKeBwAxk6fr/XeKI1ZB6PSoXRdXuYTVQ4KVZA9SzQs1FN7Lfo23aA==",
    },
    deliveryKey: hashOf(hibobBody),
  },
  Deel: {
    scheme: deelWebhook,
    secret: "deel-secret-0001",
    body: deelBody,
    headers: { "x-deel-signature": "b14c86a3e50da9e85ace9538e1e12e563e3e95495cebdb329ed4b783d75efd4a" },
    deliveryKey: hashOf(deelBody),
  },
  "Merge, without padding": {
    scheme: mergeWebhook,
    secret: "merge-secret-0001",
    body: mergeBody,
    headers: { "X-Merge-Webhook-Signature": mergeMac },
    deliveryKey: mergeMac,
  },
  "Merge, with padding": {
    scheme: mergeWebhook,
    secret: "merge-secret-0001",
    body: mergeBody,
    headers: { "X-Merge-Webhook-Signature": `${mergeMac}=` },
    deliveryKey: mergeMac,
  },
  Finch: {
    scheme: finchWebhook,
    secret: finchSecret,
    body: "{}",
    headers: {
      "finch-event-id": "evt_1",
      "finch-timestamp": "1767225600",
      "finch-signature": "v1,oaOGzCeKR+UeKnOtpMbQ4t75eY8PRRIQEF22A9sqqi4=",
    },
    deliveryKey: "evt_1",
  },
};

function authenticate(
  { scheme, secret, headers, body }: Vector,
  changes: Partial<{ body: Uint8Array; secrets: string[] }> = {},
) {
  return scheme.authenticate(new Headers(headers), changes.body ?? Buffer.from(body), changes.secrets ?? [secret], now);
}

test.each(Object.entries(vectors))("the published vector of %s is genuine", (_, vector) => {
  expect(authenticate(vector)).toEqual({ ok: true, deliveryKey: vector.deliveryKey });
});

test.each(Object.entries(vectors))("%s: a changed byte anywhere in the body is refused", (_, vector) => {
  for (let place = 0; place < vector.body.length; place += 1) {
    const body = Buffer.from(vector.body);
    body[place] = (body[place] ?? 0) ^ 1;
    expect(authenticate(vector, { body })).toEqual(refused);
  }
});

test.each(Object.entries(vectors))("%s: either of two secrets may sign, none of none", (_, vector) => {
  const other = vector.scheme === finchWebhook ? Buffer.alloc(32, 7).toString("base64") : "another-secret-0002";

  expect(authenticate(vector, { secrets: [other, vector.secret] })).toMatchObject({ ok: true });
  expect(authenticate(vector, { secrets: [other] })).toEqual(refused);
  expect(authenticate(vector, { secrets: [] })).toEqual(refused);
});

test.each(Object.entries(vectors))("%s: a cut, doubled or missing signature is refused", (_, vector) => {
  for (const write of [() => "", (mac: string) => mac.slice(0, 20), (mac: string) => `${mac}${mac}`]) {
    const headers = Object.fromEntries(
      Object.entries(vector.headers).map(([name, value]) => [name, /signature/i.test(name) ? write(value) : value]),
    );
    expect(authenticate({ ...vector, headers })).toEqual(refused);
  }
});

test("Finch: the window is 300 seconds wide in both directions", () => {
  const at = (seconds: number) => {
    const { headers, body } = vectors.Finch ?? { headers: {}, body: "" };
    const time = instant((VECTOR_TIME + seconds) * 1000);
    return finchWebhook.authenticate(new Headers(headers), Buffer.from(body), [finchSecret], time);
  };

  expect([at(300), at(-300)]).toMatchObject([{ ok: true }, { ok: true }]);
  expect([at(301), at(-301)]).toMatchObject([{ because: "window" }, { because: "window" }]);
});

test("Merge: the spare bits of the last character make no second delivery", () => {
  const vector = vectors["Merge, without padding"];
  if (vector === undefined) throw new Error("There is no vector");
  const headers = { "X-Merge-Webhook-Signature": `${mergeMac.slice(0, -1)}h` };

  expect(authenticate({ ...vector, headers })).toEqual({ ok: true, deliveryKey: mergeMac });
});

test.each([
  ["employee.left", {}, "termination.effective"],
  ["employee.inactivated", {}, "termination.effective"],
  ["employee.access.revoked.immediately", {}, "access.revoke-now"],
  ["employee.deleted", {}, "employee.changed"],
  ["table.entry.created", { tableId: "lifecycle" }, "termination.recorded"],
  ["table.entry.updated", { tableId: "lifecycle" }, "termination.changed"],
])("RULE 8: HiBob's %s %o is understood as %s", (type, data, kind) => {
  expect(hibobWebhook.events({ type, data: { employeeId: 42, ...data } })).toEqual([{ kind, employeeRef: "42" }]);
});

test("HiBob: other tables and types are of no use", () => {
  expect(hibobWebhook.events({ type: "table.entry.created", data: { employeeId: "42", tableId: "salary" } })).toEqual([
    { kind: "unknown" },
  ]);
  expect(hibobWebhook.events({ type: "employee.joined" })).toEqual([{ kind: "unknown" }]);
});

test.each([
  ["Ping test", true],
  ['{"text":"Ping test"}', true],
  ['{ "text" : "Ping test" }\n', true],
  ["Ping test!", false],
  ['{"text":"Ping test","type":"employee.left"}', false],
  ["", false],
])("HiBob: %o is a ping: %o", (body, isPing) => {
  expect(hibobWebhook.isPing?.(Buffer.from(body))).toBe(isPing);
});

test("RULE 8: Deel, Merge, Finch and Entra say who changed, and the record says what", () => {
  const [contract, id] = ["abc", "11111111-1111-4111-8111-111111111111"];
  const changed = (employeeRef: string) => [{ kind: "employee.changed", employeeRef }];
  const deel = (event_type: string, resource: unknown) =>
    deelWebhook.events({ data: { meta: { event_type }, resource } });

  expect(deel("contract.terminated", [{ id: contract }, { id: contract }])).toEqual(changed(contract));
  expect(deel("invoice.paid", [])).toEqual([{ kind: "unknown" }]);
  expect(mergeWebhook.events({ hook: { event: "Employee.changed" }, data: { id } })).toEqual(changed(id));
  expect(mergeWebhook.events({ hook: { event: "Linked account synced" }, data: {} })).toEqual([{ kind: "unknown" }]);
  expect(finchWebhook.events({ event_type: "employment.updated", data: { individual_id: id } })).toEqual(changed(id));
  expect(finchWebhook.events({ event_type: "account.updated", data: {} })).toEqual([{ kind: "unknown" }]);
  expect(entraCallout.events(JSON.parse(entraCalloutBody(id)))).toEqual(changed(id));
});

test.each<[string, WebhookScheme, unknown]>([
  ["HiBob", hibobWebhook, { type: "employee.left", data: {} }],
  ["Deel", deelWebhook, { data: { meta: { event_type: "contract.x" }, resource: [{}] } }],
  ["Merge", mergeWebhook, { data: {} }],
  ["Finch", finchWebhook, { event_type: "employment.updated", data: { individual_id: "../x" } }],
  ["Entra", entraCallout, { data: { subject: { id: "somebody@contoso.example" } } }],
  ["Personio", personioWebhook("x-token"), { event_name: "employment.terminated", payload: {} }],
])("%s: a body that names nobody is malformed", (_, scheme, json) => {
  expect(() => scheme.events(json)).toThrow(MalformedDeliveryError);
  expect(() => scheme.events(null)).toThrow(MalformedDeliveryError);
});

test("Entra: a Logic App signs the callout as Standard Webhooks does", () => {
  const body = entraCalloutBody("11111111-1111-4111-8111-111111111111");
  const headers = new Headers(standardHeaders(body, { id: "08585" }));

  expect(entraCallout.authenticate(headers, Buffer.from(body), [standardSecret], now)).toEqual({
    ok: true,
    deliveryKey: "08585",
  });
  expect(entraCallout.authenticate(headers, Buffer.from(`${body} `), [standardSecret], now)).toEqual(refused);
});

test.each([
  ["employment.updated", "termination.changed"],
  ["employment.terminated", "termination.effective"],
  ["employment.started", "employment.restarted"],
  ["person.updated", "employee.changed"],
])("RULE 8: Personio's %s is understood as %s", (event_name, kind) => {
  const events = personioWebhook("x-token").events({ event_name, payload: { person_id: "42", employment_id: "7" } });

  expect(events).toEqual([{ kind, employeeRef: "42" }]);
});

test("RULE 6: Personio's token is taken from the header that the customer named, and from no other", () => {
  const token = "a-long-token-of-at-least-32-characters";
  const scheme = personioWebhook("x-token");
  const body = Buffer.from("{}");

  expect(scheme.authenticate(new Headers({ "x-token": token }), body, [token], now)).toMatchObject({ ok: true });
  expect(scheme.authenticate(new Headers({ "x-token": `${token}x` }), body, [token], now)).toEqual(refused);
  expect(scheme.authenticate(new Headers({ authorization: token }), body, [token], now)).toEqual(refused);
  expect(scheme.authenticate(new Headers(), body, [], now)).toEqual(refused);
  expect(scheme.secretProblem("too-short")).toBeTypeOf("string");
});

test("BambooHR with old times: a repetition of the last retry is genuine, one from the future is not", () => {
  const at = (seconds: number) => {
    const headers = new Headers(bambooHeaders(bambooBody));
    const time = instant((VECTOR_TIME + seconds) * 1000);
    return bambooHrWebhookWithOldTimes.authenticate(headers, Buffer.from(bambooBody), [bambooSecret], time);
  };

  expect(at(155 * 60)).toMatchObject({ ok: true });
  expect(at(3 * 3_600 + 1)).toMatchObject({ because: "window" });
  expect(at(-301)).toMatchObject({ because: "window" });
});
