const LAST_TIME = "9999-12-31T23:59:59.9999999";
const LAST_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * UTC as .NET writes a date into JSON, without a zone: `2026-01-02T03:04:05.678`, the fraction without zeros at its end.
 * What lies beyond .NET's last date, or is not known, is that date.
 */
export function dotNetDate(date: Date | undefined): string {
  if (date === undefined || date.getTime() > LAST_TIME_MS) return LAST_TIME;
  const [whole = "", fraction = ""] = date.toISOString().slice(0, -1).split(".");
  const shortened = fraction.replace(/0+$/, "");
  return shortened === "" ? whole : `${whole}.${shortened}`;
}
