import { HealthReport } from "../../shared/health/report.ts";

/** Nothing was looked at: the command has to be called otherwise. The message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The app starts when it is called first, and every check has a limit of its own. In milliseconds. */
const limitMs = 120_000;

/**
 * The report of an app that runs.
 *
 * @param key a function key of the app
 * @throws {UsageError} no address, no key, no such key, or no app of this kind there
 */
export async function askApp(address: string, key: string | undefined): Promise<HealthReport> {
  if (!URL.canParse(address))
    throw new UsageError("--url takes an address, for example https://leaver.azurewebsites.net");
  if (!key) throw new UsageError("Set FUNCTION_KEY to a function key of the app: az functionapp keys list");
  const { status, text } = await ask(new URL("/api/health", address), key);
  if (status === 401) throw new UsageError("The app refuses the key: set FUNCTION_KEY to one of its function keys");
  const report = HealthReport.safeParse(json(text));
  if (report.success) return report.data;
  throw new UsageError(
    `There is no report at ${address}/api/health (status ${status}): has the app started? A setting that is wrong keeps it from starting; its log names it`,
  );
}

async function ask(address: URL, key: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const headers = { "x-functions-key": key };
    const response = await fetch(address, { headers, redirect: "error", signal: AbortSignal.timeout(limitMs) });
    return { status: response.status, text: await response.text() };
  } catch {
    throw new UsageError(`Nothing answers at ${address.origin}: check the address, and that the app is running`);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
