const TICKS_PER_MS = 10_000n;
const EPOCH_TICKS = 621_355_968_000_000_000n;

/** A time as .NET counts it, in 100 ns since the year 1, as the eight bytes of an AMQP long. */
export function toTicks(epochMs: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.round(epochMs)) * TICKS_PER_MS + EPOCH_TICKS);
  return bytes;
}
