export type Settings = Readonly<Record<string, string>>;

/**
 * The text with every `%NAME%` replaced by the setting's value, and the names that have none. The real host does this, so
 * the app reports its bindings unreplaced.
 */
export function resolveText(text: string, settings: Settings): { text: string; missing: string[] } {
  const missing: string[] = [];
  const resolved = text.replace(/%([^%]+)%/g, (whole, name: string) => {
    const value = settings[name];
    if (value === undefined || value === "") missing.push(name);
    return value ?? whole;
  });
  return { text: resolved, missing };
}

/** The value of `connection: "X"`: setting `AzureWebJobsX`, then `X`. Without a name it is `AzureWebJobsServiceBus`. */
export function connectionString(name: string | undefined, settings: Settings): string | undefined {
  const short = name === undefined || name === "" ? "ServiceBus" : name;
  return settings[`AzureWebJobs${short}`] || settings[short] || undefined;
}

/** What is wrong with a connection, as a sentence without the function's name; undefined when there is a connection string. */
export function connectionProblem(given: string | undefined, settings: Settings): string | undefined {
  if (connectionString(given, settings) !== undefined) return undefined;
  const name = given || "ServiceBus";
  const identity = [`AzureWebJobs${name}`, name].some((each) => settings[`${each}__fullyQualifiedNamespace`]);
  if (identity) {
    return `connection "${name}" signs in by identity, which needs Azure: give it a connection string in ${name}`;
  }
  return `connection "${name}" has no value: set AzureWebJobs${name} or ${name} to a connection string`;
}

/** `AzureWebJobs.<function>.Disabled` set to true (or 1). */
export function isDisabled(functionName: string, settings: Settings): boolean {
  return /^(true|1)$/i.test(settings[`AzureWebJobs.${functionName}.Disabled`] ?? "");
}
