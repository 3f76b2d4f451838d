import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { standardWebhooks } from "../../shared/adapters/hris/standard-webhooks.ts";
import { NeedsPersonError, TryLaterError } from "../../shared/domain/errors.ts";
import { anIntake, requestOf } from "./deliver.ts";

const quick = { storeMs: 60, sendMs: 40, totalMs: 90 };
const never = () => new Promise<void>(() => undefined);
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
  const slow = Promise.withResolvers<void>();
  inbox.beforeStore = () => slow.promise;

  expect(await send()).toMatchObject(comeAgain);
  expect(inbox.stored).toEqual([]);
  slow.resolve();
  await sleep(1);
  expect(inbox.stored).toHaveLength(1);
  expect(await send()).toEqual({ status: 202 });

  expect(inbox.stored).toHaveLength(1);
});

test("storage that fails after the answer disturbs nobody", async () => {
  const { inbox, send } = anIntake({ limits: quick });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const slow = Promise.withResolvers<void>();
  inbox.beforeStore = () => slow.promise;

  expect(await send()).toMatchObject(comeAgain);
  slow.reject(new TryLaterError("Table Storage did not take it"));
  await sleep(20);
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
  ["hangs", never],
])("a broker that %s changes nothing of the answer", async (_, beforeSend) => {
  const { inbox, bus, logged, send } = anIntake({ limits: quick });
  bus.beforeSend = beforeSend;

  expect(await send()).toEqual({ status: 202 });

  expect(inbox.stored).toHaveLength(1);
  expect(logged.map((entry) => entry.event)).toEqual(["hr-delivery-accepted", "hr-delivery-waits-for-sweep"]);
});

test("slow storage and a slow broker together stay within the time for everything", async () => {
  const { inbox, bus, send } = anIntake({ limits: { storeMs: 1_000, sendMs: 5_000, totalMs: 1_200 } });
  inbox.beforeStore = () => sleep(150);
  bus.beforeSend = never;
  const startedAt = performance.now();

  expect(await send()).toEqual({ status: 202 });

  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

test("without other wishes storage has 2.5 s, and the answer comes before 3 s", async () => {
  const { inbox, send } = anIntake();
  inbox.beforeStore = never;
  const startedAt = performance.now();

  expect(await send()).toMatchObject(comeAgain);

  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(2_400);
  expect(tookMs).toBeLessThan(3_000);
});

test("a broker that hangs is left alone after 1 s", async () => {
  const { bus, send } = anIntake();
  bus.beforeSend = never;
  const startedAt = performance.now();

  expect(await send()).toEqual({ status: 202 });

  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(2_500);
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
