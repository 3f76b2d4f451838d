/** What a process needs of the machine. The rest of the developer's environment stays out: the settings are all there is. */
const fromMachine = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SystemRoot", "USERPROFILE", "APPDATA"];

/** The worker's environment: settings first, `extra` over them, and what the real host adds. */
export function workerEnvironment(
  appDir: string,
  settings: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const machine = fromMachine.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(machine),
    AZURE_FUNCTIONS_ENVIRONMENT: "Development",
    ...settings,
    ...extra,
    FUNCTIONS_APPLICATION_DIRECTORY: appDir,
    FUNCTIONS_WORKER_RUNTIME: "node",
  };
}
