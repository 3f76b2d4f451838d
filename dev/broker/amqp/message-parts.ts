import { randomUUID } from "node:crypto";
import rhea from "rhea";
import {
  binaryContent,
  encodeListSection,
  encodeMapSection,
  encodeSymbol,
  encodeValue,
  endOfValue,
  isNull,
  listItems,
  mapEntries,
} from "./codec.ts";

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

/** The messages inside a batch (message format 0x80013700): one complete encoded message per data section. */
export function unpackBatch(bytes: Buffer): MessageParts[] {
  const messages: MessageParts[] = [];
  for (const section of sections(bytes)) {
    if (section.descriptor === DATA) messages.push(parseMessage(binaryContent(section.value)));
  }
  return messages;
}

/** What the broker writes on a message each time it hands it out. */
export interface BrokerMarks {
  readonly deliveryCount: number;
  /** Milliseconds; Infinity when the message does not expire. */
  readonly ttlMs: number;
  /** Encoded annotation names and values in turn. They replace annotations of the sender with the same name. */
  readonly annotations: ReadonlyMap<string, Buffer>;
  /** Leaves the body out, for a peek that did not ask for it. */
  readonly withoutBody?: boolean;
}

const encodedNames = new Map<string, Buffer>();

function annotationName(name: string): Buffer {
  let encoded = encodedNames.get(name);
  if (encoded === undefined) {
    encoded = encodeSymbol(name);
    encodedNames.set(name, encoded);
  }
  return encoded;
}

/** The message as bytes for the wire. */
export function composeMessage(parts: MessageParts, marks: BrokerMarks): Buffer {
  const annotations: Buffer[] = [];
  for (const [name, value] of parts.annotations) {
    if (!marks.annotations.has(name)) annotations.push(encodeSymbol(name), value);
  }
  for (const [name, value] of marks.annotations) annotations.push(annotationName(name), value);
  return Buffer.concat([
    header(parts, marks),
    encodeMapSection(MESSAGE_ANNOTATIONS, annotations),
    parts.properties,
    parts.applicationProperties,
    marks.withoutBody ? NOTHING : parts.body,
  ]);
}

/** durable, priority, ttl, first-acquirer, delivery-count; the count always, because clients read it even when 0. */
function header(parts: MessageParts, marks: BrokerMarks): Buffer {
  const bytes = Buffer.allocUnsafe(20);
  let at = bytes.writeUIntBE(0x005370c0, 0, 4) + 2;
  at = bytes.writeUInt8(parts.durable ? 0x41 : 0x42, at);
  at = bytes.writeUInt16BE(0x5000 + parts.priority, at);
  if (marks.ttlMs <= 0xffffffff) at = bytes.writeUInt32BE(marks.ttlMs, bytes.writeUInt8(0x70, at));
  else at = bytes.writeUInt8(0x40, at);
  at = bytes.writeUInt8(0x42, at);
  at = bytes.writeUInt32BE(marks.deliveryCount, bytes.writeUInt8(0x70, at));
  bytes.writeUInt8(at - 5, 4);
  bytes.writeUInt8(5, 5);
  return bytes.subarray(0, at);
}

/** The parts with application properties added or replaced; the original is left as it is. */
export function withProperties(parts: MessageParts, changes: Readonly<Record<string, unknown>>): MessageParts {
  const names = Object.keys(changes);
  if (names.length === 0) return parts;
  const entries = encodedApplicationProperties(parts);
  for (const name of names) entries.set(name, encodeValue(changes[name]));
  const items = [...entries].flatMap(([name, value]) => [encodeValue(name), value]);
  return { ...parts, applicationProperties: encodeMapSection(APPLICATION_PROPERTIES, items) };
}

function encodedApplicationProperties(parts: MessageParts): Map<string, Buffer> {
  const section = parts.applicationProperties;
  if (section.length === 0) return new Map();
  return mapEntries(section.subarray(endOfValue(section, 1)));
}

/** The application properties as JavaScript values. */
export function applicationProperties(parts: MessageParts): Record<string, unknown> {
  if (parts.applicationProperties.length === 0) return {};
  return rhea.message.decode(parts.applicationProperties).application_properties ?? {};
}

/** The properties section as rhea names its fields: `message_id`, `subject`, `correlation_id`, … */
export function properties(parts: MessageParts): Record<string, unknown> {
  return rhea.message.decode(parts.properties);
}

/** The message id as text. */
export function messageId(parts: MessageParts): string {
  const id = properties(parts).message_id;
  return Buffer.isBuffer(id) ? id.toString("hex") : String(id);
}

/** The body as text, for people and tests: data sections as UTF-8, other bodies as JSON. */
export function bodyText(parts: MessageParts): string {
  if (parts.body.length === 0) return "";
  const body: unknown = rhea.message.decode(parts.body).body;
  const content: unknown = isSection(body) ? body.content : body;
  if (Buffer.isBuffer(content)) return content.toString("utf8");
  if (Array.isArray(content) && content.every((item) => Buffer.isBuffer(item))) {
    return Buffer.concat(content).toString("utf8");
  }
  return typeof content === "string" ? content : JSON.stringify(content ?? null);
}

function isSection(body: unknown): body is { content: unknown } {
  return typeof body === "object" && body !== null && "typecode" in body && "content" in body;
}
