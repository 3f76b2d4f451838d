/** How often Active Directory is read. */
export const syncEveryMs = 1_800_000;

/** When it was read last: on every half hour. Epoch milliseconds. */
export function lastSyncAt(): number {
  return Math.floor(Date.now() / syncEveryMs) * syncEveryMs;
}
