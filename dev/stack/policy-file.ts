import { writeFile } from "node:fs/promises";
import type { Policy } from "../../shared/domain/policy.ts";
import type { TenantState } from "../tenant/state.ts";

/**
 * Writes the policy of the local company, unless there is a file already: somebody may have changed it.
 *
 * @returns `kept` when there was one; whether it makes sense is for the app to say
 */
export async function writePolicyFile(
  path: string,
  state: TenantState,
  differing: Partial<Policy>,
): Promise<"written" | "kept"> {
  try {
    const policy = { ...localPolicy(state), ...differing };
    await writeFile(path, `${JSON.stringify(policy, undefined, 2)}\n`, { flag: "wx" });
    return "written";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return "kept";
    throw error;
  }
}

/** Its emergency account is protected, and the one site without a zone has one. */
function localPolicy(state: TenantState): Partial<Policy> {
  return {
    defaultZone: "Europe/Berlin",
    sites: { Pune: "Asia/Kolkata" },
    protected: [state.person("freja").id],
    fallbackContact: state.person("petra").id,
  };
}
