import { AzureCliCredential, AzureDeveloperCliCredential, ChainedTokenCredential } from "@azure/identity";
import { GrantError } from "./directory-api.ts";

/**
 * A token of the signed-in administrator for Graph: `GRAPH_TOKEN` where it is set, else of `az` or `azd`.
 *
 * @param graph origin
 * @throws {GrantError} nobody is signed in
 */
export async function administratorToken(
  graph: string,
  tenantId: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const given = environment.GRAPH_TOKEN?.trim();
  if (given) return given;
  const options = { tenantId };
  const signedIn = new ChainedTokenCredential(
    new AzureCliCredential(options),
    new AzureDeveloperCliCredential(options),
  );
  try {
    return (await signedIn.getToken(`${graph}/.default`)).token;
  } catch {
    throw new GrantError(
      `Nobody is signed in: az login --tenant ${tenantId} (az cloud set first, outside of the worldwide cloud), or set GRAPH_TOKEN`,
    );
  }
}
