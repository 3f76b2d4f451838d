import { randomUUID } from "node:crypto";

/** A lock's name: a uuid in its usual text form. */
export type LockToken = string;

export function newLockToken(): LockToken {
  return randomUUID();
}

/** The 16 bytes in network order, as `$management` carries the token. */
export function toUuidBytes(token: LockToken): Buffer {
  return Buffer.from(token.replaceAll("-", ""), "hex");
}

export function fromUuidBytes(bytes: Buffer): LockToken {
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The 16 bytes as .NET writes a Guid, which is what a delivery tag holds: three groups reversed, the rest as it is. */
export function toDeliveryTag(token: LockToken): Buffer {
  return swapGroups(toUuidBytes(token));
}

export function fromDeliveryTag(tag: Buffer): LockToken {
  return fromUuidBytes(swapGroups(Buffer.from(tag)));
}

function swapGroups(bytes: Buffer): Buffer {
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
