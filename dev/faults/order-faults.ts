import type { Faults } from "../broker/faults.ts";
import type { TenantFaults } from "../tenant/faults.ts";
import { orderBusFaults } from "./bus-faults.ts";
import type { FaultFile } from "./fault-file.ts";
import { orderTenantFaults } from "./tenant-faults.ts";

/** Orders what shall go wrong at broker and tenant. The tables' proxy is put in front of Azurite when the stack starts. */
export function orderFaults(
  stack: {
    readonly broker: { readonly faults: Pick<Faults, "add"> };
    readonly tenant: { readonly faults: TenantFaults };
  },
  file: FaultFile,
): void {
  orderTenantFaults(stack.tenant.faults, file);
  orderBusFaults(stack.broker.faults, file);
}
