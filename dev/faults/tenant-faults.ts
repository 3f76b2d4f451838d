import type { FaultAction, TenantFaults } from "../tenant/faults.ts";
import type { FaultFile } from "./fault-file.ts";

type Named = FaultFile["tenant"][number]["faults"][number];

/** Orders the tenant's rules; the tenant draws by itself, from the seed and the place of the rule. */
export function orderTenantFaults(faults: TenantFaults, { tenant, seed }: FaultFile): void {
  tenant.forEach(({ method, path, cmdlet, share, nth, times, faults: named }, index) => {
    faults.add({
      match: {
        method,
        cmdlet,
        nth,
        probability: share,
        seed: seed + index,
        path: path === undefined ? undefined : new RegExp(path),
      },
      times,
      action: named.map(actionOf),
    });
  });
}

function actionOf(named: Named): FaultAction {
  if (typeof named === "object") return named;
  switch (named) {
    case "429-before":
      return { status: 429, retryAfterSeconds: 1, when: "before" };
    case "503-before":
      return { status: 503, when: "before" };
    case "503-after":
      return { status: 503, when: "after" };
    case "504-after":
      return { status: 504, when: "after" };
    case "cut-before":
      return { cut: "before" };
    case "cut-after":
      return { cut: "after" };
    case "hang":
      return { hang: true };
    case "hang-after":
      return { hang: "after" };
    default:
      return named satisfies never;
  }
}
