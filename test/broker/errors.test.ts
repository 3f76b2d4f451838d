import { ServiceBusClient } from "@azure/service-bus";
import { describe, expect, test } from "vitest";
import { connect, queue, receive, receiveOne, receiverOf, startBus, until } from "./with-broker.ts";

const intake = { Queues: [queue("intake")] };
const conditions = [
  ["com.microsoft:server-busy", "ServiceBusy"],
  ["com.microsoft:timeout", "ServiceTimeout"],
  ["amqp:internal-error", "GeneralError"],
  ["com.microsoft:operation-cancelled", "GeneralError"],
  ["amqp:unauthorized-access", "UnauthorizedAccess"],
  ["com.microsoft:entity-disabled", "MessagingEntityDisabled"],
  ["amqp:link:message-size-exceeded", "MessageSizeExceeded"],
  ["amqp:resource-limit-exceeded", "QuotaExceeded"],
  ["com.microsoft:argument-error", "GeneralError"],
  ["amqp:not-allowed", "GeneralError"],
] as const;

describe("conditions reach the caller as the codes they stand for", () => {
  test.each(conditions)("%s is %s, when sending, attaching and asking $management", async (condition, code) => {
    const { broker } = await startBus(intake);
    const client = connect(broker, 0);
    const reject = { kind: "reject", condition } as const;
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 1 });

    broker.faults.add({ at: "send", fault: reject });
    await expect(sender.sendMessages({ body: 1 })).rejects.toMatchObject({ code });
    broker.faults.add({ at: "manage", fault: reject });
    await expect(receiverOf(client, "intake").peekMessages(1)).rejects.toMatchObject({ code });
    broker.faults.add({ at: "attach", fault: reject });
    await expect(receive(receiverOf(client, "intake"))).rejects.toMatchObject({ code });
  });

  test("a busy broker is asked again, and takes the message then", async () => {
    const { broker, client } = await startBus(intake);
    broker.faults.add({ at: "send", fault: { kind: "reject", condition: "com.microsoft:server-busy" }, times: 1 });

    await client.createSender("intake").sendMessages({ body: 1 });

    expect(broker.counts().intake?.active).toBe(1);
    expect(broker.operations()["sends intake"]).toBe(2);
  });
});

describe("an entity that does not exist", () => {
  test("is named with the host that the client asked for", async () => {
    const { client, broker } = await startBus(intake);
    const expected = (path: string) => ({
      code: "MessagingEntityNotFound",
      message: expect.stringContaining(
        `The messaging entity 'sb://${client.fullyQualifiedNamespace}/${path}' could not be found.`,
      ),
    });

    await expect(client.createSender("other").sendMessages({ body: 1 })).rejects.toMatchObject(expected("other"));
    await expect(receive(receiverOf(client, "steps/Subscriptions/one"))).rejects.toMatchObject(
      expected("steps/Subscriptions/one"),
    );
    await expect(receiverOf(connect(broker), "other").peekMessages(1)).rejects.toMatchObject({
      code: "MessagingEntityNotFound",
    });
  });

  test("closes the links of an entity that goes away", async () => {
    const { broker, client } = await startBus({ Queues: [queue("intake"), queue("other")] });
    const codes: unknown[] = [];
    receiverOf(client, "intake").subscribe({
      processMessage: async () => undefined,
      processError: async ({ error }) => {
        codes.push("code" in error ? error.code : error.name);
      },
    });
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 1 });
    const entity = broker.entities.find("intake");
    if (entity === undefined) throw new Error("it is configured");

    broker.entities.remove(entity);
    await new Promise((resolve) => setTimeout(resolve, 50));

    await expect(sender.sendMessages({ body: 2 })).rejects.toMatchObject({ code: "MessagingEntityNotFound" });
    await until(() => codes.includes("MessagingEntityNotFound"));
    expect(Object.keys(broker.counts())).toEqual(["other"]);
  });
});

describe("a disabled entity", () => {
  test("refuses what its status does not allow, and closes the links that are open", async () => {
    const { broker, client } = await startBus(intake);
    const { gate } = broker.entities.find("intake") ?? {};
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 1 });

    gate?.setStatus("SendDisabled");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(sender.sendMessages({ body: 2 })).rejects.toMatchObject({ code: "MessagingEntityDisabled" });
    const receiver = receiverOf(client, "intake");
    expect(await receiveOne(receiver)).toMatchObject({ body: 1 });

    gate?.setStatus("ReceiveDisabled");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sender.sendMessages({ body: 3 });
    await expect(receive(receiverOf(client, "intake"))).rejects.toMatchObject({ code: "MessagingEntityDisabled" });

    gate?.setStatus("Active");
    expect(await receive(receiverOf(client, "intake"))).toHaveLength(1);
  });
});

test("a full entity takes no more until messages are received", async () => {
  const { broker, client } = await startBus(intake, { controlPort: 0 });
  const limits = { entity: "intake", maxBytes: 1000 };
  await fetch(`${broker.controlUrl}/limits`, { method: "POST", body: JSON.stringify(limits) });
  const sender = client.createSender("intake");
  await sender.sendMessages({ body: "x".repeat(1000) });

  await expect(sender.sendMessages({ body: 2 })).rejects.toMatchObject({ code: "QuotaExceeded" });
  await expect(sender.scheduleMessages({ body: 2 }, new Date())).rejects.toMatchObject({ code: "QuotaExceeded" });
  const receiver = receiverOf(client, "intake");
  await receiver.completeMessage(await receiveOne(receiver));
  await sender.sendMessages({ body: 3 });

  expect(broker.counts().intake?.active).toBe(1);
});

test("ids beyond 128 characters are refused, for clients that do not look themselves", async () => {
  const { broker } = await startBus(intake);
  const sender = connect(broker, 0).createSender("intake");
  const withId = (messageId: string) => sender.sendMessages({ body: 1, bodyType: "value", properties: { messageId } });

  await withId("m".repeat(128));
  await expect(withId("m".repeat(129))).rejects.toThrow("at most 128 characters");
  expect(broker.counts().intake?.active).toBe(1);
});

describe("tokens", () => {
  test("are all taken without access keys, and checked with them", async () => {
    const key = "c2VjcmV0";
    const { broker } = await startBus(intake, { accessKeys: { RootManageSharedAccessKey: key } });
    const withKey = (name: string, value: string) =>
      new ServiceBusClient(
        broker.connectionString
          .replace("SharedAccessKeyName=RootManageSharedAccessKey", `SharedAccessKeyName=${name}`)
          .replace("SharedAccessKey=local", `SharedAccessKey=${value}`),
        { retryOptions: { maxRetries: 0, timeoutInMs: 1500 } },
      );
    const send = async (client: ServiceBusClient) => {
      try {
        await client.createSender("intake").sendMessages({ body: 1 });
      } finally {
        await client.close();
      }
    };

    await send(withKey("RootManageSharedAccessKey", key));
    await expect(send(withKey("RootManageSharedAccessKey", "wrong"))).rejects.toMatchObject({
      code: "UnauthorizedAccess",
      message: expect.stringContaining("signature is wrong"),
    });
    await expect(send(withKey("Other", key))).rejects.toThrow("a key that does not exist");
    expect(broker.counts().intake?.active).toBe(1);
  });
});
