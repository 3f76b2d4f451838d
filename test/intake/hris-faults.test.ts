import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { standardWebhooks } from "../../shared/adapters/hris/standard-webhooks.ts";
import { NeedsPersonError, TryLaterError } from "../../shared/domain/errors.ts";
import { anIntake, requestOf } from "./deliver.ts";

const quick = { storeMs: 60, sendMs: 40, totalMs: 90 };
const comeAgain = { status: 503, headers: { "retry-after": "60", "content-type": "application/problem+json" } };

test.each([
  new TryLaterError("Table Storage did not take it"),
  new NeedsPersonError("Give the app its role"),
  new Error("a bug"),
])("the sender is asked to come again when storage fails with %s", async (failure) => {
  const { inbox, bus, logged, send } = anIntake();
  inbox.beforeStore = async () => {
    throw failure;
  };

  expect(await send()).toMatchObject(comeAgain);

  expect(inbox.stored).toEqual([]);
  expect(bus.sent).toEqual([]);
  expect(logged).toEqual([{ event: "hr-delivery-not-stored", source: "generic", error: failure.name }]);
});

test("the retry after a failure is taken", async () => {
  const { inbox, bus, send } = anIntake();
  inbox.beforeStore = async () => {
    throw new TryLaterError("Table Storage did not take it");
  };
  await send();
  inbox.beforeStore = async () => undefined;

  expect(await send()).toEqual({ status: 202 });

  expect(inbox.stored).toHaveLength(1);
  expect(bus.sent).toHaveLength(1);
});

test("slow storage is answered in time; what it stored after all is known to the retry", async () => {
  const { inbox, send } = anIntake({ limits: quick });
  inbox.beforeStore = () => sleep(150);
  const startedAt = performance.now();

  expect(await send()).toMatchObject(comeAgain);
  expect(performance.now() - startedAt).toBeLessThan(140);
  await sleep(150);
  inbox.beforeStore = async () => undefined;
  expect(await send()).toEqual({ status: 202 });

  expect(inbox.stored).toHaveLength(1);
});

test("storage that fails after the answer disturbs nobody", async () => {
  const { inbox, send } = anIntake({ limits: quick });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  inbox.beforeStore = async () => {
    await sleep(80);
    throw new TryLaterError("Table Storage did not take it");
  };

  expect(await send()).toMatchObject(comeAgain);
  await sleep(60);
  process.off("unhandledRejection", note);

  expect(unhandled).toEqual([]);
});

test.each([
  ["throws", async () => Promise.reject(new TryLaterError("The broker is away"))],
  [
    "throws at once",
    () => {
      throw new Error("not even a promise");
    },
  ],
  ["hangs", () => sleep(500, undefined, { ref: false })],
])("a broker that %s changes nothing of the answer", async (_, beforeSend) => {
  const { inbox, bus, logged, send } = anIntake({ limits: quick });
  bus.beforeSend = beforeSend;
  const startedAt = performance.now();

  expect(await send()).toEqual({ status: 202 });

  expect(performance.now() - startedAt).toBeLessThan(200);
  expect(inbox.stored).toHaveLength(1);
  expect(logged.map((entry) => entry.event)).toEqual(["hr-delivery-accepted", "hr-delivery-waits-for-sweep"]);
});

test("slow storage and a slow broker together stay within the time for everything", async () => {
  const { inbox, bus, send } = anIntake({ limits: { storeMs: 200, sendMs: 200, totalMs: 230 } });
  inbox.beforeStore = () => sleep(150);
  bus.beforeSend = () => sleep(1_000, undefined, { ref: false });
  const startedAt = performance.now();

  expect(await send()).toEqual({ status: 202 });

  expect(performance.now() - startedAt).toBeLessThan(320);
});

test("without other wishes storage has 2.5 s, and the answer comes before 3 s", async () => {
  const { inbox, send } = anIntake();
  inbox.beforeStore = () => sleep(10_000, undefined, { ref: false });
  const startedAt = performance.now();

  expect(await send()).toMatchObject(comeAgain);

  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(2_400);
  expect(tookMs).toBeLessThan(3_000);
});

test("a broker that hangs is left alone after 1 s", async () => {
  const { bus, send } = anIntake();
  bus.beforeSend = () => sleep(10_000, undefined, { ref: false });
  const startedAt = performance.now();

  expect(await send()).toEqual({ status: 202 });

  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(1_400);
});

test("a body that never ends is not waited for", async () => {
  const { handler } = anIntake({ limits: quick });
  const request = requestOf({});
  Object.defineProperty(request, "body", { value: new ReadableStream() });

  expect(await handler(request)).toMatchObject(comeAgain);
});

test("a fault of our own is our failure, and the sender comes again", async () => {
  const broken = { ...standardWebhooks, events: () => JSON.parse("not what was meant") };
  const { inbox, send } = anIntake({ scheme: broken });

  expect(await send()).toMatchObject(comeAgain);
  expect(inbox.stored).toEqual([]);
});
