/** .NET's longest time span, by which the service says "without end". */
const LONGEST = "P10675199DT2H48M5.4775807S";
const LONGEST_MS = 922_337_203_685_477;

/** Milliseconds as an ISO 8601 duration, as .NET writes it: `PT1M`, `P14D`, `P1DT12H`. */
export function writeDuration(ms: number): string {
  if (ms >= LONGEST_MS) return LONGEST;
  const units = [
    [Math.floor(ms / 86_400_000), "D"],
    [Math.floor(ms / 3_600_000) % 24, "H"],
    [Math.floor(ms / 60_000) % 60, "M"],
    [(ms / 1_000) % 60, "S"],
  ] as const;
  const [days = "", ...time] = units.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`));
  const clock = time.join("");
  if (clock !== "") return `P${days}T${clock}`;
  return days === "" ? "PT0S" : `P${days}`;
}
