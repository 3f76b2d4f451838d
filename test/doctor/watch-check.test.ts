import { expect, test } from "vitest";
import { instant } from "../../shared/domain/ids.ts";
import type { WatchHealth } from "../../shared/domain/watch-directory.ts";
import { watchCheck } from "../../shared/health/watch-check.ts";

const now = Date.parse("2026-03-31T12:00:00Z");
const before = (minutes: number) => instant(now - minutes * 60_000);
const well: WatchHealth = {
  subscription: { expiresAt: before(-10_000) },
  lastNotificationAt: before(30),
  lastDeltaAt: before(10),
  unheardSince: undefined,
};

test.each([
  ["ok", "rounds come", {}],
  ["ok", "nothing has been told yet", { lastNotificationAt: undefined }],
  ["ok", "a silence of an hour", { unheardSince: before(60) }],
  ["warning", "a silence of hours", { unheardSince: before(180) }],
  ["error", "no round for an hour", { lastDeltaAt: before(61) }],
  ["skipped", "no round has ever ended", { lastDeltaAt: undefined }],
])("R-08: %s where %s", async (status, _, changes) => {
  const finding = await watchCheck(
    async () => ({ ...well, ...changes }),
    () => now,
  ).look();

  expect(finding.status).toBe(status);
  if ("todo" in finding) expect(finding.todo).toMatch(/PUBLIC_ORIGIN|directory-changes-not-read/);
});
