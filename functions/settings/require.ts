/** Settings as the Functions host hands them over. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting without which the app must not start. The message names the setting, never its value. */
export class SettingError extends Error {
  override readonly name = "SettingError";

  constructor(setting: string, because: string) {
    super(`Setting ${setting}: ${because}`);
  }
}

/** The value of a setting that has to be there. */
export function required(environment: Environment, setting: string): string {
  const value = environment[setting]?.trim();
  if (!value) throw new SettingError(setting, "is missing or empty");
  return value;
}
