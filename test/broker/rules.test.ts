import type { ServiceBusMessage, ServiceBusRuleManager } from "@azure/service-bus";
import { describe, expect, test } from "vitest";
import { type Bus, connect, receive, receiverOf, startBus } from "./with-broker.ts";

const PATH = "steps/Subscriptions/one";

function subscription(...rules: Array<Record<string, unknown>>) {
  return { Topics: [{ Name: "steps", Subscriptions: [{ Name: "one", Rules: rules }] }] };
}

function managerOf({ client }: Bus): ServiceBusRuleManager {
  return client.createRuleManager("steps", "one");
}

async function names(manager: ServiceBusRuleManager): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of manager.listRules()) found.push(name);
  return found;
}

async function sent({ client }: Bus, messages: ServiceBusMessage[]) {
  await client.createSender("steps").sendMessages(messages);
  return receive(receiverOf(client, PATH), 20);
}

test("a subscription without rules has one, $Default, and without that gets nothing", async () => {
  const bus = await startBus(subscription());
  const manager = managerOf(bus);
  expect(await names(manager)).toEqual(["$Default"]);

  await manager.deleteRule("$Default");

  expect(await sent(bus, [{ body: 1 }])).toEqual([]);
});

test("rules can be added, listed page by page and by name, and removed while messages flow", async () => {
  const bus = await startBus(subscription());
  const manager = managerOf(bus);
  const since = new Date("2026-11-21T12:00:00Z");
  const correlation = {
    correlationId: "c-1",
    messageId: "m-1",
    to: "to",
    replyTo: "answers",
    subject: "label",
    sessionId: "s-1",
    replyToSessionId: "s-2",
    contentType: "text/plain",
    applicationProperties: { text: "a", number: 2, flag: true, since },
  };
  await manager.createRule("sql", { sqlExpression: "price > 10" });
  await manager.createRule("correlation", correlation, { sqlExpression: "SET priority = 'high'" });

  const rules = [];
  for await (const rule of manager.listRules()) rules.push(rule);
  expect(rules.map(({ name }) => name)).toEqual(["$Default", "correlation", "sql"]);
  expect(rules[1]).toEqual({
    name: "correlation",
    filter: correlation,
    action: { sqlExpression: "SET priority = 'high'" },
  });
  expect(rules[2]).toMatchObject({ filter: { sqlExpression: "price > 10" }, action: {} });
  const pages = [];
  for await (const page of manager.listRules().byPage({ maxPageSize: 2 })) pages.push(page.length);
  expect(pages.slice(0, 2)).toEqual([2, 1]);

  await manager.deleteRule("$Default");
  await manager.deleteRule("CORRELATION");
  const received = await sent(bus, [
    { body: 1, applicationProperties: { price: 11 } },
    { body: 2, applicationProperties: { price: 10 } },
  ]);
  expect(received.map(({ body }) => body)).toEqual([1]);
});

test("a correlation filter with a date, added at run time, matches that date", async () => {
  const bus = await startBus(subscription());
  const since = new Date("2026-11-21T12:00:00Z");
  const manager = managerOf(bus);
  await manager.deleteRule("$Default");
  await manager.createRule("since", { applicationProperties: { Since: since } });

  const received = await sent(bus, [
    { body: 1, applicationProperties: { since } },
    { body: 2, applicationProperties: { since: new Date(0) } },
  ]);

  expect(received.map(({ body }) => body)).toEqual([1]);
});

describe("refuses", () => {
  test("a name that is taken, one that is not there, and SQL it does not support", async () => {
    const bus = await startBus(subscription());
    const manager = managerOf(bus);

    await expect(manager.createRule("$default", { sqlExpression: "1=1" })).rejects.toMatchObject({
      code: "MessagingEntityAlreadyExists",
      message: expect.stringContaining("The messaging entity 'steps/Subscriptions/one/Rules/$default' already exists."),
    });
    await expect(manager.deleteRule("other")).rejects.toMatchObject({ code: "MessagingEntityNotFound" });
    await expect(manager.createRule("bad", { sqlExpression: "soundex(a) = 'b'" })).rejects.toThrow("soundex");
    await expect(manager.createRule("bad", { subject: "a" }, { sqlExpression: "DROP a" })).rejects.toThrow("DROP a");
    expect(await names(manager)).toEqual(["$Default"]);
  });
});

describe("filters of the configuration", () => {
  test("in SQL see the message's own and the system's properties", async () => {
    const bus = await startBus(
      subscription({
        Name: "sql",
        Properties: {
          FilterType: "Sql",
          SqlFilter: { SqlExpression: "sys.Label LIKE 'block-%' AND (Urgent = TRUE OR quantity > 3)" },
        },
      }),
    );

    const received = await sent(bus, [
      { body: 1, subject: "block-sign-in", applicationProperties: { urgent: true } },
      { body: 2, subject: "block-sign-in", applicationProperties: { quantity: 4 } },
      { body: 3, subject: "block-sign-in" },
      { body: 4, subject: "revoke", applicationProperties: { urgent: true } },
      { body: 5, applicationProperties: { urgent: true } },
    ]);

    expect(received.map(({ body }) => body)).toEqual([1, 2]);
  });

  test("with actions give one copy each, which names its rule; those without give one together", async () => {
    const rule = (Name: string, SqlExpression: string, action?: string) => ({
      Name,
      Properties: {
        FilterType: "Sql",
        SqlFilter: { SqlExpression },
        Action: action === undefined ? null : { SqlExpression: action },
      },
    });
    const bus = await startBus(
      subscription(
        rule("plain-1", "1=1"),
        rule("plain-2", "quantity > 1"),
        rule("doubles", "1=1", "SET quantity = quantity * 2; SET sys.Label = 'doubled ' + sys.Label; REMOVE colour"),
        rule("marks", "1=1", "SET CorrelationId = 'mine'; SET [a b] = newid(); SET sys.ContentType = 'text/x'"),
        rule("never", "1=0", "SET quantity = 0"),
      ),
    );

    const received = await sent(bus, [
      { body: 1, subject: "order", correlationId: "c", applicationProperties: { quantity: 5, colour: "blue" } },
    ]);

    expect(received).toMatchObject([
      { subject: "order", correlationId: "c", applicationProperties: { quantity: 5, colour: "blue" } },
      { subject: "doubled order", correlationId: "c" },
      { subject: "order", correlationId: "c", contentType: "text/x" },
    ]);
    expect(received[1]?.applicationProperties).toEqual({ quantity: 10, RuleName: "doubles" });
    expect(received[2]?.applicationProperties).toEqual({
      quantity: 5,
      colour: "blue",
      CorrelationId: "mine",
      "a b": expect.stringMatching(/^[0-9a-f-]{36}$/),
      RuleName: "marks",
    });
  });
});

test("keeps rules that were changed at run time across a restart", async () => {
  const bus = await startBus(subscription());
  const manager = managerOf(bus);
  await manager.deleteRule("$Default");
  await manager.createRule("blue", { applicationProperties: { colour: "blue", at: new Date(5) } });
  await manager.createRule("big", { sqlExpression: "quantity > 5" }, { sqlExpression: "SET big = TRUE" });

  await bus.broker.restart("kept");
  const client = connect(bus.broker);

  expect(await names(client.createRuleManager("steps", "one"))).toEqual(["big", "blue"]);
  const received = await sent({ ...bus, client }, [
    { body: 1, applicationProperties: { colour: "blue", at: new Date(5) } },
    { body: 2, applicationProperties: { quantity: 6 } },
    { body: 3 },
  ]);
  expect(received.map(({ body, applicationProperties }) => [body, applicationProperties?.big])).toEqual([
    [1, undefined],
    [2, true],
  ]);
});
