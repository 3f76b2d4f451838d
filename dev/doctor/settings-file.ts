import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "./ask-app.ts";

const SettingsFile = z.object({ Values: z.record(z.string(), z.string()) });

/** `Values` of a settings file; nothing when there is no such file. @throws {UsageError} it is no settings file */
export function settingsFrom(file: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {};
  }
  try {
    return SettingsFile.parse(JSON.parse(text)).Values;
  } catch {
    throw new UsageError(`${file} is no settings file: see local.settings.sample.json`);
  }
}
