import { expect, test } from "vitest";
import { departureInstant } from "../../shared/domain/departure.ts";
import { epochMs } from "../../shared/domain/ids.ts";

const HOUR = 3_600_000;
const zones = Intl.supportedValuesOf("timeZone");

/** mulberry32: small, and the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const readers = new Map<string, Intl.DateTimeFormat>();

/** The civil time in the zone as sortable text, read with Intl and not with what the product uses. */
function civil(atMs: number, zone: string): string {
  const reader =
    readers.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  readers.set(zone, reader);
  return reader.format(atMs);
}

/** Where a zone changes its clocks near `nearMs`: random dates alone would hardly ever meet a gap or an overlap. */
function shiftNear(nearMs: number, zone: string): number {
  const offset = (atMs: number) =>
    Date.parse(`${civil(atMs, zone).replace(" ", "T")}Z`) - Math.floor(atMs / 1000) * 1000;
  let low = nearMs;
  let high = nearMs + 200 * 24 * HOUR;
  if (offset(low) === offset(high)) return nearMs;
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === offset(low)) low = middle;
    else high = middle;
  }
  return high;
}

test("access never ends before the civil time, nor later than the rules say, in any zone", () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.info(`departure: SEED=${seed}`);
  const next = random(seed);
  const met = { gap: 0, overlap: 0 };

  for (let round = 0; round < 3_000; round += 1) {
    const zone = zones[Math.floor(next() * zones.length)] ?? "UTC";
    const near = Date.UTC(2000, 0, 10) + Math.floor(next() * 60 * 365) * 24 * HOUR;
    const around = round % 3 === 0 ? near : shiftNear(near, zone) + Math.floor((next() * 6 - 3) * HOUR);
    // The wanted time is read off a moment, then moved by up to two hours: so it may exist once, twice or not at all.
    const local = new Date(
      Date.parse(`${civil(around, zone).replace(" ", "T")}Z`) + Math.floor((next() * 4 - 2) * HOUR),
    );
    const wanted = local.toISOString().slice(0, 16);
    const story = `SEED=${seed} ${zone} ${wanted}`;
    const dayAfter = new Date(local.getTime() + 24 * HOUR).toISOString().slice(0, 10);
    const [date = "", timeOfDay = ""] = wanted.split("T");

    const end = epochMs(departureInstant({ date, timeOfDay, zone, meaning: "last-working-day" }));

    const target = `${date} ${timeOfDay}:00`;
    const read = civil(end, zone);
    // Never early: the site's clock shows the wanted time or a later one.
    expect(read >= target, story).toBe(true);
    // Only a gap moves it, and then to the first instant after the gap.
    if (read !== target) {
      met.gap += 1;
      expect(civil(end - 1000, zone) < target, story).toBe(true);
    }
    // No later instant shows the wanted time again, and an earlier one only in an overlap.
    for (let minutes = 15; minutes <= 180; minutes += 15) {
      expect(civil(end + minutes * 60_000, zone) === target, story).toBe(false);
      if (civil(end - minutes * 60_000, zone) === target) met.overlap += 1;
    }
    // Both meanings agree.
    expect(
      epochMs(departureInstant({ date: dayAfter, timeOfDay, zone, meaning: "first-day-not-employed" })),
      story,
    ).toBe(end);
  }

  expect(met.gap).toBeGreaterThan(20);
  expect(met.overlap).toBeGreaterThan(20);
});
