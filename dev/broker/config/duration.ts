import { z } from "zod";

/** Days, hours, minutes and seconds, as the emulator's file writes durations (`PT1M`, `P7D`, `P1DT12H`); milliseconds. */
export const Duration = z.string().transform((text, context) => {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (match === null || text.endsWith("T") || text === "P") {
    context.addIssue({ code: "custom", message: `"${text}" is no ISO 8601 duration of days, hours, minutes, seconds` });
    return z.NEVER;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
});
