import { HttpRequest } from "@azure/functions";
import { expect, test } from "vitest";
import { TryLaterError } from "../../shared/domain/errors.ts";
import { bambooBody, bambooHeaders, standardBody, standardHeaders } from "../adapters/hris/signed.ts";
import { anIntake, requestOf, type Sent } from "./deliver.ts";

const notice = (employeeId: unknown, type = "termination.effective") => JSON.stringify({ type, data: { employeeId } });
const LIMIT = 262_144;

/** A signed notice of exactly this many bytes. */
function noticeOf(bytes: number): string {
  const body = notice("E-42");
  return body.slice(0, -1) + " ".repeat(bytes - body.length) + body.slice(-1);
}

test("a notice is stored, announced and answered with 202 and an empty body", async () => {
  const { inbox, bus, send } = anIntake();

  expect(await send()).toEqual({ status: 202 });

  const [row] = inbox.stored;
  expect(inbox.stored).toHaveLength(1);
  expect(row).toMatchObject({
    receivedAt: "2026-01-01T00:00:00.000Z",
    events: [
      { source: "generic", kind: "termination.recorded", employeeRef: "E-42", receivedAt: "2026-01-01T00:00:00.000Z" },
    ],
    settled: undefined,
  });
  expect(bus.sent).toEqual([
    {
      messageId: `delivery-${row?.id.row}`,
      body: { kind: "delivery", delivery: row?.id },
      notBefore: undefined,
    },
  ]);
});

test("BambooHR is understood at its own address", async () => {
  const { inbox, send } = anIntake();

  expect(await send({ source: "bamboohr", body: bambooBody, headers: bambooHeaders(bambooBody) })).toEqual({
    status: 202,
  });

  expect(inbox.stored).toMatchObject([
    { events: [{ source: "bamboohr", kind: "employee.changed", employeeRef: "42" }] },
  ]);
});

test("a signature of one source opens no other", async () => {
  const { inbox, send } = anIntake();

  expect(await send({ source: "bamboohr" })).toMatchObject({ status: 401 });
  expect(await send({ body: bambooBody, headers: bambooHeaders(bambooBody) })).toMatchObject({ status: 401 });
  expect(inbox.stored).toEqual([]);
});

test("a repeated delivery is answered as the first time and stored once", async () => {
  const { inbox, time, send } = anIntake();
  const first = await send();
  time.epochMs += 20_000;

  const second = await send();

  expect(second).toEqual(first);
  expect(inbox.stored).toHaveLength(1);
});

test("a repetition is announced again while nobody dealt with it, under the same message id", async () => {
  const { inbox, bus, send } = anIntake();
  await send();
  await send();
  expect(bus.sent).toHaveLength(2);
  expect(bus.sent[1]).toEqual(bus.sent[0]);

  const [row] = inbox.stored;
  if (row !== undefined) await inbox.settle(row.id, { bucket: "joined", caseId: undefined, because: "one case" });
  expect(await send()).toEqual({ status: 202 });

  expect(bus.sent).toHaveLength(2);
});

test("a retry on the next day is known", async () => {
  const { inbox, bus, time, send } = anIntake();
  await send();
  time.epochMs += 24 * 3_600_000;
  const timestamp = `${time.epochMs / 1000}`;

  expect(await send({ headers: standardHeaders(standardBody, { timestamp }) })).toEqual({ status: 202 });

  expect(inbox.stored).toHaveLength(1);
  expect(new Set(bus.sent.map((message) => message.messageId)).size).toBe(1);
});

test("an event of no use is acknowledged and counted, and neither stored nor sent", async () => {
  const { inbox, bus, logged, send } = anIntake();

  expect(await send({ body: JSON.stringify({ type: "invoice.paid" }) })).toEqual({ status: 202 });

  expect(inbox.stored).toEqual([]);
  expect(bus.sent).toEqual([]);
  expect(logged).toMatchObject([{ event: "hr-delivery-accepted", source: "generic", used: 0, unused: 1 }]);
});

test("one request about many people becomes rows of 25, each stored once and announced", async () => {
  const { inbox, bus, send } = anIntake();
  const body = JSON.stringify({
    employees: Array.from({ length: 60 }, (_, index) => ({ id: index + 1, fields: {} })),
  });
  const sent = { source: "bamboohr", body, headers: bambooHeaders(body) };

  expect(await send(sent)).toEqual({ status: 202 });
  expect(await send(sent)).toEqual({ status: 202 });

  expect(inbox.stored.map((row) => row.events.length)).toEqual([25, 25, 10]);
  expect(new Set(inbox.stored.flatMap((row) => row.events.map((event) => JSON.stringify(event)))).size).toBe(60);
  expect(new Set(bus.sent.map((message) => message.messageId)).size).toBe(3);
});

test("half a stored request is refused and completed by the retry", async () => {
  const { inbox, send } = anIntake();
  const body = JSON.stringify({ employees: Array.from({ length: 40 }, (_, index) => ({ id: index + 1 })) });
  const sent = { source: "bamboohr", body, headers: bambooHeaders(body) };
  let writes = 0;
  inbox.beforeStore = async () => {
    writes += 1;
    if (writes === 2) throw new TryLaterError("Storage is away");
  };

  expect(await send(sent)).toMatchObject({ status: 503 });
  expect(inbox.stored).toHaveLength(1);
  expect(await send(sent)).toEqual({ status: 202 });

  expect(inbox.stored.map((row) => row.events.length).toSorted()).toEqual([15, 25]);
});

test.each<[string, number, Sent]>([
  ["a wrong signature", 401, { headers: standardHeaders("{}") }],
  ["no signature", 401, { headers: {} }],
  ["no body", 401, { body: "", headers: standardHeaders(standardBody) }],
  ["a time outside the window", 401, { headers: standardHeaders(standardBody, { timestamp: "1767225000" }) }],
  ["an unknown source", 404, { source: "workday" }],
  ["a name of the language as source", 404, { source: "__proto__" }],
  ["a body over the limit", 413, { body: noticeOf(LIMIT + 1) }],
  [
    "a declared length over the limit",
    413,
    { headers: { ...standardHeaders(standardBody), "content-length": "262145" } },
  ],
  ["another content type", 400, { contentType: "application/x-www-form-urlencoded" }],
  ["a content type that only resembles JSON", 400, { contentType: "application/jsonp" }],
  ["a signed empty body", 400, { body: "", headers: standardHeaders("") }],
  ["text instead of JSON", 400, { body: "Ping test" }],
  ["half of a JSON text", 400, { body: standardBody.slice(0, -1) }],
  ["bytes that are not UTF-8", 400, { body: Buffer.from([0x22, 0xff, 0x22]) }],
  ["a body without type", 400, { body: "{}" }],
  ["JSON null", 400, { body: "null" }],
  ["a notice without id", 400, { body: notice(undefined) }],
  ["too deep a body", 400, { body: `{"type":"x","data":${"[".repeat(25)}${"]".repeat(25)}}` }],
  ["a body as deep as it may be big", 400, { body: "[".repeat(LIMIT / 2) + "]".repeat(LIMIT / 2) }],
  ["too many members", 400, { body: `{"type":"x","data":[${Array(50_001).fill(1)}]}` }],
])("%s is refused with %i: nothing is stored or sent, and the answer does not say why", async (_, status, sent) => {
  const { inbox, bus, logged, send } = anIntake();

  const answer = await send(sent);

  expect(answer).toMatchObject({ status, headers: { "content-type": "application/problem+json" } });
  expect(Object.keys(JSON.parse(String(answer.body)))).toEqual(["type", "title", "status"]);
  expect(inbox.stored).toEqual([]);
  expect(bus.sent).toEqual([]);
  expect(logged).toMatchObject([{ event: "hr-delivery-refused", security: true, status }]);
});

test.each(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])(
  "%s is answered with 405 and what is allowed",
  async (method) => {
    const { inbox, send } = anIntake();

    expect(await send({ method, body: "" })).toMatchObject({ status: 405, headers: { allow: "POST" } });
    expect(inbox.stored).toEqual([]);
  },
);

test("a wrong signature and a wrong time look the same from outside, and differ in the log", async () => {
  const { logged, send } = anIntake();

  const forged = await send({ headers: standardHeaders("{}") });
  const stale = await send({ headers: standardHeaders(standardBody, { timestamp: "1767225000" }) });

  expect(stale).toEqual(forged);
  expect(logged.map((entry) => entry.because)).toEqual(["signature", "window"]);
});

test("a body that is as large as allowed is taken", async () => {
  const { inbox, send } = anIntake();

  expect(await send({ body: noticeOf(LIMIT) })).toEqual({ status: 202 });
  expect(inbox.stored).toHaveLength(1);
});

test("a stream without declared length is read no further than the limit", async () => {
  const { handler } = anIntake();
  const chunk = new Uint8Array(65_536);
  let given = 0;
  const endless = new ReadableStream({
    pull(controller) {
      given += 1;
      controller.enqueue(chunk);
    },
  });
  const request = requestOf({});
  Object.defineProperty(request, "body", { value: endless });

  expect(await handler(request)).toMatchObject({ status: 413 });
  expect(given).toBeLessThan(8);
});

test.each(["application/json; charset=utf-8", "application/cloudevents+json", "text/json", "APPLICATION/JSON"])(
  "the content type %s is taken",
  async (contentType) => {
    expect(await anIntake().send({ contentType })).toEqual({ status: 202 });
  },
);

test("a missing content type is left to the signature and the parser", async () => {
  const { handler } = anIntake();
  const headers = standardHeaders(standardBody);
  const request = new HttpRequest({
    method: "POST",
    url: "https://leaver.example/api/hris/generic",
    params: { source: "generic" },
    headers,
    body: { bytes: Buffer.from(standardBody) },
  });
  request.headers.delete("content-type");

  expect(await handler(request)).toEqual({ status: 202 });
});

test("no log line and no answer holds anything that came from outside", async () => {
  const { logged, send } = anIntake();
  const canary = "canary-7f3a";
  const body = JSON.stringify({ type: canary, data: { employeeId: canary } });

  const answers = [
    await send({ body }),
    await send({ body: notice(canary) }),
    await send({ body: notice({ [canary]: canary }) }),
    await send({ body: canary }),
    await send({ source: canary }),
    await send({ body, headers: { ...standardHeaders(body), "webhook-signature": `v1,${canary}` } }),
  ];

  expect(JSON.stringify([answers, logged])).not.toContain(canary);
});
