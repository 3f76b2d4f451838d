import rhea from "rhea";
import { expect, test } from "vitest";
import { applicationProperties, withProperties } from "../../dev/broker/amqp/application-properties.ts";
import { composeMessage } from "../../dev/broker/amqp/compose-message.ts";
import { fromDeliveryTag, fromUuidBytes, toDeliveryTag, toUuidBytes } from "../../dev/broker/amqp/lock-token.ts";
import { parseMessage } from "../../dev/broker/amqp/message-parts.ts";

test("writes a lock token as a .NET Guid in delivery tags and in network order over $management", () => {
  const token = "00112233-4455-6677-8899-aabbccddeeff";

  expect(toDeliveryTag(token).toString("hex")).toBe("33221100554477668899aabbccddeeff");
  expect(toUuidBytes(token).toString("hex")).toBe("00112233445566778899aabbccddeeff");
  expect(fromDeliveryTag(toDeliveryTag(token))).toBe(token);
  expect(fromUuidBytes(toUuidBytes(token))).toBe(token);
});

test("passes a message on without changing what the sender wrote", () => {
  const sent = {
    durable: true,
    priority: 9,
    message_id: "m-1",
    message_annotations: { "x-opt-mine": rhea.types.wrap_long(5), "x-opt-sequence-number": 99 },
    application_properties: { text: "long ".repeat(100), id: rhea.types.wrap_uuid(Buffer.alloc(16, 7)) },
    body: rhea.message.data_sections([Buffer.from("one"), Buffer.from("two")]),
    footer: { checksum: 1 },
  };

  const parts = parseMessage(rhea.message.encode(sent));
  const bytes = composeMessage(withProperties(parts, { added: 1.5, text: "short", gone: null }), {
    deliveryCount: 3,
    ttlMs: 5000,
    annotations: new Map([["x-opt-sequence-number", Buffer.from([0x55, 4])]]),
  });

  expect(rhea.message.decode(bytes)).toMatchObject({
    durable: true,
    priority: 9,
    ttl: 5000,
    delivery_count: 3,
    message_id: "m-1",
    message_annotations: { "x-opt-mine": 5, "x-opt-sequence-number": 4 },
    application_properties: { text: "short", id: Buffer.alloc(16, 7), added: 1.5, gone: null },
    body: { multiple: true, content: [Buffer.from("one"), Buffer.from("two")] },
    footer: { checksum: 1 },
  });
  expect(applicationProperties(parts)).toMatchObject({ text: "long ".repeat(100) });
});

test("refuses bytes that are no message", () => {
  expect(() => parseMessage(Buffer.from("not AMQP at all"))).toThrow(RangeError);
  expect(() => parseMessage(Buffer.from([0x00, 0x53, 0x75, 0xa0, 200, 1]))).toThrow(RangeError);
});
