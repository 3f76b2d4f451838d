/**
 * As much of the AMQP 1.0 type system as a broker needs to pass messages on without decoding them: where a value ends,
 * what a map holds, and how to write the values a broker adds. Everything else stays the sender's own bytes.
 *
 * @see https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html
 */

import { isDate } from "node:util/types";

const NULL = Buffer.from([0x40]);
const TRUE = Buffer.from([0x41]);
const FALSE = Buffer.from([0x42]);

/**
 * The offset after the value that starts at `offset`.
 *
 * @throws {RangeError} on an unknown type code or when the bytes end too early
 */
export function endOfValue(bytes: Buffer, offset: number): number {
  const code = bytes.readUInt8(offset);
  const start = offset + 1;
  if (code === 0x00) return endOfValue(bytes, endOfValue(bytes, start));
  const end = start + widthOf(bytes, code, start);
  if (end > bytes.length) throw new RangeError("An AMQP value ends after its buffer");
  return end;
}

function widthOf(bytes: Buffer, code: number, start: number): number {
  switch (code >> 4) {
    case 0x4:
      return 0;
    case 0x5:
      return 1;
    case 0x6:
      return 2;
    case 0x7:
      return 4;
    case 0x8:
      return 8;
    case 0x9:
      return 16;
    case 0xa:
    case 0xc:
    case 0xe:
      return 1 + bytes.readUInt8(start);
    case 0xb:
    case 0xd:
    case 0xf:
      return 4 + bytes.readUInt32BE(start);
    default:
      throw new RangeError(`Unknown AMQP type code 0x${code.toString(16)}`);
  }
}

/** The items of an encoded list or map, still encoded; keys and values of a map in turn. Null has none. */
export function listItems(list: Buffer): Buffer[] {
  const code = list.readUInt8(0);
  if (code === 0x40 || code === 0x45) return [];
  if (code >> 5 !== 0x6) throw new RangeError(`Expected an AMQP list or map, got 0x${code.toString(16)}`);
  const wide = code >> 4 === 0xd;
  const items: Buffer[] = [];
  let offset = wide ? 9 : 3;
  for (let left = wide ? list.readUInt32BE(5) : list.readUInt8(2); left > 0; left -= 1) {
    const end = endOfValue(list, offset);
    items.push(list.subarray(offset, end));
    offset = end;
  }
  return items;
}

/** The entries of an encoded map: keys as text, values still encoded. */
export function mapEntries(map: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  const items = listItems(map);
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [key, value] = items.slice(index, index + 2);
    if (key !== undefined && value !== undefined) entries.set(text(key), value);
  }
  return entries;
}

export function isNull(value: Buffer): boolean {
  return value.readUInt8(0) === 0x40;
}

/** The text of an encoded string or symbol. */
function text(value: Buffer): string {
  return value.toString("utf8", value.readUInt8(0) >> 4 === 0xa ? 2 : 5);
}

/** The content of an encoded binary, as a view on the same bytes. */
export function binaryContent(value: Buffer): Buffer {
  const code = value.readUInt8(0);
  if (code === 0xa0) return value.subarray(2);
  if (code === 0xb0) return value.subarray(5);
  throw new RangeError(`Expected an AMQP binary, got 0x${code.toString(16)}`);
}

/** Epoch milliseconds of an encoded timestamp; undefined for any other type. */
export function timestampValue(value: Buffer | undefined): number | undefined {
  return value?.readUInt8(0) === 0x83 ? Number(value.readBigInt64BE(1)) : undefined;
}

/** A value as the AMQP type that JavaScript clients expect for it. Objects become their JSON text. */
export function encodeValue(value: unknown): Buffer {
  if (value === undefined || value === null) return NULL;
  if (typeof value === "boolean") return value ? TRUE : FALSE;
  if (typeof value === "string") return encodeSized(0xa1, Buffer.from(value, "utf8"));
  if (typeof value === "number") return encodeNumber(value);
  if (isDate(value)) return encodeTimestamp(value.getTime());
  if (Buffer.isBuffer(value)) return encodeSized(0xa0, value);
  return encodeSized(0xa1, Buffer.from(JSON.stringify(value), "utf8"));
}

function encodeNumber(value: number): Buffer {
  if (Number.isInteger(value) && Math.abs(value) <= 0x7fffffff) {
    const int = Buffer.allocUnsafe(5);
    int[0] = 0x71;
    int.writeInt32BE(value, 1);
    return int;
  }
  if (Number.isSafeInteger(value)) return encodeLong(value);
  const double = Buffer.allocUnsafe(9);
  double[0] = 0x82;
  double.writeDoubleBE(value, 1);
  return double;
}

export function encodeLong(value: number, code = 0x81): Buffer {
  const long = Buffer.allocUnsafe(9);
  long[0] = code;
  long.writeBigInt64BE(BigInt(value), 1);
  return long;
}

export function encodeTimestamp(epochMs: number): Buffer {
  return encodeLong(epochMs, 0x83);
}

export function encodeSymbol(name: string): Buffer {
  return encodeSized(0xa3, Buffer.from(name, "ascii"));
}

/** Variable-width value: the short code when it fits in 255 bytes, else the code 16 above it, with a wide length. */
function encodeSized(shortCode: number, content: Buffer): Buffer {
  if (content.length <= 0xff) return Buffer.concat([Buffer.from([shortCode, content.length]), content]);
  const head = Buffer.allocUnsafe(5);
  head[0] = shortCode + 0x10;
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** A described map section of keys and values in turn, already encoded. */
export function encodeMapSection(descriptor: number, items: readonly Buffer[]): Buffer {
  return encodeSection(descriptor, 0xd1, items);
}

/** A described list section of fields, already encoded. */
export function encodeListSection(descriptor: number, fields: readonly Buffer[]): Buffer {
  return encodeSection(descriptor, 0xd0, fields);
}

function encodeSection(descriptor: number, code: number, items: readonly Buffer[]): Buffer {
  let size = 4;
  for (const item of items) size += item.length;
  const head = Buffer.allocUnsafe(12);
  head[0] = 0x00;
  head[1] = 0x53;
  head[2] = descriptor;
  head[3] = code;
  head.writeUInt32BE(size, 4);
  head.writeUInt32BE(items.length, 8);
  return Buffer.concat([head, ...items], size + 8);
}
