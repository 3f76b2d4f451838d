import { RestError, type TableClient } from "@azure/data-tables";
import { type Check, type Finding, failed, ok } from "./check.ts";
import { noIdentity } from "./no-identity.ts";

/** One look at each table: a row that nobody has, so that nothing is read and no right beyond reading rows is taken. */
export function tableChecks<Name extends string>(
  names: readonly Name[],
  table: (name: Name) => Pick<TableClient, "getEntity">,
): readonly Check[] {
  return names.map((name) => ({ id: `tables.${name}`, look: () => lookAt(name, table(name)) }));
}

async function lookAt(name: string, table: Pick<TableClient, "getEntity">): Promise<Finding> {
  try {
    await twice(() => table.getEntity("health", "health", { abortSignal: AbortSignal.timeout(12_000) }));
    return ok("there");
  } catch (error) {
    if (!(error instanceof RestError)) return unreachable(error);
    const code = codeOf(error);
    if (code === "ResourceNotFound") return ok("there, and rows can be read");
    if (code === "TableNotFound") {
      return failed(
        `the table ${name} is missing`,
        `Create the table ${name} (azd provision, or az storage table create --name ${name})`,
      );
    }
    if (error.statusCode === 403 || error.statusCode === 401) {
      return failed(
        `the storage account refuses this identity${code === undefined ? "" : ` (${code})`}`,
        `Assign the role Storage Table Data Contributor on the table ${name} to the app's identity, and look at the account's firewall`,
      );
    }
    return unreachable(error);
  }
}

/** The clients of the app repeat nothing, and a connection that was idle too long breaks off without anybody being at fault. */
async function twice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RestError && error.statusCode === undefined) return await ask();
    throw error;
  }
}

function unreachable(error: unknown): Finding {
  const nobody = noIdentity(error, "LEDGER__clientId");
  if (nobody !== undefined) return nobody;
  const name = error instanceof RestError ? (error.code ?? error.statusCode ?? error.name) : nameOf(error);
  return failed(
    `the tables cannot be reached (${name})`,
    "Check LEDGER__tableServiceUri and LEDGER__clientId (LEDGER in the local stack), and that the app's network reaches the account",
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

function codeOf({ details }: RestError): string | undefined {
  const body = details as { readonly odataError?: { readonly code?: unknown } } | undefined;
  return typeof body?.odataError?.code === "string" ? body.odataError.code : undefined;
}
