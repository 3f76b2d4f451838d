import { encodeMapSection, encodeSymbol } from "./codec.ts";
import type { MessageParts } from "./message-parts.ts";

const MESSAGE_ANNOTATIONS = 0x72;
const NOTHING = Buffer.alloc(0);

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
