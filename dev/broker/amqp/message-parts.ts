import { randomUUID } from "node:crypto";
import rhea from "rhea";
import { binaryContent, encodeListSection, encodeValue, endOfValue, isNull, listItems, mapEntries } from "./codec.ts";

/**
 * A message cut into its sections. What the broker never changes stays encoded, exactly as the sender wrote it.
 *
 * @see https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html
 */
export interface MessageParts {
  readonly durable: boolean;
  /** 4 when the sender named none, as AMQP says. */
  readonly priority: number;
  /** Milliseconds; undefined when the sender named none. */
  readonly ttlMs: number | undefined;
  /** Name to encoded value. */
  readonly annotations: ReadonlyMap<string, Buffer>;
  /** The encoded properties section. It always holds a message id: the broker makes one up when the sender gave none. */
  readonly properties: Buffer;
  /** The encoded application-properties section; empty when there is none. */
  readonly applicationProperties: Buffer;
  /** The encoded body sections and footer. */
  readonly body: Buffer;
}

const HEADER = 0x70;
const DELIVERY_ANNOTATIONS = 0x71;
const MESSAGE_ANNOTATIONS = 0x72;
const PROPERTIES = 0x73;
const APPLICATION_PROPERTIES = 0x74;
const DATA = 0x75;
const NOTHING = Buffer.alloc(0);

interface Section {
  readonly descriptor: number;
  /** The section with its descriptor. */
  readonly bytes: Buffer;
  /** The section's value alone. */
  readonly value: Buffer;
}

function* sections(bytes: Buffer): Generator<Section> {
  let offset = 0;
  while (offset < bytes.length) {
    const valueAt = bytes.readUInt8(offset) === 0x00 ? endOfValue(bytes, offset + 1) : offset;
    const short = bytes.readUInt8(offset + 1) === 0x53;
    if (valueAt === offset || (!short && bytes.readUInt8(offset + 1) !== 0x80)) {
      throw new RangeError("A message section must start with a numeric descriptor");
    }
    const end = endOfValue(bytes, valueAt);
    const descriptor = bytes.readUInt8(valueAt - 1);
    yield { descriptor, bytes: bytes.subarray(offset, end), value: bytes.subarray(valueAt, end) };
    offset = end;
  }
}

/**
 * Cuts one encoded message into parts. The parts own their bytes: nothing refers to the network buffer afterwards.
 *
 * @throws {RangeError} when the bytes are no AMQP message
 */
export function parseMessage(received: Buffer): MessageParts {
  const bytes = Buffer.from(received);
  let header: Record<string, unknown> = {};
  let annotations: ReadonlyMap<string, Buffer> = new Map();
  let properties: Buffer | undefined;
  let applicationProperties: Buffer = NOTHING;
  let bodyAt = bytes.length;
  let offset = 0;
  for (const section of sections(bytes)) {
    if (section.descriptor === HEADER) header = rhea.message.decode(section.bytes);
    else if (section.descriptor === MESSAGE_ANNOTATIONS) annotations = mapEntries(section.value);
    else if (section.descriptor === PROPERTIES) properties = withMessageId(section);
    else if (section.descriptor === APPLICATION_PROPERTIES) applicationProperties = section.bytes;
    else if (section.descriptor !== DELIVERY_ANNOTATIONS) bodyAt = Math.min(bodyAt, offset);
    offset += section.bytes.length;
  }
  return {
    durable: header.durable === true,
    priority: typeof header.priority === "number" ? header.priority : 4,
    ttlMs: typeof header.ttl === "number" ? header.ttl : undefined,
    annotations,
    properties: properties ?? newProperties([]),
    applicationProperties,
    body: bytes.subarray(bodyAt),
  };
}

/**
 * Clients rely on every received message having an id (the JavaScript client cannot settle one without while it renews
 * its lock), and senders may leave it out.
 */
function withMessageId({ bytes, value }: Section): Buffer {
  const [id, ...others] = listItems(value);
  return id === undefined || isNull(id) ? newProperties(others) : bytes;
}

/** A properties section with a new message id, followed by the other fields. */
function newProperties(others: readonly Buffer[]): Buffer {
  return encodeListSection(PROPERTIES, [encodeValue(randomUUID().replaceAll("-", "")), ...others]);
}

/** Bytes of a message as its sender wrote it, without its header. */
export function sizeOf({ annotations, properties, applicationProperties, body }: MessageParts): number {
  let size = properties.length + applicationProperties.length + body.length;
  for (const [name, value] of annotations) size += name.length + value.length;
  return size;
}

/** The messages inside a batch (message format 0x80013700): one complete encoded message per data section. */
export function unpackBatch(bytes: Buffer): MessageParts[] {
  const messages: MessageParts[] = [];
  for (const section of sections(bytes)) {
    if (section.descriptor === DATA) messages.push(parseMessage(binaryContent(section.value)));
  }
  return messages;
}
