import type { CaseSettingsChange } from "../../shared/domain/case-settings.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";

/** What a step needs to have something to do: other settings than the usual, or something of the person's at the tenant. */
interface Preparation {
  readonly settings?: CaseSettingsChange;
  readonly prepare?: (product: Product, leaver: Leaver) => void;
}

const preparations: Readonly<Record<string, Preparation>> = {
  "delete-account": { settings: { end: "plain-deletion", deleteAfterDays: 0 } },
};

/** A case that stands at this step, approved as far as it needs to be, with the account as the steps before would have left it. */
export async function standing(product: Product, who: string, name: string): Promise<Leaver> {
  const { settings = {}, prepare } = preparations[name] ?? {};
  product.terminate(who);
  const leaver = await product.leaver(who).at(name, { approvals: [], ...settings });
  leaver.person.accountEnabled = ["snapshot", "remove-admin-roles", "ask-on-premises", "block-sign-in"].includes(name);
  prepare?.(product, leaver);
  return leaver;
}
