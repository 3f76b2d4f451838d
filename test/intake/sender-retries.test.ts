import { HttpRequest } from "@azure/functions";
import { expect, test } from "vitest";
import { bambooHrWebhook, standardWebhook, type Webhook } from "../../dev/stack/hr-sender.ts";
import { local } from "../../dev/stack/settings.ts";
import { deelWebhook, finchWebhook, hibobWebhook, mergeWebhook } from "../../dev/stack/vendor-webhooks.ts";
import { hrisWebhook } from "../../functions/intake/hris.ts";
import { webhookSchemes } from "../../shared/adapters/hris/webhook-schemes.ts";
import { TryLaterError } from "../../shared/domain/errors.ts";
import { SourceName } from "../../shared/domain/ids.ts";
import { MemoryBus } from "../fakes/memory-bus.ts";
import { MemoryInbox } from "../fakes/memory-inbox.ts";
import { clock, now } from "../product/virtual-time.ts";

const minute = 60_000;
const hour = 60 * minute;
const id = "11111111-1111-4111-8111-111111111111";
const shared = "a-shared-secret-0001";
const finchSecret = Buffer.alloc(32, 3).toString("base64");

type Scheme = keyof typeof webhookSchemes;

interface Sender {
  readonly scheme: Scheme;
  readonly secret: string;
  /** Minutes between one attempt and the next, as the vendor documents them (section 1). */
  readonly gapsMs: readonly number[];
  /** The delivery as it is sent at an attempt. Bodies stay; what a vendor signs anew changes. */
  readonly attempts: () => () => Webhook;
}

const fixed = (webhook: Webhook) => () => webhook;

/** Retries by sender, of those whose table is documented. After a 4xx BambooHR and Merge never come again. */
const senders: Readonly<Record<string, Sender>> = {
  BambooHR: {
    scheme: "bamboohr",
    secret: local.bambooHrSecret,
    gapsMs: [5, 10, 20, 40, 80].map((each) => each * minute),
    attempts() {
      const { body } = bambooHrWebhook("42");
      return () => bambooHrWebhook("42", { body });
    },
  },
  HiBob: {
    scheme: "hibob",
    secret: shared,
    gapsMs: [1, 10, 20, 40, 80, 160].map((each) => each * minute),
    attempts: () => fixed(hibobWebhook("employee.left", { employeeId: "42" }, { source: "it", secret: shared })),
  },
  // The days between are the vendor's; only their number and sum are documented: 14 requests in 3 days.
  Personio: {
    scheme: "personio",
    secret: "x".repeat(40),
    gapsMs: Array.from({ length: 13 }, () => (72 * hour) / 13),
    attempts: () =>
      fixed({
        source: "it",
        body: JSON.stringify({ event_name: "employment.terminated", payload: { person_id: "42" }, occurred_at: now() }),
        headers: { authorization: `Bearer ${"x".repeat(40)}` },
      }),
  },
  Deel: {
    scheme: "deel",
    secret: shared,
    // Not documented; duplicates are admitted.
    gapsMs: [0, 24 * hour],
    attempts: () => fixed(deelWebhook("42", { source: "it", secret: shared })),
  },
  Merge: {
    scheme: "merge",
    secret: shared,
    gapsMs: [minute, minute],
    attempts: () => fixed(mergeWebhook(id, { source: "it", secret: shared })),
  },
  Finch: {
    scheme: "finch",
    secret: finchSecret,
    gapsMs: [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
    attempts: () => () => finchWebhook(id, "evt_1", Date.now(), { source: "it", secret: finchSecret }),
  },
  "Standard Webhooks": {
    scheme: "standard-webhooks",
    secret: local.payrollSecret,
    gapsMs: [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
    attempts() {
      const at = Date.now();
      const { body } = standardWebhook("payroll", "termination.effective", "E-42", { id: "msg_1", at });
      // The body says when the event was, and stays; the attempt is signed with its own time.
      return () => standardWebhook("payroll", "termination.effective", "E-42", { id: "msg_1", at: Date.now(), body });
    },
  },
};

function anIntake({ scheme, secret }: Sender) {
  const [inbox, bus] = [new MemoryInbox(), new MemoryBus()];
  const source = { name: SourceName.parse("it"), scheme: webhookSchemes[scheme], secrets: [secret] };
  const logged: Record<string, unknown>[] = [];
  const asked: string[] = [];
  const progress = { askSoon: async (name: string) => void asked.push(name) };
  const log = (entry: Record<string, unknown>) => void logged.push(entry);
  const handler = hrisWebhook({ sources: [source], inbox, bus, clock: { now }, log, progress });
  const send = async ({ body, headers }: Pick<Webhook, "body" | "headers">, contentType = "application/json") =>
    await handler(
      new HttpRequest({
        method: "POST",
        url: "https://leaver.example/api/hris/it",
        params: { source: "it" },
        headers: { "content-type": contentType, ...headers },
        body: { bytes: Buffer.from(body) },
      }),
    );
  return { inbox, logged, asked, send };
}

test.each(Object.entries(senders))(
  "RULE 1: %s comes again until its last retry, which is still taken",
  async (_, sender) => {
    const { inbox, send } = anIntake(sender);
    const attempt = sender.attempts();
    inbox.beforeStore = async () => {
      throw new TryLaterError("Table Storage did not take it");
    };
    const last = sender.gapsMs.length;
    const statuses: (number | undefined)[] = [];

    for (const [index, gapMs] of [0, ...sender.gapsMs].entries()) {
      await clock.advance(gapMs);
      if (index === last) inbox.beforeStore = async () => undefined;
      statuses.push((await send(attempt())).status);
    }

    expect(statuses).toEqual([...Array.from({ length: last }, () => 503), 202]);
    expect(inbox.stored).toHaveLength(1);
  },
);

test.each(Object.entries(senders))(
  "RULE 4: every retry of %s after a lost answer is the same delivery",
  async (_, sender) => {
    const { inbox, send } = anIntake(sender);
    const attempt = sender.attempts();

    for (const gapMs of [0, ...sender.gapsMs]) {
      await clock.advance(gapMs);
      expect((await send(attempt())).status).toBe(202);
    }

    expect(inbox.stored).toHaveLength(1);
  },
);

test("HiBob: both pings are answered 200, signed or not, as text or as JSON, and nothing is stored", async () => {
  const { inbox, logged, send } = anIntake(senders.HiBob ?? fail());

  expect(await send({ body: "Ping test", headers: {} }, "text/plain")).toEqual({ status: 200 });
  expect(await send({ body: '{"text":"Ping test"}', headers: {} })).toEqual({ status: 200 });
  expect(await send({ body: "Ping test", headers: {} }, "application/x-www-form-urlencoded")).toEqual({ status: 200 });
  expect(await send({ body: "Ping", headers: {} }, "text/plain")).toMatchObject({ status: 400 });
  expect(inbox.stored).toEqual([]);
  expect(logged).toMatchObject([{ event: "hr-delivery-refused" }]);
});

test("a ping of HiBob is nothing at another sender", async () => {
  const { send } = anIntake(senders.Deel ?? fail());

  expect(await send({ body: "Ping test", headers: {} })).toMatchObject({ status: 401 });
});

test("RULE 1: a genuine notice that comes too late is refused, and the source is read soon", async () => {
  const { inbox, asked, send } = anIntake(senders.BambooHR ?? fail());

  expect(await send(bambooHrWebhook("42", { at: Date.now() - hour }))).toMatchObject({ status: 401 });

  expect(inbox.stored).toEqual([]);
  expect(asked).toEqual(["it"]);
});

test("RULE 1: a run of wrong signatures is an alert and has the source read soon, once", async () => {
  const { asked, logged, send } = anIntake(senders.BambooHR ?? fail());

  for (let attempt = 1; attempt <= 12; attempt += 1)
    await send(bambooHrWebhook("42", { secret: "another-secret-0001" }));

  expect(asked).toEqual(["it"]);
  expect(logged.filter(({ event }) => event === "hr-signatures-failing")).toHaveLength(1);
});

function fail(): never {
  throw new Error("There is no such sender");
}
