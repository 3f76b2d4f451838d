import { expect, test } from "vitest";
import { leftAlready } from "../../../shared/adapters/hris/left-already.ts";
import { departureInstant } from "../../../shared/domain/departure.ts";
import { Instant } from "../../../shared/domain/ids.ts";

test("who left already is due now, in every zone, at every time of the day", () => {
  for (const zone of ["Etc/GMT+12", "Pacific/Honolulu", "UTC", "Europe/Oslo", "Pacific/Kiritimati"]) {
    for (const now of ["2026-03-01T00:00:00.000Z", "2026-03-01T12:00:00.000Z", "2026-03-01T23:59:59.999Z"]) {
      const end = departureInstant({ ...leftAlready(Instant.parse(now)), zone, timeOfDay: "23:59" });
      expect(end < now, `${zone} ${now}`).toBe(true);
    }
  }
});
